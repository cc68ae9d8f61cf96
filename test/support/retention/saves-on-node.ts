/**
 * `node saves-on-node.js <memory> <saves> [leak]`: saves so many times once all is warm; with `hdlc` or `ppp` for the memory,
 * so many lives of a router that looks after its supply. Prints as JSON what garbage collections there were. With `leak` it makes an object of garbage with each save, or with each look at the supply.
 */
import { KeepAliveSoak } from "../../../emulator/device/keep-alive-soak";
import { RetentionSoak } from "../../../emulator/device/retention-soak";
import type { SoakMemoryName } from "../../../emulator/device/soak-memories";
import { collectionsIn } from "../collections";

const WARM_SAVES = 20_000;
const WARM_LIVES = 40;
const [memory, text, leak] = process.argv.slice(2);
const count = Number(text);
const kept: { garbage: object | null } = { garbage: null };

function retention(): RetentionSoak {
  const soak = new RetentionSoak(memory as SoakMemoryName, true, null);
  const told = soak.saved.bind(soak);
  if (leak !== "leak") return soak;
  soak.saved = (saved) => {
    kept.garbage = { saved };
    told(saved);
  };
  return soak;
}

function lives(): KeepAliveSoak {
  const soak = new KeepAliveSoak(WARM_LIVES + count, memory === "ppp");
  const asked = soak.millivolts.bind(soak);
  if (leak !== "leak") return soak;
  soak.millivolts = () => {
    kept.garbage = { soak };
    return asked();
  };
  return soak;
}

const isLife = memory === "hdlc" || memory === "ppp";
const soak = isLife ? lives() : retention();
const warm = isLife ? WARM_LIVES : WARM_SAVES;
soak.run(warm);
const { kinds } = collectionsIn(() => soak.run(warm + count));
const results = Array.from(soak.results);
process.stdout.write(JSON.stringify({ kinds, results }));
