/**
 * `node soak-on-node.js <events> [leak]`: runs a soak once it is warm, and prints as JSON what garbage collections
 * there were. With `leak` it makes an object of garbage at each step of the timeline.
 */
import { Soak } from "../../emulator/device/soak";
import { collectionsIn } from "./collections";

const [events, leak] = process.argv.slice(2);

/** Takes the place of a private method, to leak from inside a run. */
interface Acting {
  _act(tick: number, now: number): void;
  garbage: object;
}

const soak = new Soak();
if (leak === "leak") {
  const acting = soak as unknown as Acting;
  const act = acting._act;
  acting._act = function (tick, now) {
    this.garbage = { tick };
    act.call(this, tick, now);
  };
}
// Until every function has been compiled with what the first runs have shown, numbers may be allocated.
const WARM = 2_000_000;
soak.run(WARM);
const { kinds } = collectionsIn(() => soak.run(WARM + Number(events)));
process.stdout.write(JSON.stringify({ kinds, results: Array.from(soak.results) }));
