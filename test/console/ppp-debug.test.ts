import test from "ava";
import { Console } from "../../src/console/console";
import { PppDebug } from "../../src/console/ppp-debug";
import { TimeOfDay } from "../../src/console/time-of-day";
import { PppState } from "../../src/keepalive/ppp-automaton";
import { ascii } from "../../src/text";
import { PppProtocol } from "../../src/wire/ppp";
import { Screen } from "../support/terminal";

const NOON = 12 * 3600_000;

/** The line of a packet, given from its code on in hexadecimal. */
function line(hex: string, options: { sent?: boolean; protocol?: PppProtocol; state?: PppState; name?: string } = {}) {
  const screen = new Screen();
  const debug = new PppDebug(new Console(screen, new TimeOfDay(0, NOON)), ascii(options.name ?? "Serial0/0/0"));
  // Not at the start of its buffer.
  const bytes = Buffer.from(`eeee${hex.replaceAll(" ", "")}ee`, "hex");
  const state = options.state ?? PppState.Opened;
  const protocol = options.protocol ?? PppProtocol.LCP;
  debug.controlPacket(options.sent ?? false, protocol, state, bytes, 2, bytes.length - 1, 18_000_000 + 11_412);
  return screen.sent;
}

test("the lines of the documented session", (t) => {
  t.is(
    line("09 20 000c 4234e325 00000000"),
    "17:00:11.412: Se0/0/0 LCP-FS: I ECHOREQ [Open] id 32 len 12 magic 0x4234E325\r\n",
  );
  t.is(
    line("0a 20 000c 42345a4d 00000000", { sent: true }),
    "17:00:11.412: Se0/0/0 LCP-FS: O ECHOREP [Open] id 32 len 12 magic 0x42345A4D\r\n",
  );
});

test("the other packets of LCP and IPCP", (t) => {
  const short = (...args: Parameters<typeof line>) => line(...args).slice("17:00:11.412: ".length, -2);
  const codes = "CONFREQ CONFACK CONFNAK CONFREJ TERMREQ TERMACK CODEREJ PROTREJ".split(" ");
  codes.forEach((code, i) => {
    t.is(short(`0${i + 1} 01 0004`, { state: PppState.ReqSent }), `Se0/0/0 LCP: I ${code} [REQsent] id 1 len 4`);
  });
  t.is(short("0b ff 0008 ffffffff"), "Se0/0/0 LCP-FS: I DISCREQ [Open] id 255 len 8 magic 0xFFFFFFFF");
  t.is(short("0c 00 0008 00000001"), "Se0/0/0 LCP: I IDENTIFY [Open] id 0 len 8");
  t.is(short("0d 00 0004"), "Se0/0/0 LCP: I TIMEREMAIN [Open] id 0 len 4");
  t.is(short("0e 00 0004"), "Se0/0/0 LCP: I code 14 [Open] id 0 len 4");
  t.is(short("00 00 0004"), "Se0/0/0 LCP: I code 0 [Open] id 0 len 4");
  t.is(short("09 00 0004"), "Se0/0/0 LCP-FS: I ECHOREQ [Open] id 0 len 4", "one too short for a magic number");
  const ipcp = { protocol: PppProtocol.IPCP, state: PppState.AckSent, sent: true };
  t.is(short("01 02 000a 0306 0a000001", ipcp), "Se0/0/0 IPCP: O CONFREQ [ACKsent] id 2 len 10");
  t.is(short("09 02 0004", ipcp), "Se0/0/0 IPCP: O ECHOREQ [ACKsent] id 2 len 4");
});

test("the states, by the names that IOS gives them", (t) => {
  const names = ["Initial", "Starting", "Closed", "Stopped", "Closing", "TERMsent", "REQsent", "ACKrcvd", "ACKsent"];
  [...names, "Open"].forEach((name, state) => t.true(line("01 01 0004", { state }).includes(`[${name}]`), name));
});

test("an interface's name is cut to two letters and its number", (t) => {
  t.true(line("01 01 0004", { name: "Serial2/0" }).includes(": Se2/0 LCP"));
  t.true(line("01 01 0004", { name: "L7" }).includes(": L7 LCP"));
});
