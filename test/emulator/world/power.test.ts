import test from "ava";
import { scenarioText } from "../../support/scenario-text";
import { WorldRun } from "../../support/world-run";

const LEVELS = ["octet", "pins"] as const;
const OFF_AND_ON = `timeline:
  - { at: 25s, router: r1, power: off }
  - { at: 45.5s, router: r1, power: on }`;

/** The seconds at which a router sent, without what comes after the first decimal. */
function sendingTimes(run: WorldRun, router: string): string[] {
  return run.octets
    .filter((line) => line.includes(` ${router} Serial0/0 sent`))
    .map((line) => line.slice(0, line.indexOf(".") + 2));
}

test("a router boots when it is switched on, and its intervals count from there", async (t) => {
  const run = await new WorldRun(scenarioText({ r1: "power-on: 3.5s" })).until(35);
  t.deepEqual(sendingTimes(run, "r1"), ["13.5", "23.5", "33.5"]);
  t.deepEqual(sendingTimes(run, "r2"), ["10.0", "20.0", "30.0"]);
});

test("without power nothing is sent and nothing printed; afterwards everything begins anew", async (t) => {
  const run = await new WorldRun(scenarioText({ r1: "power-on: 1s", more: OFF_AND_ON })).until(60);
  t.deepEqual(sendingTimes(run, "r1"), ["11.0", "21.0", "55.5"]);
  t.deepEqual(run.record.lines[0], [
    "00:00:11.000: Serial0/0: HDLC myseq 0, mineseen 0*, yourseen 1, line up",
    "00:00:21.000: Serial0/0: HDLC myseq 1, mineseen 1*, yourseen 2, line up",
    "00:00:55.500: Serial0/0: HDLC myseq 0, mineseen 0*, yourseen 5, line up",
  ]);
});

test("nothing is reported of a router without power, and nothing of before once it has power again", async (t) => {
  const run = new WorldRun(scenarioText({ more: OFF_AND_ON }));
  t.is(await (await run.until(24)).counter(0, "keepalives-sent"), 2);
  t.is(await (await run.until(30)).counter(0, "keepalives-sent"), undefined);
  t.is(await (await run.until(60)).counter(0, "keepalives-sent"), 1);
});

test("a switch that stands where it is put already does nothing", async (t) => {
  const more = `timeline:
  - { at: 5s, router: r1, power: on }
  - { at: 25s, router: r1, power: off }
  - { at: 26s, router: r1, power: off }
  - { at: 30s, router: r1, power: on }
  - { at: 35s, router: r1, power: on }`;
  const run = await new WorldRun(scenarioText({ more })).until(45);
  t.deepEqual(sendingTimes(run, "r1"), ["10.0", "20.0", "40.0"]);
});

test("a line is down while its router is off, and afterwards as the router's configuration says", async (t) => {
  const states = [7, 15, 25].flatMap((at) => ["up", "down"].map((state) => ({ at, state })));
  const more = `timeline:
  - { at: 5s, interface: r1 Serial0/0, do: shut }
  - { at: 10s, router: r1, power: off }
  - { at: 20s, router: r1, power: on }
expect:
${states.map(({ at, state }) => `  - { interface: r1 Serial0/0, at: ${at}s, line-protocol: ${state} }`).join("\n")}`;
  const run = await new WorldRun(scenarioText({ more })).until();
  t.deepEqual(
    (await run.judged()).map(({ seen }) => seen),
    ["it is down", "", "the router is off", "", "", "it is up"],
  );
});

test("commands to a router without power do nothing, and nothing is typed on its console", async (t) => {
  const more = `timeline:
  - { at: 2s, router: r1, power: off }
  - { at: 3s, interface: r1 Serial0/0, do: shut }
  - { at: 3s, interface: r1 Serial0/0, send: { octets: 10 } }
  - { at: 4s, router: r1, power: on }
  - { at: 5s, interface: r1 Serial0/0, do: no debug }`;
  const run = await new WorldRun(scenarioText({ more })).until(20);
  t.deepEqual(run.record.lines[0], ["r1#undebug all"]);
  t.deepEqual(sendingTimes(run, "r1"), ["14.0"]);
});

test("each boot draws other random numbers, the same in every run", async (t) => {
  // In a loop the router goes on with a random number.
  const more = `timeline:
  - { at: 0, wire: line, set: { loopback: true } }
  - { at: 95s, router: r1, power: off }
  - { at: 96s, router: r1, power: on }`;
  const sent = async () => {
    const run = await new WorldRun(scenarioText({ duration: "200s", more })).until();
    return run.octets.filter((line) => line.includes(" r1 Serial0/0 sent")).map((line) => line.slice(-50));
  };
  const first = await sent();
  t.deepEqual(await sent(), first);
  t.not(first[3], first[12]);
});

for (const level of LEVELS) {
  test(`${level}: power that goes while a packet leaves takes the rest of it away`, async (t) => {
    // At 9600 bit/s a character takes 1.04 ms: 1000 of them take more than a second.
    const more = `timeline:
  - { at: 1s, interface: r1 Serial0/0, send: { octets: 1000 } }
  - { at: 1.5s, router: r1, power: off }
  - { at: 1.6s, router: r1, power: on }
  - { at: 2s, interface: r1 Serial0/0, send: { octets: 20 } }`;
    const text = scenarioText({ interface: "{ uart: { fifo: 64 } }", wire: `level: ${level}`, more });
    const run = await new WorldRun(text).until(9);
    const heard = run.octets.filter((line) => line.includes(" r2 Serial0/0 received"));
    const octets = heard.map((line) => line.split(" ").at(-1)!.length / 2).reduce((a, b) => a + b);
    // 0.5 s are 480 characters; the octets from 0 on that are escaped and the last, broken one are in the margin. 28
    // octets are the second packet in its frame.
    t.true(octets >= 480 && octets <= 482 + 28, `${octets} octets`);
    t.is(await run.counter(1, "packets-in"), 1);
  });

  test(`${level}: a transmitter has after a restart the room that it had before`, async (t) => {
    const more = `timeline:
  - { at: 1s, interface: r1 Serial0/0, send: { octets: 40 } }
  - { at: 1.01s, router: r1, power: off }
  - { at: 1.02s, router: r1, power: on }
  - { at: 5s, interface: r1 Serial0/0, send: { octets: 1000 } }`;
    const text = scenarioText({ interface: "{ uart: { fifo: 64 } }", wire: `level: ${level}`, more });
    const run = await new WorldRun(text).until(5);
    const sent = run.octets.filter((line) => line.startsWith("5.") && line.includes("sent"));
    t.deepEqual(
      sent.map((line) => line.split(" ").at(-1)!.length / 2),
      [64],
    );
  });
}

test("a router that is switched on looks at its modem lines: no carrier where the peer has no power", async (t) => {
  const text = scenarioText({ r1: "power-on: 30s", wire: "modem-lines: true" });
  const run = new WorldRun(text);
  await run.until(10);
  t.deepEqual(
    run.record.changes.map(({ at, router, up }) => [at.seconds, router, up]),
    [[2, 1, false]],
  );
  t.is(await run.counter(1, "carrier-transitions"), 1);
  await run.until(50);
  t.deepEqual(
    run.record.changes.slice(1).map(({ router, up }) => [router, up]),
    [[1, true]],
  );
});

test("a port without a wire sends as any other, and hears nothing", async (t) => {
  const text = scenarioText({ interface: "{ uart: { fifo: 16 } }" }).replace(/wires:[^]*/, "wires: {}\n");
  const run = new WorldRun(text);
  t.is(await (await run.until(55)).counter(0, "keepalives-sent"), 5);
  t.is(await run.counter(0, "keepalives-not-sent"), 0);
  t.deepEqual(
    run.record.changes.map(({ at, router, up }) => [at.seconds, router, up]),
    [
      [40, 0, false],
      [40, 1, false],
    ],
  );
});
