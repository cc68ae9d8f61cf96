import type { I2cDevice } from "../../../emulator/i2c/i2c-device";
import { Simulation } from "../../../emulator/simulation/simulation";
import { hex, octets } from "./i2c-pins";

/** The master of a bus with one chip, octet by octet; no time goes by but what {@link pass} lets pass. */
export interface I2cMaster {
  /** A start, or repeated start, and the chip's address. @returns whether it acknowledged */
  start(reading: boolean): Promise<boolean>;
  write(octet: number): Promise<boolean>;
  /** @param last whether the octet is not acknowledged */
  read(last: boolean): Promise<number>;
  stop(): Promise<void>;
  pass(seconds: number): Promise<void>;
}

/** Writes registers, octets in hexadecimal. @returns an acknowledge for each octet that was sent */
export async function writeRegisters(master: I2cMaster, register: number, text: string): Promise<string> {
  const taken = [await master.start(false)];
  for (const octet of [register, ...octets(text)]) taken.push(await master.write(octet));
  await master.stop();
  return taken.map((acknowledged) => (acknowledged ? "A" : "N")).join("");
}

/** Reads from where the chip's pointer is. */
export async function readOn(master: I2cMaster, count: number): Promise<string> {
  await master.start(true);
  const read: number[] = [];
  while (read.length < count) read.push(await master.read(read.length === count - 1));
  await master.stop();
  return hex(read);
}

/** Reads registers, with a repeated start behind the register's number. */
export async function readRegisters(master: I2cMaster, register: number, count: number): Promise<string> {
  await master.start(false);
  await master.write(register);
  return readOn(master, count);
}

/** Of a chip of the emulator, without a bus. */
export class DeviceMaster implements I2cMaster {
  private readonly _simulation = new Simulation();
  private readonly _device: I2cDevice;

  constructor(
    private readonly _address: number,
    make: (simulation: Simulation) => I2cDevice,
  ) {
    this._device = make(this._simulation);
  }

  async start(reading: boolean): Promise<boolean> {
    return this._device.start(this._address, reading);
  }

  async write(octet: number): Promise<boolean> {
    return this._device.write(octet);
  }

  async read(): Promise<number> {
    return this._device.read();
  }

  async stop(): Promise<void> {
    this._device.stop();
  }

  async pass(seconds: number): Promise<void> {
    await this._simulation.runUntil(this._simulation.seconds + seconds, this._simulation.nanos);
  }
}
