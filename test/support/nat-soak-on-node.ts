/** `node nat-soak-on-node.js <keepalives> [leak]`: like soak-on-node.ts, with a `NatSoak` and so many keepalives. */
import { GCProfiler } from "node:v8";
import { NatSoak } from "../../emulator/device/nat-soak";

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
const profiler = new GCProfiler();
profiler.start();
soak.run(WARM + Number(keepalives));
const { statistics } = profiler.stop();
const kinds = statistics.map(({ gcType }) => gcType);
process.stdout.write(JSON.stringify({ collections: kinds.length, kinds, results: Array.from(soak.results) }));
