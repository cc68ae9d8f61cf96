/** A virtual day of stations on Ethernet: chips with all their errata, and faults at random. */
import test from "ava";
import { runEthernetDay } from "../support/ethernet-day";

const HOURS = 24;
const CYCLES_AN_HOUR = 6;
const SEED = 1;

test("24 hours of ENC28J60 and W5500 with faults: never wedged, no frame lost, keepalives on time", async (t) => {
  const began = performance.now();
  const { stations, wedged, faults, looks } = await runEthernetDay(HOURS * CYCLES_AN_HOUR, SEED);
  const seconds = Math.round((performance.now() - began) / 1000);
  t.log(`${HOURS} virtual hours in ${seconds} s, seed ${SEED}, ${JSON.stringify(faults)}, ${looks} looks in the quiet`);
  for (const station of stations) {
    const { name, delivered, handedOn, noRoom, notReceiving, discarded, windows, keepalives, worstDeviation } = station;
    t.log(
      `${name}: ${delivered} frames delivered, ${handedOn} handed on, ${noRoom} without room, ${notReceiving} while the ` +
        `chip did not receive and ${discarded} lost with its buffers, in ${windows} windows; ` +
        `${keepalives} keepalives, ${worstDeviation} ms off at most; ${station.changes} changes of the line protocol`,
    );
    t.deepEqual(station.lost, [], name);
    t.is(delivered, handedOn + noRoom + notReceiving + discarded, name);
    t.true(handedOn > 10_000, name);
    t.true(notReceiving > 0 && windows > 0, name);
    t.true(keepalives > 6000, name);
    // The first leaves when the scheduler runs.
    t.true(worstDeviation <= 1, name);
  }
  t.true(stations.some(({ noRoom }) => noRoom > 0));
  t.deepEqual(wedged, []);
});
