import { FramerRoom } from "../../src/framing/framing";
import type { Framer } from "../../src/framing/framing";

/** A frame as it stands on the line: flags, FCS, stuffing and all. @setup */
export function framed(framer: Framer, frame: Uint8Array): Uint8Array {
  const octets = new Uint8Array(frame.length + FramerRoom.Check);
  octets.set(frame);
  const end = framer.appendCheck(octets, 0, frame.length);
  // In one piece, which has room for all of it escaped.
  const line = new Uint8Array(2 * end + FramerRoom.Piece);
  return line.slice(0, framer.begin(octets, 0, end, line, 0, line.length));
}
