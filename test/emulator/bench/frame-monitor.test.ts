import test from "ava";
import fc from "fast-check";
import { FrameMonitor } from "../../../emulator/bench/frame-monitor";
import { Fcs16 } from "../../../src/framing/fcs";
import { OctetFraming } from "../../../src/framing/octet-framing";
import { VirtualTime } from "../../support/virtual-time";
import { framed, hex } from "../../support/framing";

const framedHex = (digits: string) => framed(new OctetFraming(new Fcs16(), 0).createFramer(), hex(digits));

const SLARP = framedHex("8f0080350000000200000001000000000000ffff");
const ECHO = framedHex("ff03c0210901000811111111");

test("frames of both protocols are told apart, in any pieces, in both directions, between any noise", (t) => {
  const noise = fc.uint8Array({ maxLength: 20 }).filter((octets) => !octets.includes(0x7e));
  const frames = fc.array(fc.tuple(fc.boolean(), fc.constantFrom(SLARP, ECHO), noise), { maxLength: 20 });
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 30 }), (crossings, piece) => {
      const monitor = new FrameMonitor(new VirtualTime());
      for (const [sent, frame, garbage] of crossings) {
        const octets = Buffer.concat([garbage, frame]);
        for (let at = 0; at < octets.length; at += piece) {
          monitor.octets(sent, octets, at, Math.min(octets.length, at + piece));
        }
      }
      const good = monitor.frames.filter((frame) => frame.good).map(({ sent, kind }) => [sent, kind]);
      t.deepEqual(
        good,
        crossings.map(([sent, frame]) => [sent, frame === SLARP ? "hdlc" : "ppp"]),
      );
    }),
  );
});

test("while it is off nothing is a frame, and a frame that was under way is forgotten", (t) => {
  const monitor = new FrameMonitor(new VirtualTime());
  monitor.octets(false, SLARP, 0, 10);
  monitor.on = false;
  monitor.octets(false, ECHO, 0, ECHO.length);
  monitor.on = true;
  monitor.octets(false, SLARP, 10, SLARP.length);
  monitor.octets(false, ECHO, 0, ECHO.length);
  t.deepEqual(
    monitor.frames.map(({ kind, good }) => [kind, good]),
    [["ppp", true]],
  );
});
