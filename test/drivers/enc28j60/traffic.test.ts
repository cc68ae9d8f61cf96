/** What the driver costs on the SPI bus. */
import test from "ava";
import { DriverBench, frameOfOurs, frameToUs, OURS } from "../../support/enc28j60/driver-bench";

/** Octets on the bus in `ms` beyond those of idle polls. */
function octets(bench: DriverBench, ms: number, act: () => void): number {
  const before = bench.bus.octets;
  act();
  bench.run(ms);
  return bench.bus.octets - before;
}

test("octets of SPI traffic: an idle poll 6, and a few tens beyond each frame's own", (t) => {
  const bench = new DriverBench({ driver: { hearsItself: true } }).up();
  bench.run(5);
  const poll = octets(bench, 10, () => {});
  t.is(poll, 6);
  const sent = octets(bench, 20, () => bench.send(frameOfOurs(60))) - 2 * poll;
  const received = octets(bench, 20, () => bench.medium.deliver(frameToUs(60))) - 2 * poll;
  const looped = octets(bench, 20, () => bench.send([...OURS, ...OURS, 0x90, ...new Uint8Array(47)])) - 2 * poll;
  const longest = octets(bench, 20, () => bench.medium.deliver(frameToUs(1514))) - 2 * poll;
  t.log(`sent: ${sent}, received: ${received}, both: ${looped}; received at its longest: ${longest}`);
  t.true(sent <= 60 + 50, `${sent}`);
  t.true(received <= 60 + 40, `${received}`);
  t.true(longest <= 1514 + 50, `${longest}`);
});
