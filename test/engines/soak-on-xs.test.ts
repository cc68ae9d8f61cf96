import test from "ava";
import { NatSoak, NatSoakResult } from "../../emulator/device/nat-soak";
import { Soak } from "../../emulator/device/soak";
import { SoakResult } from "../../emulator/device/soak-end";
import { deviceProgram } from "../../emulator/engine/device-program";
import { bridgeLoop } from "../support/bridge-loop";
import { checkSlots, findBallast } from "../support/xs-slots";
import type { SlotCheck } from "../support/xs-slots";

const EVENTS = 1_000_000;
const EVENTS_WITH_LEAK = 20_000;
const KEEPALIVES = 100_000;
/** Each way; as many as one has the patience for. */
const ECHOES = Number(process.env.LINKPULSE_ECHOES ?? 100_000);

/** After a round of the timeline everything has been called once. */
const SETUP = `
${deviceProgram()}
globalThis.soak = new linkpulse.Soak();
soak.run(2000);
globalThis.run = () => { soak.run(${EVENTS}); return soak.results.buffer; };`;

/** Makes a soak leak: `leak` runs at each step of its timeline, 5 s of virtual time. */
function leaking(leak: string): string {
  return `${SETUP}
const act = soak._act, kept = [null, null];
let steps = 0, name = "";
soak._act = function (tick, now) { steps++; ${leak}; act.call(this, tick, now); };
globalThis.run = () => { soak.run(${EVENTS_WITH_LEAK}); return null; };`;
}

/** Octets of garbage that go unseen. */
const MARGIN = 64 * 1024;
let ballast = 0;

test.before(async () => {
  ballast = await findBallast(SETUP, MARGIN);
});

function isClean({ slots, collected, grown }: SlotCheck): boolean {
  return slots === 0 && !collected && grown === 0;
}

function described({ slots, collected, grown }: SlotCheck): string {
  return `${slots < 0 ? "" : "+"}${slots} slots, ${collected ? "a" : "no"} collection, heaps +${grown} octets`;
}

test("XS: a million events leave the slot count where it was", async (t) => {
  const began = performance.now();
  const check = await checkSlots(SETUP, ballast);
  const results = Array.from(new Int32Array(Uint8Array.from(check.reply).buffer));
  t.log(
    `XS: ${described(check)}, less than ${MARGIN} octets of garbage, in ` +
      `${((performance.now() - began) / 1000).toFixed(1)} s: ${results[SoakResult.Events]} events, ` +
      `${results[SoakResult.InterfaceResets]} resets, ${results[SoakResult.LineProtocolDown]} times down, ` +
      `${results[SoakResult.SequenceWraps]} wraps, ${results[SoakResult.BadFrames]} bad frames, ` +
      `${results[SoakResult.EchoesAnswered]} echoes answered, ${results[SoakResult.Missed]} times missed, ` +
      `${results[SoakResult.LoopedBack]} looped back, ${results[SoakResult.ClosedByPeer]} closed by peer, ` +
      `${results[SoakResult.Rejects]} rejects, ${results[SoakResult.ConsoleLines]} console lines, ` +
      `${results[SoakResult.OctetsTyped]} octets typed`,
  );
  t.true(isClean(check));
  t.true(results[SoakResult.Events]! >= EVENTS);
  t.true(results[SoakResult.BadFrames]! >= 1000);
  const soak = new Soak();
  soak.run(EVENTS);
  t.deepEqual(results, Array.from(soak.results), "Node and XS came to the same results");
});

test(`XS: ${ECHOES} echoes each way leave the slot count where it was`, async (t) => {
  const began = performance.now();
  const setup = `${deviceProgram()}
const soak = new linkpulse.EchoSoak();
soak.run(300);
globalThis.run = () => { soak.run(${ECHOES}); return soak.answered.buffer; };`;
  const check = await checkSlots(setup, await findBallast(setup, MARGIN));
  const [one, other] = new Int32Array(Uint8Array.from(check.reply).buffer);
  const seconds = (performance.now() - began) / 1000;
  t.log(`XS: ${described(check)}, in ${seconds.toFixed(1)} s: ${one} echoes answered one way, ${other} the other`);
  t.true(isClean(check));
  t.true(Math.min(one!, other!) >= ECHOES);
});

test(`XS: ${KEEPALIVES} NAT keepalives, and a NAT's timeout measured beside them, leave the slot count where it was`, async (t) => {
  const began = performance.now();
  const setup = `${deviceProgram()}
const soak = new linkpulse.NatSoak();
soak.run(2000);
globalThis.run = () => { soak.run(${KEEPALIVES}); return soak.results.buffer; };`;
  const check = await checkSlots(setup, await findBallast(setup, MARGIN));
  const results = Array.from(new Int32Array(Uint8Array.from(check.reply).buffer));
  const seconds = (performance.now() - began) / 1000;
  t.log(`XS: ${described(check)}, in ${seconds.toFixed(1)} s: ${results[NatSoakResult.Trials]} trials beside them`);
  t.true(isClean(check));
  const soak = new NatSoak();
  soak.run(KEEPALIVES);
  t.deepEqual(results, Array.from(soak.results), "Node and XS came to the same results");
});

test("XS: a hundred thousand requests over the bridge leave the slot count where it was", async (t) => {
  const setup = `${deviceProgram()}\n${bridgeLoop()}\nserve(100); globalThis.run = () => { serve(100000); return null; };`;
  const check = await checkSlots(setup, await findBallast(setup, MARGIN));
  t.log(`XS, 100000 requests: ${described(check)}`);
  t.true(isClean(check));
});

test("the check passes over a run that leaks nothing", async (t) => {
  t.true(isClean(await checkSlots(leaking(""), ballast)));
});

for (const [what, leak] of [
  ["one object that is kept", "if (steps === 1000) kept[0] = {}"],
  ["an object of garbage at each step", "kept[1] = { tick }"],
  ["a string of garbage at each step", "name = 'Serial0/' + now"],
] as const) {
  test(`the check fails with ${what}`, async (t) => {
    const check = await checkSlots(leaking(leak), ballast);
    t.log(`XS with ${what}: ${described(check)}`);
    t.false(isClean(check));
  });
}

for (const [name, caller, method] of [
  ["EchoSoak", "soak", "_step"],
  ["NatSoak", "soak._scheduler", "run"],
] as const) {
  test(`the check of ${name} fails with an object of garbage at each event, and only then`, async (t) => {
    const setup = (leak: string) => `${deviceProgram()}
const soak = new linkpulse.${name}(), called = ${caller}.${method};
let kept = null;
${caller}.${method} = function (now) { ${leak}; return called.call(this, now); };
soak.run(2000);
globalThis.run = () => { soak.run(${EVENTS_WITH_LEAK}); return null; };`;
    const ballast = await findBallast(setup(""), MARGIN);
    t.true(isClean(await checkSlots(setup(""), ballast)));
    t.false(isClean(await checkSlots(setup("kept = {}"), ballast)));
  });
}

test("without ballast the check fails once the garbage is a few megabytes of slots", async (t) => {
  const check = await checkSlots(leaking("for (let i = 0; i < 50; i++) kept[1] = { i }"), 0);
  t.false(isClean(check));
});
