/** The SPI bus of an ENC28J60 as sigrok's decoders read its levels: as the register accesses that the driver meant. */
import { readFileSync } from "node:fs";
import { VcdWriter } from "../../emulator/capture/vcd";
import type { Enc28j60Registers } from "../../src/drivers/enc28j60/registers";
import { DriverBench, frameOfOurs, frameToUs } from "../support/enc28j60/driver-bench";
import { VCD_INPUT } from "../support/sigrok";
import { temporaryFile } from "../support/temporary-file";
import { runTool, testWith } from "../support/tool";

/** The names of our registers by number, as the driver's sources have them. */
function registerNames(): Map<number, string> {
  const names = new Map<number, string>();
  for (const file of ["bank0", "bank1", "bank2", "bank3", "common"]) {
    const source = readFileSync(new URL(`../../../src/drivers/enc28j60/${file}.ts`, import.meta.url), "utf8");
    const registers = source.slice(source.indexOf(file === "common" ? "enum Common" : "enum Bank"));
    for (const [, name, value] of registers.slice(0, registers.indexOf("}")).matchAll(/(\w+) = (0x[0-9a-f]+)/g)) {
      names.set(Number(value), name!);
    }
  }
  return names;
}

const hex = (octet: number) => `0x${octet.toString(16).toUpperCase().padStart(2, "0")}`;
const binary = (octet: number) => `0b${octet.toString(2).padStart(8, "0")}`;

/** Notes what a driver asks of its registers, in sigrok's words; selecting a bank is an access like any other. */
function noteAccesses(registers: Enc28j60Registers): string[] {
  const names = registerNames();
  const notes: string[] = [];
  const nameOf = (register: number) => `Reg ${names.get(register)!}`;
  const { read, write, set, clear, reset, readMemory, writeMemory, selectBank } = registers;
  let bank = -1;
  registers.selectBank = (wanted) => {
    const wrong = bank < 0 ? 3 : bank & ~wanted;
    const missing = bank < 0 ? wanted : wanted & ~bank;
    bank = wanted;
    if (wrong) notes.push("Bit Field Clear", "Reg ECON1", `Data ${binary(wrong)}`);
    if (missing) notes.push("Bit Field Set", "Reg ECON1", `Data ${binary(missing)}`);
    selectBank.call(registers, wanted);
  };
  // Whatever selects the bank on its own is asked to do so first, to stand before the access.
  const enter = (register: number) => {
    if ((register & 0x1f) < 0x1b && (register >> 5) % 4 !== bank) registers.selectBank((register >> 5) % 4);
  };
  registers.read = (register) => {
    enter(register);
    const octet = read.call(registers, register);
    const dummy = register & 0x80 ? ["Dummy Byte"] : [];
    notes.push("Read Control Register", nameOf(register), ...dummy, `Data ${hex(octet)}`);
    return octet;
  };
  registers.write = (register, octet) => {
    enter(register);
    notes.push("Write Control Register", nameOf(register), `Data ${hex(octet)}`);
    write.call(registers, register, octet);
  };
  registers.set = (register, bits) => {
    enter(register);
    notes.push("Bit Field Set", nameOf(register), `Data ${binary(bits)}`);
    set.call(registers, register, bits);
  };
  registers.clear = (register, bits) => {
    enter(register);
    notes.push("Bit Field Clear", nameOf(register), `Data ${binary(bits)}`);
    clear.call(registers, register, bits);
  };
  registers.reset = () => {
    bank = -1;
    notes.push("System Reset Command");
    reset.call(registers);
  };
  registers.readMemory = (bytes, at, length) => {
    readMemory.call(registers, bytes, at, length);
    const octets = [...bytes.subarray(at, at + length)];
    notes.push(`Read Buffer Memory: Length ${length}`, ...octets.map((octet) => `Data ${hex(octet)}`));
  };
  registers.writeMemory = (first, bytes, start, end) => {
    const octets = [first, ...bytes.subarray(start, end)];
    notes.push(`Write Buffer Memory: Length ${octets.length}`, ...octets.map((octet) => `Data ${hex(octet)}`));
    writeMemory.call(registers, first, bytes, start, end);
  };
  return notes;
}

testWith("sigrok-cli", "sigrok-cli", "sigrok reads the levels as the accesses that the driver meant", (t) => {
  const path = temporaryFile(t, "enc28j60.vcd");
  const vcd = new VcdWriter(path, 0, 1);
  const bench = new DriverBench();
  bench.bus.observe("r1.spi", vcd);
  const meant = noteAccesses((bench.driver as unknown as { _registers: Enc28j60Registers })._registers);
  bench.start().run(12);
  t.true(bench.driver.linkUp);
  bench.send(frameOfOurs(60));
  bench.medium.deliver(frameToUs(61));
  bench.run(12);
  t.deepEqual(bench.told(), ["up", "frame of 61", "sent"]);
  vcd.close(bench.simulation.seconds, bench.simulation.nanos);
  const wires = "clk=r1.spi.SCK:mosi=r1.spi.MOSI:miso=r1.spi.MISO:cs=r1.spi.CS";
  const output = runTool("sigrok-cli", ["-I", VCD_INPUT, "-i", path, "-P", `spi:${wires},enc28j60`, "-A", "enc28j60"]);
  const read = [...output.matchAll(/^enc28j60-1: (.*)$/gm)].map(([, text]) => text!);
  // Before the reset nobody knows the bank; ECON2 is in all of them.
  const known = read.filter((text) => text !== "Warning: Register bank not known yet.");
  const expected = meant.map((text, i) => (i === 1 ? "Reg Bank ? Addr 0x1E" : text));
  t.deepEqual(known, expected);
  t.log(`${meant.length} annotations agree`);
});
