/**
 * `node saves-on-node.js <saves> [leak]`: saves so many times once all is warm, and prints as JSON how many garbage
 * collections there were. With `leak` it makes an object of garbage with each save.
 */
import { GCProfiler } from "node:v8";
import { RetentionSoak } from "../../../emulator/device/retention-soak";

const WARM = 20_000;
const [saves, leak] = process.argv.slice(2);
const soak = new RetentionSoak();
if (leak === "leak") {
  const told = soak.saved.bind(soak);
  const kept: { garbage: object | null } = { garbage: null };
  soak.saved = (saved) => {
    kept.garbage = { saved };
    told(saved);
  };
}
soak.run(WARM);
const profiler = new GCProfiler();
profiler.start();
soak.run(WARM + Number(saves));
const { statistics } = profiler.stop();
process.stdout.write(JSON.stringify({ collections: statistics.length, results: Array.from(soak.results) }));
