/**
 * `node ethernet-on-node.js enc28j60|w5500 <keepalives> [leak]`: keepalives on a driver once it is warm; prints as JSON how
 * many garbage collections there were, and what a keepalive took. With `leak` an object of garbage is made for each
 * transaction on the bus.
 */
import { EthernetSoak, EthernetSoakResult } from "../../emulator/device/ethernet-soak";
import { collectionsIn } from "./collections";

const [chip, count, leak] = process.argv.slice(2);
const WARM = 100_000;

const soak = new EthernetSoak(chip === "w5500");
const garbage: { last: object | null } = { last: null };
if (leak === "leak") {
  const bus = (soak as unknown as { _chip: { transfer(...args: unknown[]): void } })._chip;
  const transfer = bus.transfer.bind(bus);
  bus.transfer = (bytes, start, end) => {
    garbage.last = { start, end };
    transfer(bytes, start, end);
  };
}
soak.run(WARM);
const octets = soak.results[EthernetSoakResult.Octets]!;
const { kinds, microseconds } = collectionsIn(() => soak.run(WARM + Number(count)));
process.stdout.write(
  JSON.stringify({
    kinds,
    changes: soak.results[EthernetSoakResult.Changes],
    octetsPerKeepalive: ((soak.results[EthernetSoakResult.Octets]! - octets) | 0) / Number(count),
    microsecondsPerKeepalive: microseconds / Number(count),
  }),
);
