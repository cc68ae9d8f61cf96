/** Captures as Wireshark's tshark reads them. */
import { FixedCheck } from "../../emulator/capture/frame-check";
import { FrameTap } from "../../emulator/capture/frame-tap";
import { Direction, LinkType, PcapngWriter } from "../../emulator/capture/pcapng";
import { Fcs16 } from "../../src/framing/fcs";
import { NoFcs } from "../../src/framing/frame-check";
import { OctetDeframer } from "../../src/framing/octet-deframer";
import { OctetFramer } from "../../src/framing/octet-framer";
import { LineBench } from "../support/line-bench";
import { keepalive } from "../support/slarp";
import { temporaryFile } from "../support/temporary-file";
import { runTool, testWith } from "../support/tool";
import { framed } from "../support/framing";

const FIELDS = [
  "frame.interface_name",
  "frame.packet_flags_direction",
  "frame.packet_flags_crc_error",
  "frame.time_epoch",
  "frame.len",
  "chdlc.address",
  "chdlc.protocol",
  "slarp.ptype",
  "slarp.mysequence",
  "slarp.yoursequence",
  "slarp.reliability",
];

/** What tshark says of the frames of a file that match a filter: one line each. */
function dissected(path: string, filter: string): string[] {
  const fields = FIELDS.flatMap((field) => ["-e", field]);
  const output = runTool("tshark", ["-r", path, "-Y", filter, "-T", "fields", "-E", "separator=/s", ...fields]);
  return output.split("\n").filter((line) => line !== "");
}

/** A line of two routers on pins, captured at both; each sends its keepalives at whole seconds from `start` on. */
class Capture {
  private readonly _bench: LineBench;
  private readonly _writer: PcapngWriter;

  constructor(path: string, start: number) {
    this._bench = new LineBench("pins", { start });
    this._writer = new PcapngWriter(path, 62_464_929); // 17:21:04.929
    ["r1 Serial0/0", "r2 Serial2/0"].forEach((name, end) => {
      this._writer.addInterface(name, LinkType.Chdlc);
      const inbound = this._tap(end, Direction.Inbound);
      const user = this._bench.users[end]!;
      const simulation = this._bench.simulation;
      user.octetsReceived = (bytes, from, to) => inbound.octets(bytes, from, to, simulation.seconds, simulation.nanos);
    });
  }

  /** Sends a keepalive at a second from the start; octets `lost` of it on the line never arrive. */
  keepalive(second: number, end: 0 | 1, sequence: number, acknowledgement: number, lost?: number): void {
    const bench = this._bench.at(second * 1e6);
    const frame = keepalive(sequence, acknowledgement);
    const line = framed(new OctetFramer(new Fcs16(), 0), frame);
    const { seconds, nanos } = bench.simulation;
    this._tap(end, Direction.Outbound).octets(line, 0, line.length, seconds, nanos);
    bench.line.ends[end].send(line, 0, line.length);
    if (lost === undefined) return;
    const character = 1e7 / 9600;
    bench.at(second * 1e6 + (lost - 0.5) * character).faults(end, { loss: 1 });
    bench.at(second * 1e6 + (lost + 0.5) * character).faults(end, { loss: 0 });
  }

  close(second: number): void {
    this._bench.at(second * 1e6);
    this._writer.close();
  }

  private _tap(end: number, direction: Direction): FrameTap {
    return new FrameTap(
      this._writer,
      end,
      direction,
      new OctetDeframer(1600, new NoFcs(), 0),
      new FixedCheck(new Fcs16()),
    );
  }
}

testWith("tshark", "tshark", "keepalives read as SLARP, once at each end, with their numbers and times", (t) => {
  const path = temporaryFile(t, "out.pcapng");
  const capture = new Capture(path, 0);
  capture.keepalive(10, 0, 1, 0);
  capture.keepalive(11, 1, 0xfffffff0, 1);
  capture.close(12);
  const epoch = Date.UTC(2024, 0, 1, 17, 21, 4) / 1000;
  const frame = "22 0x8f 0x8035 2";
  // 26 octets on the line: 22, FCS and flags; nothing in them is escaped. The last is there 0.04 characters before its end.
  const [leaves, arrives, back, backArrives, ...more] = dissected(path, "slarp");
  t.is(leaves, `r1 Serial0/0 0x00000002 0 ${epoch + 10}.929000000 ${frame} 1 0 0xffff`);
  t.regex(arrives!, new RegExp(`^r2 Serial2/0 0x00000001 0 ${epoch + 10}\\.9560\\d{5} ${frame} 1 0 0xffff$`));
  t.is(back, `r2 Serial2/0 0x00000002 0 ${epoch + 11}.929000000 ${frame} 4294967280 1 0xffff`);
  t.regex(
    backArrives!,
    new RegExp(`^r1 Serial0/0 0x00000001 0 ${epoch + 11}\\.9560\\d{5} ${frame} 4294967280 1 0xffff$`),
  );
  t.deepEqual(more, []);
});

testWith("tshark", "tshark", "a frame that lost an octet on the way has its FCS error where it arrived", (t) => {
  const path = temporaryFile(t, "out.pcapng");
  const capture = new Capture(path, 0);
  capture.keepalive(1, 0, 5, 4, 20);
  capture.keepalive(2, 0, 6, 4);
  capture.close(3);
  t.is(dissected(path, "frame").length, 4);
  const wrong = dissected(path, "frame.packet_flags_crc_error == 1");
  t.is(wrong.length, 1);
  t.regex(wrong[0]!, /^r2 Serial2\/0 0x00000001 1 .* 21 0x8f 0x8035 2 5 4/);
});

testWith("tshark", "tshark", "time stamps after a virtual year are exact", (t) => {
  const path = temporaryFile(t, "out.pcapng");
  const capture = new Capture(path, 366 * 86400);
  capture.keepalive(0, 0, 3_153_600, 3_153_599);
  capture.close(1);
  const epoch = Date.UTC(2025, 0, 1, 17, 21, 4) / 1000;
  t.regex(
    dissected(path, "slarp.mysequence == 3153600")[0]!,
    new RegExp(`^r1 Serial0/0 0x00000002 0 ${epoch}\\.929000000 `),
  );
});
