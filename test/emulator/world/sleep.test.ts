import test from "ava";
import { scenarioText } from "../../support/scenario-text";
import { WorldRun } from "../../support/world-run";

const LEVELS = ["octet", "pins"] as const;

interface Nap {
  latency: string;
  linger: string;
  wake?: string;
  event?: string;
  baud?: number;
}

/**
 * A router that sleeps, r1, without keepalives of its own that would wake it, and a peer whose keepalive of 26 octets
 * arrives at 10 s, 20 s and so on.
 */
function asleep(level: string, { latency, linger, wake = "start-bit", event, baud = 9600 }: Nap): WorldRun {
  const text = scenarioText({
    r1: `sleep: { latency: ${latency}, linger: ${linger} }`,
    interface: `{ keepalive: { interval: 0 }, wake: ${wake}, uart: { baud: ${baud} } }`,
    wire: `level: ${level}`,
    event,
  });
  return new WorldRun(text.replace("{ Serial0/0: {} }", `{ Serial0/0: { uart: { baud: ${baud} } } }`));
}

for (const level of LEVELS) {
  // At 9600 bit/s a character takes 1.0417 ms.
  for (const [latency, lost] of [
    ["0", 0],
    ["1us", 1],
    ["1ms", 1],
    ["1.05ms", 2],
    ["5ms", 5],
    ["20ms", 20],
    ["1s", 26],
  ] as const) {
    test(`${level}: ${lost} octets are lost while a chip wakes for ${latency}`, async (t) => {
      const run = await asleep(level, { latency, linger: "50ms" }).until(15);
      t.is(await run.counter(0, "lost-while-waking"), lost);
      t.is(await run.counter(0, "line-octets-in"), 26 - lost);
      t.is(await run.counter(0, "keepalives-received"), lost === 0 ? 1 : 0);
    });
  }

  test(`${level}: a chip that lingers hears what comes within that time, and no later`, async (t) => {
    // The keepalive is over at 10.027 s.
    const send = (at: string) => `{ at: ${at}, interface: r2 Serial0/0, send: { octets: 20 } }`;
    const soon = await asleep(level, { latency: "3ms", linger: "1s", event: send("11.02s") }).until(15);
    t.is(await soon.counter(0, "lost-while-waking"), 3);
    const late = await asleep(level, { latency: "3ms", linger: "1s", event: send("11.03s") }).until(15);
    t.is(await late.counter(0, "lost-while-waking"), 6);
  });

  test(`${level}: what a chip does itself keeps it awake too`, async (t) => {
    // 'show interfaces' at 9.5 s wakes it up to 10.5 s.
    const event = "{ at: 9.5s, interface: r1 Serial0/0, do: show interfaces }";
    const run = await asleep(level, { latency: "3ms", linger: "1s", event }).until(15);
    t.is(await run.counter(0, "lost-while-waking"), 0);
  });

  test(`${level}: a port that can't wake the chip loses all and wakes nobody`, async (t) => {
    const run = await asleep(level, { latency: "3ms", linger: "1s", wake: "none" }).until(25);
    t.is(await run.counter(0, "lost-while-waking"), 52);
    t.is(await run.counter(0, "line-octets-in"), 0);
  });

  for (const wake of ["gpio", "awake"]) {
    test(`${level}: a port with wake ${wake} loses nothing`, async (t) => {
      const run = await asleep(level, { latency: "3ms", linger: "1s", wake }).until(25);
      t.is(await run.counter(0, "lost-while-waking"), 0);
      t.is(await run.counter(0, "keepalives-received"), 2);
    });
  }

  test(`${level}: a chip is lost twice as many octets at twice the speed`, async (t) => {
    const run = await asleep(level, { latency: "5ms", linger: "1s", baud: 19200 }).until(15);
    t.is(await run.counter(0, "lost-while-waking"), 10);
  });
}

test("a router that never sleeps loses nothing, whatever its port could do", async (t) => {
  const run = await new WorldRun(scenarioText({ interface: "{ wake: none }" })).until(25);
  t.is(await run.counter(0, "lost-while-waking"), 0);
  t.is(await run.counter(0, "keepalives-received"), 2);
});

test("wake-ups are counted: one for each keepalive interval and nothing else", async (t) => {
  const run = await new WorldRun(
    scenarioText({ duration: "1h", wire: "faults: { cut: true }", interface: "{ debug: false }" }),
  ).until(25);
  t.is(await run.counter(0, "wake-ups"), 2);
});
