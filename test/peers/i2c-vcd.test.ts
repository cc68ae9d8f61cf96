/** The emulated I2C bus as sigrok's decoders read its VCD: as a logic analyser would read the real wires. */
import { Ds1307Chip } from "../../emulator/chips/ds1307/chip";
import { Pcf8563Chip } from "../../emulator/chips/pcf8563/chip";
import { VcdWriter } from "../../emulator/capture/vcd";
import { I2cPins } from "../support/rtc/i2c-pins";
import { VCD_INPUT } from "../support/sigrok";
import { temporaryFile } from "../support/temporary-file";
import { runTool, testWith } from "../support/tool";

/** Has a DS1307 set, read and its memory written, and records the wires. */
function record(path: string): void {
  const pins = new I2cPins(0x68, (simulation) => new Ds1307Chip(simulation));
  const vcd = new VcdWriter(path, 0, 100);
  pins.bus.observe("r1.i2c", vcd);
  pins.pass(0.001);
  pins.write(0x00, "56 34 12 04 29 02 24");
  pins.write(0x08, "de ad be ef");
  pins.read(0x00, 7);
  pins.pass(0.1);
  vcd.close(pins.simulation.seconds, pins.simulation.nanos);
}

const decode = (path: string, decoder: string, annotations: string) =>
  runTool("sigrok-cli", ["-I", VCD_INPUT, "-i", path, "-P", decoder, "-A", annotations]).trimEnd().split("\n");

const I2C = "i2c:scl=r1.i2c.SCL:sda=r1.i2c.SDA";

testWith("sigrok-cli", "sigrok-cli", "i2c: starts, addresses, octets, acknowledges and stops", (t) => {
  const path = temporaryFile(t, "out.vcd");
  record(path);
  const lines = decode(path, I2C, "i2c=addr-data");
  t.deepEqual(
    lines.map((line) => line.replace("i2c-1: ", "")).slice(0, 22),
    [
      "Start",
      "Write",
      "Address write: 68",
      "ACK",
      "Data write: 00",
      "ACK",
      "Data write: 56",
      "ACK",
      "Data write: 34",
      "ACK",
    ]
      .concat(["Data write: 12", "ACK", "Data write: 04", "ACK", "Data write: 29", "ACK", "Data write: 02", "ACK"])
      .concat(["Data write: 24", "ACK", "Stop", "Start"]),
  );
  t.deepEqual(lines.map((line) => line.replace("i2c-1: ", "")).slice(-3), ["Data read: 24", "NACK", "Stop"]);
});

testWith("sigrok-cli", "sigrok-cli", "ds1307: the time that was written and the time that is read", (t) => {
  const path = temporaryFile(t, "out.vcd");
  record(path);
  const lines = decode(path, `${I2C},ds1307`, "ds1307");
  t.true(
    lines.some((line) => /Written date\/time: .*29\.02\.2024 12:34:56/.test(line)),
    lines.join("\n"),
  );
  t.true(
    lines.some((line) => /Read date\/time: .*29\.02\.2024 12:34:56/.test(line)),
    lines.join("\n"),
  );
});

testWith("sigrok-cli", "sigrok-cli", "rtc8564: the time of a PCF8563, which has the same registers", (t) => {
  const path = temporaryFile(t, "out.vcd");
  const pins = new I2cPins(0x51, (simulation) => new Pcf8563Chip(simulation, { undefinedBits: 0 }));
  const vcd = new VcdWriter(path, 0, 100);
  pins.bus.observe("r1.i2c", vcd);
  pins.pass(0.001);
  pins.write(0x02, "56 34 12 29 04 02 24");
  pins.read(0x02, 7);
  pins.pass(0.1);
  vcd.close(pins.simulation.seconds, pins.simulation.nanos);
  const lines = decode(path, `${I2C},rtc8564`, "rtc8564");
  t.true(
    lines.some((line) => /Write(n)? date\/time: .*29\.02\.24 12:34:56/.test(line)),
    lines.join("\n"),
  );
  t.true(
    lines.some((line) => /Read date\/time: .*29\.02\.24 12:34:56/.test(line)),
    lines.join("\n"),
  );
});
