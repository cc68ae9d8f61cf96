import test from "ava";
import { CutFlash } from "../../../emulator/retention/cut-flash";
import { FlashMemory } from "../../../src/drivers/flash/flash-memory";
import { EspruinoFlashArea } from "../../../src/platform/espruino/flash-area";
import type { EspruinoFlash } from "../../../src/platform/espruino/flash-area";

const ADDRESS = 0xe000;
const SECTOR = 4096;

/** `require("Flash")` of an ESP32, with two free sectors. */
class Flash implements EspruinoFlash {
  fails = false;
  readonly cells = new CutFlash(new Uint8Array(2 * SECTOR).fill(0xff), SECTOR, null);

  erasePage(address: number): void {
    this._check(address, 1);
    this.cells.erase((address - ADDRESS) / SECTOR);
  }

  write(data: Uint8Array, address: number): void {
    this._check(address, data.length);
    this.cells.program(address - ADDRESS, data, 0, data.length);
  }

  read(length: number, address: number): Uint8Array {
    this._check(address, length);
    return this.cells.contents.slice(address - ADDRESS, address - ADDRESS + length);
  }

  private _check(address: number, length: number): void {
    if (this.fails || address < ADDRESS || address + length > ADDRESS + 2 * SECTOR) throw new Error("no flash");
  }
}

const memoryIn = (io: Flash) =>
  new FlashMemory({ area: new EspruinoFlashArea({ io, address: ADDRESS, sectors: 2 }), size: 256, cycles: 100_000 });

test("what is written is found by the next program, over more sectors than there are", (t) => {
  const io = new Flash();
  const written = new Uint8Array(256);
  for (let i = 1; i <= 100; i++) {
    const memory = memoryIn(io);
    written.fill(i);
    memory.write(0, written, 0, 256);
    for (let polls = 0; polls < 4; polls++) memory.poll();
    const read = new Uint8Array(256);
    memoryIn(io).read(0, read, 0, 256);
    t.deepEqual(read, written);
  }
  t.true(memoryIn(io).erases > 5);
});

test("errors of the flash are no exceptions", (t) => {
  const io = new Flash();
  const area = new EspruinoFlashArea({ io, address: ADDRESS, sectors: 2 });
  io.fails = true;
  const bytes = new Uint8Array(4);
  t.deepEqual([area.erase(0), area.program(0, bytes, 0, 4), area.read(0, bytes, 0, 4)], [false, false, false]);
});

test("options out of range", (t) => {
  const make = (address: number, sectors: number) => () => new EspruinoFlashArea({ io: new Flash(), address, sectors });
  t.throws(make(0xe100, 2), { message: "flash: address is 57600: no sector begins there" });
  t.throws(make(0xe000, 1), { message: "flash: sectors is 1: it must be a whole number from 2 to 64" });
});
