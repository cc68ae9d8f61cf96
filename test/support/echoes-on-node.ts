/** `node echoes-on-node.js <echoes>`: like soak-on-node.ts, with an `EchoSoak` and so many echoes each way. */
import { GCProfiler } from "node:v8";
import { EchoSoak } from "../../emulator/device/echo-soak";

const WARM = 200_000;
const soak = new EchoSoak();
soak.run(WARM);
const profiler = new GCProfiler();
profiler.start();
soak.run(WARM + Number(process.argv[2]));
const { statistics } = profiler.stop();
const kinds = statistics.map(({ gcType }) => gcType);
process.stdout.write(JSON.stringify({ collections: kinds.length, kinds, results: Array.from(soak.answered) }));
