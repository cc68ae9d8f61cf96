import test from "ava";
import fc from "fast-check";
import { Simulation } from "../../../emulator/simulation/simulation";
import type { SpiDevice } from "../../../emulator/spi/spi-device";
import { W5500Counter } from "../../../src/drivers/w5500/counters";
import { W5500TcpSocket } from "../../../src/drivers/w5500/tcp-socket";
import { W5500UdpSocket } from "../../../src/drivers/w5500/udp-socket";
import { XorShift32 } from "../../../src/random";
import { EthernetHub } from "../../support/ethernet-hub";
import { withFcs } from "../../support/w5500-registers";
import { W5500Station } from "../../support/w5500-station";
import type { StationOptions } from "../../support/w5500-station";

/** The chip, with something between it and the bus that changes what it says: data octets only, by block and address. */
class Liar implements SpiDevice {
  /** What is said in place of `octet`. */
  lie: (block: number, address: number, octet: number) => number = (_block, _address, octet) => octet;
  private _place = 0;
  private _address = 0;
  private _control = 0;

  constructor(private readonly _chip: SpiDevice) {}

  select(): void {
    this._place = 0;
    this._address = 0;
    this._chip.select();
  }

  exchange(octet: number): number {
    const answer = this._chip.exchange(octet);
    const place = this._place++;
    if (place < 2) this._address = (this._address << 8) | octet;
    else if (place === 2) this._control = octet;
    else if ((this._control & 4) === 0) return this.lie(this._control >> 3, this._address++ & 0xffff, answer) & 0xff;
    return answer;
  }

  deselect(): void {
    this._chip.deselect();
  }
}

const SOCKETS = [1, 5, 9];
const TX_FSR = 0x20;
const RX_RSR = 0x26;

interface Lied {
  station: W5500Station;
  liar: Liar;
  received: number;
  /** The most SPI octets that one wake-up took. */
  most: number;
}

/** A station with a UDP and a TCP socket besides, which a listener uses as much as it can. */
function lied(options: StationOptions = {}): Lied {
  const simulation = new Simulation();
  let liar!: Liar;
  const station = new W5500Station(simulation, new EthernetHub(simulation), {
    ip: 0x0a000001,
    mask: 0xffffff00 | 0,
    retryTime: 20,
    retryCount: 1,
    ...options,
    device: (chip) => (liar = new Liar(chip)),
  });
  const result: Lied = { station, liar, received: 0, most: 0 };
  const within = (bytes: Uint8Array, start: number, end: number) => {
    if (start < 0 || end < start || end > bytes.length) throw new Error(`${start} to ${end} of ${bytes.length}`);
    result.received++;
  };
  station.onFrame = within;
  const udp = new W5500UdpSocket({ chip: station.driver, socket: 1, port: 4500, longest: 100 });
  udp.attach({ datagramReceived: within, datagramSent: () => {} });
  const tcp = new W5500TcpSocket({
    chip: station.driver,
    socket: 2,
    listener: {
      connected: () => tcp.send(new Uint8Array(600), 0, 600),
      received: within,
      sent: () => {},
      ended: () => tcp.listen(80),
    },
  });
  const run = station.scheduler.run.bind(station.scheduler);
  let turn = 0;
  station.scheduler.run = (now) => {
    const before = station.bus.octets;
    const delay = run(now);
    result.most = Math.max(result.most, station.bus.octets - before);
    if (turn++ % 10 === 0) {
      station.driver.send(new Uint8Array(60), 0, 60);
      udp.send(new Uint8Array(10), 0, 10, 0x0a000002, 4500);
      if (turn % 3 === 0) tcp.listen(80);
      else tcp.connect(0x0a000002, 80, 1000);
    }
    return delay;
  };
  station.start();
  return result;
}

/** What one wake-up may take at most: three sockets, their sixteen pieces each, with a full look at everything. */
const MOST_OCTETS = 16 * (1520 + 60) + 32 * 1500;

const LIES: Record<string, (random: () => number) => Liar["lie"]> = {
  "all ones": () => () => 0xff,
  "all zeros": () => () => 0,
  "noise in everything": (random) => () => random(),
  "noise in everything but the version": (random) => (block, address, octet) =>
    block === 0 && address === 0x39 ? octet : random(),
  "noise in the sockets": (random) => (block, _address, octet) => (block === 0 ? octet : random()),
  "noise in the receive buffers": (random) => (block, _address, octet) => (block % 4 === 3 ? random() : octet),
  "a receive buffer said to be full": () => (block, address, octet) =>
    SOCKETS.includes(block) && address === RX_RSR ? 0x20 : octet,
  "more received than there is room": () => (block, address, octet) =>
    SOCKETS.includes(block) && address === RX_RSR ? 0xff : octet,
  "one octet received": () => (block, address, octet) =>
    SOCKETS.includes(block) && address === RX_RSR + 1 ? 1 : octet,
  "sizes that never stand still": (random) => (block, address, octet) =>
    SOCKETS.includes(block) && address >= TX_FSR && address <= RX_RSR + 1 ? random() : octet,
  "commands that are never taken": () => (block, address, octet) =>
    SOCKETS.includes(block) && address === 1 ? 0x40 : octet,
  "interrupts that never end": () => (block, address, octet) =>
    block === 0 && address === 0x17 ? 0xff : SOCKETS.includes(block) && address === 2 ? 0x1f : octet,
  "states at random": (random) => (block, address, octet) =>
    SOCKETS.includes(block) && address === 3 ? [0, 0x13, 0x17, 0x1c, 0x22, 0x42][random() % 6]! : octet,
};

for (const [name, make] of Object.entries(LIES)) {
  for (const from of [0, 500]) {
    test(`${name}, ${from === 0 ? "from the start" : "under way"}: no over-read, no endless loop, and it recovers`, (t) => {
      const result = lied();
      const { station: s, liar } = result;
      const random = new XorShift32(7);
      s.pass(from);
      liar.lie = make(() => random.next() & 0xff);
      for (let i = 0; i < 50; i++) {
        s.chip.frameArrives(withFcs(new Uint8Array(60).fill(0xff, 0, 6)));
        s.pass(100);
      }
      t.true(result.most > 0 && result.most <= MOST_OCTETS, `${result.most} octets of SPI in one wake-up`);
      t.true(s.bus.octets < 40_000_000, `${s.bus.octets} octets of SPI in 5 s`);
      liar.lie = (_block, _address, octet) => octet;
      s.pass(5000);
      t.true(s.driver.linkUp, "it recovers");
      const before = s.driver.counters[W5500Counter.FramesReceived]!;
      s.chip.frameArrives(withFcs(new Uint8Array(60).fill(0xff, 0, 6)));
      s.pass(20);
      t.is(s.driver.counters[W5500Counter.FramesReceived], before + 1);
    });
  }
}

for (const length of [0, 1, 2, 15, 1521, 0x8000, 0xffff]) {
  test(`a frame whose length is said to be ${length}: counted, the socket begins anew, the next good frame is taken`, (t) => {
    const { station: s, liar } = lied();
    s.pass(500);
    let lies = true;
    liar.lie = (block, address, octet) => {
      if (!lies || block !== 3 || address > 1) return octet;
      if (address === 1) lies = false;
      return address === 0 ? length >> 8 : length;
    };
    s.chip.frameArrives(withFcs(new Uint8Array(60).fill(0xff, 0, 6)));
    s.pass(100);
    t.is(s.driver.counters[W5500Counter.BadLengths], 1);
    t.is(s.driver.counters[W5500Counter.Reopened], 1);
    t.is(s.driver.counters[W5500Counter.FramesReceived], 0);
    t.true(s.driver.linkUp);
    s.chip.frameArrives(withFcs(new Uint8Array(60).fill(0xff, 0, 6)));
    s.pass(20);
    t.is(s.driver.counters[W5500Counter.FramesReceived], 1);
  });
}

test("one disturbed read of the interrupt registers is looked at twice, and resets nothing", (t) => {
  const { station: s, liar } = lied();
  s.pass(500);
  let lies = 1;
  liar.lie = (block, address, octet) => (block === 0 && address === 0x18 && lies-- > 0 ? 0xff : octet);
  s.pass(100);
  t.is(s.driver.counters[W5500Counter.SpiErrors], 1);
  t.is(s.driver.counters[W5500Counter.SelfResets], 0);
});

test("any lies at any time: no over-read, no endless loop, and it recovers", (t) => {
  const names = Object.keys(LIES);
  fc.assert(
    fc.property(
      fc.integer({ min: 1 }),
      fc.boolean(),
      fc.array(fc.tuple(fc.constantFrom(...names), fc.integer({ min: 1, max: 700 })), { maxLength: 6 }),
      (seed, fixedLength, lies) => {
        const { station: s, liar } = lied({ fixedLength });
        const random = new XorShift32(seed);
        for (const [name, time] of lies) {
          liar.lie = LIES[name]!(() => random.next() & 0xff);
          s.chip.frameArrives(withFcs(new Uint8Array(60 + (seed % 1400)).fill(0xff, 0, 6)));
          s.pass(time);
          liar.lie = (_block, _address, octet) => octet;
          s.pass(time);
        }
        s.pass(4000);
        return s.driver.linkUp;
      },
    ),
    { numRuns: 40 },
  );
  t.pass();
});
