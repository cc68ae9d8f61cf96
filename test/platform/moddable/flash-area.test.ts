import test from "ava";
import { CutFlash } from "../../../emulator/retention/cut-flash";
import { FlashMemory } from "../../../src/drivers/flash/flash-memory";
import type { EmbeddedFlash } from "../../../src/platform/moddable/embedded";
import { ModdableFlashArea } from "../../../src/platform/moddable/flash-area";

const SECTOR = 4096;

/** A partition as Moddable's `flash` has it: offsets from its start, sectors by number, and its contents as memory. */
class Flash implements EmbeddedFlash {
  fails = false;
  readonly blockSize = SECTOR;
  readonly byteLength = 3 * SECTOR + 100;
  readonly cells = new CutFlash(new Uint8Array(4 * SECTOR).fill(0xff), SECTOR, null);

  erase(sector: number): void {
    if (this.fails) throw new Error("erase failed");
    this.cells.erase(sector);
  }

  write(offset: number, byteLength: number, buffer: Uint8Array): void {
    if (this.fails || byteLength > buffer.length) throw new Error("write failed");
    this.cells.program(offset, buffer, 0, byteLength);
  }

  map(): unknown {
    return this.cells.contents.buffer;
  }
}

test("sectors are those that are whole", (t) => {
  const area = new ModdableFlashArea(new Flash());
  t.deepEqual([area.sectors, area.sectorSize], [3, SECTOR]);
});

test("any number of octets is programmed and read in place", (t) => {
  const flash = new Flash();
  const area = new ModdableFlashArea(flash);
  const bytes = Uint8Array.from({ length: 110 }, (_, i) => i);
  t.true(area.program(SECTOR + 8, bytes, 2, 106));
  const read = new Uint8Array(108).fill(0xee);
  t.true(area.read(SECTOR + 8, read, 1, 106));
  t.deepEqual([...read], [0xee, ...bytes.subarray(2, 106), 0xff, 0xee, 0xee]);
  t.true(area.erase(1));
  area.read(SECTOR + 8, read, 0, 4);
  t.deepEqual([...read.subarray(0, 4)], [0xff, 0xff, 0xff, 0xff]);
});

test("a memory in it outlives the program", (t) => {
  const flash = new Flash();
  const open = () => new FlashMemory({ area: new ModdableFlashArea(flash), size: 512, cycles: 100_000 });
  for (let i = 1; i <= 60; i++) {
    const memory = open();
    memory.write(0, new Uint8Array(512).fill(i), 0, 512);
    for (let polls = 0; polls < 4; polls++) memory.poll();
    const read = new Uint8Array(512);
    open().read(0, read, 0, 512);
    t.deepEqual(read, new Uint8Array(512).fill(i));
  }
  t.true(open().erases > 5);
});

test("errors of the flash are no exceptions", (t) => {
  const flash = new Flash();
  const area = new ModdableFlashArea(flash);
  flash.fails = true;
  t.deepEqual([area.erase(0), area.program(0, new Uint8Array(4), 0, 4)], [false, false]);
});
