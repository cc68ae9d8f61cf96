/** `node nat-soak-on-node.js <keepalives> [leak]`: like soak-on-node.ts, with a `NatSoak` and so many keepalives. */
import { NatSoak } from "../../emulator/device/nat-soak";
import { collectionsIn } from "./collections";

const [keepalives, leak] = process.argv.slice(2);
const WARM = 100_000;
const soak = new NatSoak();
const kept: { garbage: object | null } = { garbage: null };
if (leak === "leak") {
  const espReceived = soak.espReceived.bind(soak);
  soak.espReceived = () => {
    for (let i = 0; i < 100; i++) kept.garbage = { i };
    espReceived();
  };
}
soak.run(WARM);
const { kinds } = collectionsIn(() => soak.run(WARM + Number(keepalives)));
process.stdout.write(JSON.stringify({ kinds, results: Array.from(soak.results) }));
