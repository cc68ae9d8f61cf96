import test from "ava";
import type { Level, LogicAnalyser } from "../../../emulator/serial/pin";
import { EmulatedSpiBus } from "../../../emulator/spi/emulated-spi-bus";
import type { SpiDevice } from "../../../emulator/spi/spi-device";
import { Simulation } from "../../../emulator/simulation/simulation";

/** Answers each octet with the one before it, and notes what happens to it. */
class Shifter implements SpiDevice {
  readonly log: string[] = [];
  private _last = 0;

  select(): void {
    this.log.push("select");
  }

  exchange(octet: number): number {
    this.log.push(octet.toString(16));
    const last = this._last;
    this._last = octet;
    return last;
  }

  deselect(): void {
    this.log.push("deselect");
  }
}

/** Notes the levels of the four wires at every change, as `ns CS SCK MOSI MISO`. */
class Analyser implements LogicAnalyser {
  readonly names: string[] = [];
  readonly changes: string[] = [];
  private readonly _levels: Level[] = [];

  addChannel(name: string, level: Level): number {
    this.names.push(name);
    return this._levels.push(level) - 1;
  }

  levelChanged(channel: number, level: Level, seconds: number, nanos: number): void {
    this._levels[channel] = level;
    this.changes.push(`${seconds * 1e9 + nanos} ${this._levels.join("")}`);
  }

  /** What a chip reads on a channel at the rising edges of SCK while it is selected. */
  sampled(channel: number): number[] {
    const bits = this.changes
      .map((line) => line.split(" ")[1]!)
      .filter((levels, i, all) => levels[0] === "0" && levels[1] === "1" && all[i - 1]![1] === "0")
      .map((levels) => Number(levels[channel]));
    return bits.flatMap((_, i) => (i % 8 === 0 ? [parseInt(bits.slice(i, i + 8).join(""), 2)] : []));
  }
}

test("a transaction: select, each octet both ways in place, deselect; what lies around stays", (t) => {
  const device = new Shifter();
  const bus = new EmulatedSpiBus(new Simulation(), device);
  const bytes = Uint8Array.of(1, 2, 3, 4, 5);
  bus.transfer(bytes, 1, 4);
  t.deepEqual([...bytes], [1, 0, 2, 3, 5]);
  t.deepEqual(device.log, ["select", "2", "3", "4", "deselect"]);
  t.deepEqual([bus.transactions, bus.octets], [1, 3]);
});

test("a cut bus reads as its level, and the chip hears nothing", (t) => {
  const device = new Shifter();
  const bus = new EmulatedSpiBus(new Simulation(), device);
  const bytes = Uint8Array.of(1, 2);
  bus.cut = 1;
  bus.transfer(bytes, 0, 2);
  t.deepEqual([...bytes], [0xff, 0xff]);
  bus.cut = 0;
  bus.transfer(bytes, 0, 2);
  t.deepEqual([...bytes], [0, 0]);
  t.deepEqual(device.log, []);
});

test("a transaction that is empty or too long is a programmer's mistake", (t) => {
  const bus = new EmulatedSpiBus(new Simulation(), new Shifter(), { longest: 8 });
  const message = (length: number) => `SPI: a transaction of ${length} octets: it must have 1 to 8`;
  t.throws(() => bus.transfer(new Uint8Array(9), 0, 9), { instanceOf: RangeError, message: message(9) });
  t.throws(() => bus.transfer(new Uint8Array(9), 3, 3), { instanceOf: RangeError, message: message(0) });
});

test("levels: mode 0, most significant bit first, one transaction after the other", (t) => {
  const simulation = new Simulation();
  const bus = new EmulatedSpiBus(simulation, new Shifter(), { hz: 1_000_000 });
  const analyser = new Analyser();
  bus.observe("r1.spi", analyser);
  bus.transfer(Uint8Array.of(0xa5, 0x0f), 0, 2);
  bus.transfer(Uint8Array.of(0x80), 0, 1);
  void simulation.runUntil(1, 0);
  t.deepEqual(analyser.names, ["r1.spi.CS", "r1.spi.SCK", "r1.spi.MOSI", "r1.spi.MISO"]);
  t.deepEqual(analyser.sampled(2), [0xa5, 0x0f, 0x80]);
  t.deepEqual(analyser.sampled(3), [0x00, 0xa5, 0x0f]);
  t.deepEqual(analyser.changes.slice(0, 5), ["0 0000", "0 0010", "500 0110", "1000 0010", "1000 0000"]);
  const selects = analyser.changes.filter((line, i, all) => i > 0 && line.at(-4) !== all[i - 1]!.at(-4));
  t.deepEqual(
    selects.map((line) => Number(line.split(" ")[0])),
    [16_500, 17_500, 26_000],
  );
});
