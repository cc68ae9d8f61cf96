/** Each erratum's switch: a driver without its workaround fails, and ours does not. */
import test from "ava";
import type { ExecutionContext } from "ava";
import { withErrata } from "../../../emulator/chips/enc28j60/errata";
import type { Erratum } from "../../../emulator/chips/enc28j60/errata";
import { Bank0 } from "../../../src/drivers/enc28j60/bank0";
import { Bank1, Erxfcon } from "../../../src/drivers/enc28j60/bank1";
import { Common, Econ1, Econ2, Eir, Estat } from "../../../src/drivers/enc28j60/common";
import { Enc28j60Counter } from "../../../src/drivers/enc28j60/counters";
import type { Enc28j60Mii } from "../../../src/drivers/enc28j60/mii";
import { SelfTest } from "../../../src/ports";
import { Phy } from "../../../src/drivers/enc28j60/phy";
import type { Enc28j60Registers } from "../../../src/drivers/enc28j60/registers";
import { PortFault } from "../../../src/ports";
import { DriverBench, frameOfOurs, frameToUs, OURS } from "../../support/enc28j60/driver-bench";
import type { BenchOptions } from "../../support/enc28j60/driver-bench";

/** What a driver is made of, to take a step out of one. */
interface Parts {
  _registers: Enc28j60Registers;
  _setUp: { _table: Uint8Array; _verify(register: number, value: number): boolean; write(): boolean };
  _transmitter: { _start(): void; _collidedLate(): boolean };
  _receiver: { _free(next: number): void; _next: number };
  _phy: { _mii: Enc28j60Mii };
  _test: { _tries: number };
}

const partsOf = (bench: DriverBench) => bench.driver as unknown as Parts;

/** Runs the same with our driver and with one that lacks a step. */
function withAndWithout(
  numbers: Erratum[],
  step: string,
  cripple: (bench: DriverBench) => void,
  works: (t: ExecutionContext, bench: DriverBench) => boolean,
  options: BenchOptions = {},
): void {
  const make = () => new DriverBench({ ...options, chip: { ...options.chip, errata: withErrata(...numbers) } });
  const title = `erratum ${numbers.join(" and ")}, ${step}`;
  test(`${title}: our driver obeys it`, (t) => {
    t.true(works(t, make()));
  });
  test(`${title}: a driver that does not obey it fails`, (t) => {
    const bench = make();
    cripple(bench);
    t.false(works(t, bench));
  });
  test(`${title}: switched off, that driver works too`, (t) => {
    const bench = new DriverBench({ ...options, chip: { ...options.chip, errata: withErrata() } });
    cripple(bench);
    t.true(works(t, bench));
  });
}

/** Writes another value than the driver does. */
function replaceWrite(bench: DriverBench, register: number, value: number): void {
  const registers = partsOf(bench)._registers;
  const write = registers.write;
  registers.write = (to, octet) => write.call(registers, to, to === register ? value : octet);
}

/** Whether a hundred frames come in whole and the chip was never set up again. */
function receives(bench: DriverBench, frames = 100): boolean {
  bench.up();
  for (let i = 0; i < frames; i++) {
    bench.medium.deliver(frameToUs(60 + 13 * (i % 100), i));
    bench.run(11);
  }
  return bench.frames.length === frames && bench.count(Enc28j60Counter.SetUps) === 1;
}

// A slow SPI clock: an access to a MAC register in ten flips a bit, at reading too.
withAndWithout(
  [1],
  "registers are read back",
  (bench) => (partsOf(bench)._setUp._verify = () => true),
  (_t, bench) => {
    bench.start().run(100);
    const { registers } = bench.chip;
    const table = partsOf(bench)._setUp._table;
    return bench.driver.linkUp && table.every((value, i) => i % 2 === 0 || registers.get(table[i - 1]!) === value);
  },
  { chip: { revision: 4, seed: 2 } },
);

// CLKRDY says that the chip is ready before it is.
let held: boolean | null = null;
withAndWithout(
  [2],
  "1 ms after a reset",
  (bench) => {
    const { _registers: registers, _setUp: setUp } = partsOf(bench);
    const { reset } = registers;
    // As the data sheet has it: wait for CLKRDY, then write.
    registers.reset = () => {
      reset.call(registers);
      while ((registers.read(Common.ESTAT) & Estat.CLKRDY) === 0) bench.run(0.05);
      held = setUp.write();
    };
  },
  (_t, bench) => {
    held = null;
    bench.start().run(20);
    return held ?? bench.driver.linkUp;
  },
);

// A ring that does not begin at 0000h: the write pointer does all the same.
withAndWithout(
  [5],
  "the ring begins at 0000h",
  (bench) => {
    const START = 0x0600;
    const parts = partsOf(bench);
    replaceWrite(bench, Bank0.ERXSTH, START >> 8);
    parts._setUp._table[3] = START >> 8;
    const { _receiver: receiver } = parts;
    Object.assign(receiver, { reset: () => (receiver._next = START) });
  },
  // Less than the ring holds: how it wraps is another matter.
  (_t, bench) => receives(bench, 5),
);

// PKTIF does not tell of every frame.
withAndWithout(
  [6],
  "EPKTCNT is asked",
  (bench) => {
    const { _registers: registers } = partsOf(bench);
    const { read } = registers;
    registers.read = (register) =>
      register === Bank1.EPKTCNT && (read.call(registers, Common.EIR) & Eir.PKTIF) === 0
        ? 0
        : read.call(registers, register);
  },
  (_t, bench) => receives(bench.up(), 20),
);

// What is looped back inside the PHY gets lost now and then: one frame is no test.
withAndWithout(
  [10],
  "several frames are tried",
  (bench) => {
    const { startSelfTest } = bench.driver;
    bench.driver.startSelfTest = (now) => {
      const started = startSelfTest.call(bench.driver, now);
      partsOf(bench)._test._tries = 3;
      return started;
    };
  },
  (_t, bench) => {
    bench.up();
    for (let i = 0; i < 20; i++) {
      bench.selfTest();
      bench.run(100);
      if (bench.driver.selfTest !== SelfTest.Passed) return false;
    }
    return true;
  },
  { driver: { duplex: "full" } },
);

// In half duplex, our own frames come back on the wire now and then only: unless asked, none does, and nobody relies on it.
withAndWithout(
  [9],
  "no loopback in half duplex",
  (bench) => Object.assign(partsOf(bench)._phy, { _hearsItself: true }),
  (_t, bench) => {
    bench.up();
    for (let i = 0; i < 40; i++) {
      bench.send([...OURS, ...OURS, 0x90, 0x00]);
      bench.run(20);
    }
    return bench.frames.length === 0 || bench.frames.length === 40;
  },
);

// An aborted transmission stalls the transmitter.
withAndWithout(
  [12],
  "the transmitter is reset",
  (bench) => {
    const parts = partsOf(bench);
    parts._transmitter._start = () => {
      parts._registers.clear(Common.EIR, Eir.TXERIF | Eir.TXIF);
      parts._registers.set(Common.ECON1, Econ1.TXRTS);
    };
  },
  (_t, bench) => {
    bench.up();
    bench.medium.outcomes = Array<"collision">(16).fill("collision");
    bench.send(frameOfOurs(60));
    bench.run(600);
    bench.send(frameOfOurs(60));
    bench.run(30);
    return bench.medium.sent.length === 1 && bench.told().join() === "not sent,sent";
  },
);

// The reset of the transmit logic raises TXERIF, which has to be cleared after it.
withAndWithout(
  [12],
  "TXERIF is cleared after that",
  (bench) => {
    const parts = partsOf(bench);
    parts._transmitter._start = () => {
      parts._registers.clear(Common.EIR, Eir.TXERIF | Eir.TXIF);
      parts._registers.set(Common.ECON1, Econ1.TXRST);
      parts._registers.clear(Common.ECON1, Econ1.TXRST);
      parts._registers.set(Common.ECON1, Econ1.TXRTS);
    };
  },
  (_t, bench) => {
    bench.up().send(frameOfOurs(60));
    bench.run(30);
    return bench.told().join() === "sent";
  },
  {},
);

// A link pulse passes for a late collision; ESTAT does not always say so.
const sendsAll = (_t: ExecutionContext, bench: DriverBench) => {
  bench.up();
  for (let i = 0; i < 50; i++) {
    bench.send(frameOfOurs(60, i));
    bench.run(30);
  }
  return bench.told().every((what) => what === "sent") && bench.medium.sent.length === 50;
};
withAndWithout([13], "sent again", (bench) => (partsOf(bench)._transmitter._collidedLate = () => false), sendsAll);
withAndWithout(
  [13, 15],
  "the status vector tells of a late collision",
  (bench) => {
    const parts = partsOf(bench);
    parts._transmitter._collidedLate = () => (parts._registers.read(Common.ESTAT) & Estat.LATECOL) !== 0;
  },
  sendsAll,
);

test("erratum 13: without 15, ESTAT.LATECOL would do", (t) => {
  const bench = new DriverBench({ chip: { errata: withErrata(13) } });
  const parts = partsOf(bench);
  parts._transmitter._collidedLate = () => (parts._registers.read(Common.ESTAT) & Estat.LATECOL) !== 0;
  t.true(sendsAll(t, bench));
});

// The next packet's address, which is even, in ERXRDPT.
withAndWithout(
  [14],
  "ERXRDPT is odd",
  (bench) => {
    const parts = partsOf(bench);
    parts._receiver._free = (next) => {
      parts._receiver._next = next;
      parts._registers.write16(Bank0.ERXRDPTL, next);
      parts._registers.set(Common.ECON2, Econ2.PKTDEC);
    };
  },
  (_t, bench) => receives(bench),
);

// The PHY comes up in full duplex, whatever LEDB says: it does not sense collisions.
withAndWithout(
  [16],
  "PHCON1 is written",
  (bench) => {
    const mii = partsOf(bench)._phy._mii;
    const { startWrite, startRead } = mii;
    mii.startWrite = (register, value, now) =>
      register === Phy.PHCON1 ? startRead.call(mii, register, now) : startWrite.call(mii, register, value, now);
  },
  (_t, bench) => {
    bench.up();
    bench.medium.outcomes = ["collision"];
    bench.send(frameOfOurs(60));
    bench.run(30);
    return bench.medium.sent.length === 1;
  },
);

// A driver that has the DMA compute a checksum of each frame loses those that arrive meanwhile.
withAndWithout(
  [17],
  "no checksums",
  (bench) => {
    const parts = partsOf(bench);
    const { _start: start } = parts._transmitter;
    parts._transmitter._start = () => {
      parts._registers.write16(Bank0.EDMASTL, 0x1a01);
      parts._registers.write16(Bank0.EDMANDL, 0x1fff);
      parts._registers.set(Common.ECON1, Econ1.CSUMEN | Econ1.DMAST);
      start.call(parts._transmitter);
    };
  },
  (_t, bench) => {
    bench.up().send(frameOfOurs(60));
    bench.medium.deliver(frameToUs(60));
    bench.run(20);
    return bench.frames.length === 1;
  },
);

// A driver that lets the pattern match filter choose gets what it does not want.
withAndWithout(
  [18],
  "no pattern match",
  (bench) => {
    const table = partsOf(bench)._setUp._table;
    const at = table.findIndex((value, i) => i % 2 === 0 && value === Bank1.ERXFCON);
    table[at + 1]! = Erxfcon.UCEN | Erxfcon.CRCEN | Erxfcon.PMEN;
  },
  (_t, bench) => {
    bench.up();
    bench.medium.deliver([2, 9, 9, 9, 9, 9, ...frameToUs(60).subarray(6)]);
    bench.run(20);
    return bench.frames.length === 0;
  },
);

// Whoever had the chip before left it in power save: it takes no reset.
withAndWithout(
  [19],
  "power save ends first",
  (bench) => {
    const { _registers: registers } = partsOf(bench);
    const { clear } = registers;
    registers.clear = (register, bits) => register !== Common.ECON2 && clear.call(registers, register, bits);
  },
  (_t, bench) => {
    bench.chip.registers.set(Common.ECON2, Econ2.PWRSV);
    bench.start().run(100);
    return bench.driver.linkUp && bench.driver.fault === PortFault.None;
  },
);

test("all errata of every revision at once: an hour of traffic in which nothing is lost", (t) => {
  for (const revision of [2, 4, 5, 6]) {
    const bench = new DriverBench({ chip: { revision, errata: undefined } });
    bench.up().run(200);
    bench.told();
    let sent = 0;
    for (let i = 0; i < 3600; i++) {
      bench.medium.deliver(frameToUs(60 + (i % 1400), i));
      sent += Number(bench.send(frameOfOurs(60, i)));
      bench.run(1000);
    }
    t.is(sent, 3600);
    t.is(bench.frames.length, 3600, `revision ${revision}`);
    t.is(bench.medium.sent.length, 3600);
    t.is(bench.count(Enc28j60Counter.SetUps), 1);
  }
});
