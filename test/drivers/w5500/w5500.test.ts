import test from "ava";
import { Simulation } from "../../../emulator/simulation/simulation";
import type { W5500Options } from "../../../src/drivers/w5500/options";
import { W5500Counter } from "../../../src/drivers/w5500/counters";
import { W5500Phy } from "../../../src/drivers/w5500/options";
import { W5500 } from "../../../src/drivers/w5500/w5500";
import { PortFault } from "../../../src/ports";
import { Scheduler } from "../../../src/scheduler/scheduler";
import { EthernetHub } from "../../support/ethernet-hub";
import { hex, octets, withFcs } from "../../support/w5500-registers";
import { W5500Station } from "../../support/w5500-station";
import type { StationOptions } from "../../support/w5500-station";

function station(options: StationOptions = {}): W5500Station {
  const simulation = new Simulation();
  return new W5500Station(simulation, new EthernetHub(simulation), options);
}

/** One that is up, with what led there told. */
function running(options: StationOptions = {}): { station: W5500Station; hub: EthernetHub } {
  const simulation = new Simulation();
  const hub = new EthernetHub(simulation);
  const made = new W5500Station(simulation, hub, options).start().pass(1000);
  made.told();
  return { station: made, hub };
}

const frame = (destination: string, length = 60, source = "02 00 00 00 00 09") => {
  const bytes = new Uint8Array(length);
  bytes.set(octets(`${destination} ${source} 90 00`));
  for (let i = 14; i < length; i++) bytes[i] = i;
  return bytes;
};
const OURS = "02 00 00 00 00 01";
const OTHER = "02 00 00 00 00 02";

test("a chip is found, reset, set up, and up with its link", (t) => {
  const s = station().start();
  s.pass(20);
  t.deepEqual(s.told(), ["3 up"]);
  t.is(s.driver.fault, PortFault.None);
  t.false(s.driver.hearsItself);
});

test("setting up never waits for the link, which may come whenever it wants", (t) => {
  const s = station({ chip: { linkTime: 60_000_000_000 } }).start();
  s.pass(50);
  t.is(s.chip.sockets[0]!.status, 0x42, "MACRAW is open");
  t.deepEqual(s.told(), []);
  t.false(s.send(frame(OTHER)), "nothing can be sent yet");
  s.pass(70_000);
  t.is(s.told().length, 1);
  t.true(s.driver.linkUp);
});

test("what the chip is told: addresses, sizes, retries, PHY mode", (t) => {
  const { station: s } = running({
    ip: 0xc0a80009 | 0,
    mask: 0xffffff00 | 0,
    gateway: 0xc0a80001 | 0,
    retryTime: 150,
    retryCount: 5,
    phy: W5500Phy.FullDuplex10,
  });
  const read = (block: number, address: number, length: number) => {
    s.chip.select();
    const miso = [address >> 8, address & 0xff, block << 3, ...new Array<number>(length).fill(0)].map((octet) =>
      s.chip.exchange(octet),
    );
    s.chip.deselect();
    return hex(miso.slice(3));
  };
  t.is(read(0, 0x0001, 18), "c0 a8 00 01 ff ff ff 00 02 00 00 00 00 01 c0 a8 00 09");
  t.is(read(0, 0x0019, 3), "05 dc 05");
  t.is(read(0, 0x002e, 1), "cd");
  t.is(read(1, 0x001e, 2), "08 08");
  t.is(read(5, 0x001e, 2), "00 00");
  t.is(read(1, 0x0000, 1), "a4", "MACRAW, MFEN, MMB");
});

test("a frame goes out padded to 60 octets, and is told when it has left", (t) => {
  const { station: s, hub } = running();
  t.true(s.send(frame(OTHER, 20)));
  t.false(s.send(frame(OTHER)), "one at a time");
  s.pass(5);
  t.deepEqual(s.told(), ["1001 sent"]);
  const expected = new Uint8Array(60);
  expected.set(frame(OTHER, 20));
  t.deepEqual(hub.frames, [expected]);
  t.true(s.send(frame(OTHER, 1514)));
  s.pass(5);
  t.deepEqual(hub.frames[1], frame(OTHER, 1514));
});

test("frames that are no frames are refused", (t) => {
  const { station: s } = running();
  t.false(s.send(new Uint8Array(13)));
  t.false(s.send(new Uint8Array(1515)));
  t.true(s.send(new Uint8Array(14)));
});

for (const [name, options] of [
  ["variable length", {}],
  ["variable length in transactions of 8 octets", { longest: 8 }],
  ["fixed length", { fixedLength: true }],
  ["commands that take 300 µs", { chip: { commandTime: 300_000 } }],
] as [string, StationOptions][]) {
  test(`frames of all lengths in and out, whole and in order, over the ends of the buffers: ${name}`, (t) => {
    const { station: s, hub } = running(options);
    const lengths = [60, 61, 62, 63, 64, 65, 66, 67, 68, 127, 128, 255, 256, 511, 1000, 1513, 1514];
    const received: Uint8Array[] = [];
    s.onFrame = (bytes, start, end) => received.push(bytes.slice(start, end));
    const sent: Uint8Array[] = [];
    for (let round = 0; round < 5; round++) {
      for (const length of lengths) {
        const out = frame(OTHER, length, OURS);
        t.true(s.send(out));
        sent.push(out);
        s.chip.frameArrives(withFcs(frame(OURS, length)));
        s.pass(20);
      }
    }
    t.deepEqual(hub.frames, sent);
    t.deepEqual(
      received,
      sent.map(({ length }) => frame(OURS, length)),
    );
    t.is(s.driver.counters[W5500Counter.BadLengths], 0);
    t.is(s.driver.counters[W5500Counter.Reopened], 0);
  });
}

test("many frames at once are all fetched, as far as the chip had room", (t) => {
  const { station: s } = running();
  for (let i = 0; i < 200; i++) s.chip.frameArrives(withFcs(frame(OURS)));
  s.pass(50);
  t.is(s.driver.counters[W5500Counter.FramesReceived], Math.floor(8192 / 62));
});

test("with the interrupt pin a frame is there at once, however slow the poll", (t) => {
  const { station: s } = running({ interrupts: true, pollInterval: 1000 });
  s.pass(250);
  s.chip.frameArrives(withFcs(frame(OURS)));
  s.pass(0);
  t.deepEqual(s.told(), [`1250 received ${OURS} 02 00 00 00 00 09 90 00 0e 0f (60)`]);
  s.chip.frameArrives(withFcs(frame(OURS)));
  s.pass(1);
  t.is(s.told().length, 1, "INTn rose in between");
  s.send(frame(OTHER));
  s.pass(1);
  t.deepEqual(s.told(), ["1251 sent"]);
});

test("an edge of the interrupt pin that was missed costs one poll", (t) => {
  const { station: s } = running({ pollInterval: 400 });
  s.chip.frameArrives(withFcs(frame(OURS)));
  s.pass(400);
  t.is(s.told().length, 1);
});

test("a listener may send from inside a frame, and a frame behind it is not lost", (t) => {
  const { station: s, hub } = running();
  s.onFrame = (bytes, start, end) => {
    const answer = bytes.slice(start, end);
    answer.copyWithin(0, 6, 12);
    s.driver.send(answer, 0, answer.length);
  };
  s.chip.frameArrives(withFcs(frame(OURS)));
  s.chip.frameArrives(withFcs(frame(OURS, 100)));
  s.pass(30);
  t.is(s.driver.counters[W5500Counter.FramesReceived], 2);
  t.is(hub.frames.length, 1, "the second is refused: the first is still leaving");
});

test("multicasts are received if asked for", (t) => {
  const GROUP = "cf 00 00 00 00 00";
  const deaf = running();
  deaf.station.chip.frameArrives(withFcs(frame(GROUP)));
  deaf.station.pass(20);
  t.deepEqual(deaf.station.told(), []);
  const hearing = running({ multicast: true });
  hearing.station.chip.frameArrives(withFcs(frame(GROUP)));
  hearing.station.pass(20);
  t.is(hearing.station.told().length, 1);
});

// --- the link

test("a link that goes takes the frame that was leaving with it; it comes back by itself", (t) => {
  const { station: s, hub } = running();
  hub.linkUp = false;
  t.true(s.send(frame(OTHER)), "the driver does not know yet");
  s.pass(600);
  t.deepEqual(s.told(), ["1003 not sent", "1003 down"]);
  t.false(s.send(frame(OTHER)));
  hub.linkUp = true;
  s.pass(1000);
  t.is(s.told().length, 1);
  t.true(s.driver.linkUp);
  t.deepEqual(hub.frames, [], "and what was told as not sent is not sent later");
  t.true(s.send(frame(OTHER)));
  s.pass(5);
  t.is(hub.frames.length, 1);
});

// --- a chip that fails

test("no chip: absent, told once, looked for every second; it is taken when it comes", (t) => {
  for (const cut of [1, 0] as const) {
    const s = station();
    s.bus.cut = cut;
    s.start().pass(10_000);
    t.deepEqual(s.told(), ["100 down: absent"]);
    t.true(s.bus.transactions < 1500);
    s.bus.cut = null;
    s.pass(2000);
    t.is(s.told().length, 1);
    t.true(s.driver.linkUp);
    t.is(s.driver.fault, PortFault.None);
  }
});

test("a chip that takes its time after power-on is no fault", (t) => {
  const s = station();
  s.bus.cut = 0;
  s.start().pass(60);
  s.bus.cut = null;
  s.pass(50);
  t.is(s.told().length, 1);
  t.true(s.driver.linkUp);
});

test("another chip is the wrong chip", (t) => {
  const s = station({ chip: { version: 0x51 } }).start();
  s.pass(5000);
  t.deepEqual(s.told(), ["100 down: wrong chip"]);
});

test("wires that are cut under way: absent, the frame not sent; up again when they are mended", (t) => {
  for (const cut of [1, 0] as const) {
    const { station: s } = running();
    s.bus.cut = cut;
    s.send(frame(OTHER));
    s.pass(3000);
    t.deepEqual(s.told(), ["1000 not sent", "1000 down: absent"]);
    s.bus.cut = null;
    s.pass(2000);
    t.is(s.told().length, 1);
    t.true(s.driver.linkUp);
  }
});

test("a chip that was reset by itself is noticed at the next look, told, and set up again", (t) => {
  const { station: s } = running();
  s.chip.reset();
  s.pass(50);
  const told = s.told();
  t.is(told[0], "1003 down: reset");
  t.regex(told[1]!, /^\d+ up$/);
  t.is(told.length, 2);
  t.is(s.driver.counters[W5500Counter.SelfResets], 1);
  s.chip.frameArrives(withFcs(frame(OURS)));
  s.pass(20);
  t.is(s.told().length, 1);
});

test("a chip that takes no commands is stuck: told once, reset every second, and taken when it works again", (t) => {
  const { station: s } = running();
  s.chip.wedged = true;
  t.true(s.send(frame(OTHER)));
  s.pass(5000);
  t.deepEqual(s.told(), ["1100 not sent", "1100 down: stuck"]);
  t.true(s.driver.counters[W5500Counter.Stuck]! >= 3);
  s.chip.wedged = false;
  s.pass(2000);
  t.is(s.told().length, 1);
  t.true(s.driver.linkUp);
});

test("a chip whose reset never ends is stuck", (t) => {
  const s = station({ chip: { resetTime: 1e15 } }).start();
  s.pass(1000);
  t.deepEqual(s.told(), ["101 down: stuck"]);
});

test("a frame that does not leave although there is a link: not sent, the socket begins anew", (t) => {
  const { station: s } = running();
  s.chip.transmit = () => {};
  t.true(s.send(frame(OTHER)));
  s.pass(1000);
  t.deepEqual(s.told(), ["1500 not sent"]);
  t.is(s.driver.counters[W5500Counter.Reopened], 1);
  s.chip.frameArrives(withFcs(frame(OURS)));
  s.pass(20);
  t.is(s.told().length, 1, "it receives again");
});

// --- start, stop, options

test("stop silences the chip and loses what was leaving; start begins anew", (t) => {
  const { station: s } = running();
  s.send(frame(OTHER));
  s.driver.stop(s.now);
  t.deepEqual(s.told(), ["1000 not sent", "1000 down"]);
  t.is(s.chip.sockets[0]!.status, 0);
  s.driver.stop(s.now);
  const { transactions } = s.bus;
  s.pass(5000);
  t.is(s.bus.transactions, transactions);
  s.start().pass(50);
  t.is(s.told().length, 1);
  t.true(s.driver.linkUp);
});

test("a listener may stop the driver from inside any call", (t) => {
  for (const call of ["received", "sent", "not sent", "up", "down"]) {
    const { station: s, hub } = running();
    const push = s.log.push.bind(s.log);
    s.log.push = (...lines) => {
      if (lines[0]!.includes(call)) s.driver.stop(s.now);
      return push(...lines);
    };
    s.send(frame(OTHER));
    s.chip.frameArrives(withFcs(frame(OURS)));
    if (call === "not sent" || call === "down") hub.linkUp = false;
    if (call === "up") s.chip.reset();
    s.pass(2000);
    const { transactions } = s.bus;
    s.pass(2000);
    t.is(s.bus.transactions, transactions, call);
    t.is(s.scheduler.armed, 0, call);
  }
});

test("a listener may stop and start it again from inside any call", (t) => {
  for (const call of ["received", "sent", "down"]) {
    const { station: s, hub } = running();
    const push = s.log.push.bind(s.log);
    let times = 0;
    s.log.push = (...lines) => {
      if (lines[0]!.includes(call) && times++ === 0) {
        s.driver.stop(s.now);
        s.driver.start(s.now);
      }
      return push(...lines);
    };
    s.send(frame(OTHER));
    s.chip.frameArrives(withFcs(frame(OURS)));
    if (call === "down") hub.linkUp = false;
    s.pass(1000);
    hub.linkUp = true;
    s.pass(1000);
    t.true(s.driver.linkUp, call);
    t.true(s.send(frame(OTHER)), call);
  }
});

test("an option out of its range is refused with its name, value and range", (t) => {
  const { bus } = station();
  const make = (options: Partial<W5500Options>) => () =>
    new W5500({ bus, scheduler: new Scheduler(1), address: new Uint8Array(6), ...options });
  const refused = (options: Partial<W5500Options>, message: string) =>
    t.throws(make(options), { instanceOf: RangeError, message });
  refused(
    { address: new Uint8Array(5) },
    "W5500: length of the MAC address is 5: it must be a whole number from 6 to 6 octets",
  );
  refused({ pollInterval: 0 }, "W5500: poll interval is 0: it must be a whole number from 1 to 1000 ms");
  refused({ kilobytes: 3 }, "W5500: a buffer of 3 KB: it must be 1, 2, 4, 8 or 16 KB");
  refused({ retryTime: 7000 }, "W5500: retry time is 7000: it must be a whole number from 1 to 6553 ms");
  t.notThrows(make({}));
});

test("octets of SPI for each frame", (t) => {
  const { station: s } = running({ interrupts: true, pollInterval: 1000 });
  s.pass(100);
  const cost = (act: () => void) => {
    const before = s.driver.counters[W5500Counter.SpiOctets]!;
    act();
    s.pass(3);
    return s.driver.counters[W5500Counter.SpiOctets]! - before;
  };
  const sent = cost(() => s.send(frame(OTHER)));
  const received = cost(() => s.chip.frameArrives(withFcs(frame(OURS))));
  t.log(`a frame of 60 octets: ${sent} octets of SPI to send it, ${received} to receive it`);
  t.true(sent < 140 && received < 140);
});
