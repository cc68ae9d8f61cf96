import test from "ava";
import { COMMANDS } from "../../src/console/command-table";
import { CommandTree } from "../../src/console/command-tree";
import { LoopbackMode } from "../../src/keepalive/ethernet-loopback-options";
import type { Terminal } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { ConsoleRouter, MemoryStore } from "../support/console-router";

const TREE = new CommandTree(COMMANDS);

const OCTETS = 200_000;

/** `show interfaces` of four interfaces, each counter at its greatest, and the prompt. */
const MOST_FOR_AN_OCTET = 9_000;

/** A terminal that counts what it is sent, and keeps its end. */
class Counter implements Terminal {
  room = 0x7fffffff;
  octets = 0;
  end = "";

  write(bytes: Uint8Array, start: number, end: number): void {
    if (start < 0 || start > end || end > bytes.length) throw new Error(`write of [${start}, ${end})`);
    this.octets += end - start;
    this.end = (this.end + Buffer.from(bytes.subarray(start, end)).toString("latin1")).slice(-1000);
    if (this.room !== 0x7fffffff) this.room -= end - start;
  }
}

/** Everything that can stand in a command. */
const WORDS = [
  "Serial0/0",
  "serial",
  "0/0",
  "s1/0",
  "line2",
  "e0",
  "Ethernet",
  "10",
  "0",
  "10.0.0.1",
  "255.0.0.0",
  "deadbeef",
  "!",
];
for (let node = 0; node < TREE.size; node++) {
  WORDS.push(Buffer.from(TREE.text.subarray(TREE.word(node), TREE.wordEnd(node))).toString());
}

const KEYS = ["\t", "?", "\x03", "\x1a", "\x15", "\x17", "\b", "\x7f", "\x12", "\x1b[A", "\n", "x", " ?", "no "];

/** Types what `next` gives, and looks at what it does to the terminal; the terminal is slow now and then. */
function type(seed: number, next: (random: () => number) => string): { router: ConsoleRouter; most: number } {
  const draws = new XorShift32(seed);
  const random = () => draws.next() >>> 0;
  const terminal = new Counter();
  const router = new ConsoleRouter({
    interfaces: { "Serial0/0": "all", "Serial1/0": "hdlc", Line2: "ppp", Ethernet0: "enc28j60" },
    nat: { forced: true },
    store: new MemoryStore(),
    terminal,
  });
  router.boot();
  let most = 0;
  for (let typed = 0; typed < OCTETS;) {
    terminal.room = random() % 8 === 0 ? random() % 2000 : 0x7fffffff;
    for (const octet of next(random)) {
      const before = terminal.octets;
      router.keys(octet);
      most = Math.max(most, terminal.octets - before);
      typed++;
    }
    if (random() % 16 === 0) router.until(router.now + (random() % 20_000));
    router.shell.writable(router.now);
  }
  terminal.room = 0x7fffffff;
  router.shell.writable(router.now);
  // It still does what it is told.
  router.keys("\x03\x03\rconfigure terminal\rinterface serial 0/0\rkeepalive 17 3\r\x03show interfaces s0/0\r");
  router.keys("conf t\rint s0/0\rencapsulation hdlc\rno shut\rno ip address\rkeepalive 17 3\r\x03");
  router.keys("conf t\rcrypto isakmp nat keepalive 23\r\x03");
  router.keys("conf t\rint e0\rno shut\rno loopback assist\rloopback peer\rkeepalive 19 2\r\x03");
  return { router, most };
}

test("random octets do no harm", (t) => {
  const { router, most } = type(7, (random) => String.fromCharCode(random() & 0xff));
  t.true(most < MOST_FOR_AN_OCTET, `${most}`);
  t.is(router.serial.protocol.interval, 17_000);
  t.is(router.ethernet.protocol.interval, 19_000);
  t.is(router.nat.keepalive.interval, 23_000);
  t.is(router.ethernet.protocol.mode, LoopbackMode.Peer);
});

test("random words of commands do no harm", (t) => {
  const pick = (list: string[], random: () => number) => list[random() % list.length]!;
  const { router, most } = type(8, (random) => {
    const kind = random() % 8;
    if (kind === 0) return pick(KEYS, random);
    if (kind === 1) return "\r";
    const word = pick(WORDS, random);
    return `${random() % 3 === 0 ? word.slice(0, 1 + (random() % word.length)) : word} `;
  });
  t.true(most < MOST_FOR_AN_OCTET, `${most}`);
  t.is(router.serial.protocol.interval, 17_000);
  t.is(router.ethernet.protocol.interval, 19_000);
  t.is(router.nat.keepalive.interval, 23_000);
  t.is(router.ethernet.protocol.mode, LoopbackMode.Peer);
});
