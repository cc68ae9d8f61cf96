import { Bank2, Micmd } from "./bank2";
import { Bank3, Mistat } from "./bank3";
import type { Enc28j60Registers } from "./registers";

/** ms; the chip takes 10.24 us (DS39662E page 19). */
const DEADLINE = 10;

/** How far an access to a PHY register is. */
export const enum MiiState {
  Busy,
  Done,
  /** The chip stayed busy for longer than it may. */
  Stuck,
}

/** Accesses to the PHY's registers, one at a time, by way of the MII registers (DS39662E sections 3.3.1 and 3.3.2, page 19). */
export class Enc28j60Mii {
  /** What was read. */
  value = 0;
  private readonly _registers: Enc28j60Registers;
  private _reading = false;
  private _deadline = 0;

  constructor(registers: Enc28j60Registers) {
    this._registers = registers;
  }

  startRead(register: number, now: number): void {
    this._registers.write(Bank2.MIREGADR, register);
    this._registers.write(Bank2.MICMD, Micmd.MIIRD);
    this._reading = true;
    this._deadline = (now + DEADLINE) | 0;
  }

  startWrite(register: number, value: number, now: number): void {
    this._registers.write(Bank2.MIREGADR, register);
    this._registers.write16(Bank2.MIWRL, value);
    this._reading = false;
    this._deadline = (now + DEADLINE) | 0;
  }

  poll(now: number): MiiState {
    if ((this._registers.read(Bank3.MISTAT) & Mistat.BUSY) !== 0) {
      return ((now - this._deadline) | 0) >= 0 ? MiiState.Stuck : MiiState.Busy;
    }
    if (this._reading) {
      this._registers.write(Bank2.MICMD, 0);
      this.value = this._registers.read16(Bank2.MIRDL);
    }
    return MiiState.Done;
  }
}
