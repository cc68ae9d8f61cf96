import test from "ava";
import { FrameRelay } from "../../src/keepalive/frame-relay";
import { Disposition, Verdict } from "../../src/keepalive/machine";

test("Frame Relay is never up, sends nothing, and ignores what arrives", (t) => {
  const machine = new FrameRelay();
  machine.attach();
  machine.start();
  t.false(machine.active);
  t.is(machine.verdict, Verdict.Down);
  t.is(machine.receive(), Disposition.Discarded);
  t.is(machine.ignored, 1);
  t.is(machine.writeHeader(), 0);
  t.is(machine.defaultRetries, 0);
});
