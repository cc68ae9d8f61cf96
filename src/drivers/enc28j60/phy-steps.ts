import { Enc28j60Mii, MiiState } from "./mii";
import { Phcon2, Phie, Phstat2, Phy, PhyId } from "./phy";
import type { Enc28j60Registers } from "./registers";

/** What the driver does with the PHY, one access a step. */
export const enum PhyStep {
  CheckId1,
  CheckId2,
  WriteControl1,
  WriteControl2,
  EnableInterrupts,
  /** A read clears the flag, and with it EIR.LINKIF. */
  ClearInterrupt,
  ReadLink,
  /** No step. */
  None,
}

export const enum PhyResult {
  Busy,
  Done,
  /** The identifiers are not this PHY's. */
  Wrong,
  Stuck,
}

/** Runs of accesses to the PHY, none of which is waited for. */
export class Enc28j60Phy {
  /** Whether the link was there when it was last read. */
  link = false;
  /** What PHCON1 is to hold. */
  control = 0;
  private readonly _mii: Enc28j60Mii;
  private readonly _hearsItself: boolean;
  private _step = PhyStep.None;
  private _last = PhyStep.None;

  constructor(registers: Enc28j60Registers, hearsItself: boolean) {
    this._mii = new Enc28j60Mii(registers);
    this._hearsItself = hearsItself;
  }

  /** Whether a run is on. */
  get busy(): boolean {
    return this._step !== PhyStep.None;
  }

  /** Begins a run from one step to another. */
  start(first: PhyStep, last: PhyStep, now: number): void {
    this._step = first;
    this._last = last;
    this._begin(now);
  }

  cancel(): void {
    this._step = PhyStep.None;
  }

  /** Goes on as far as the chip is ready: at most to the end of the run. */
  poll(now: number): PhyResult {
    while (this._step !== PhyStep.None) {
      const state = this._mii.poll(now);
      if (state === MiiState.Busy) return PhyResult.Busy;
      if (state === MiiState.Stuck) return this._end(PhyResult.Stuck);
      if (!this._take(this._mii.value)) return this._end(PhyResult.Wrong);
      if (this._step === this._last) return this._end(PhyResult.Done);
      this._step++;
      this._begin(now);
    }
    return PhyResult.Done;
  }

  private _end(result: PhyResult): PhyResult {
    this._step = PhyStep.None;
    return result;
  }

  private _begin(now: number): void {
    const mii = this._mii;
    switch (this._step) {
      case PhyStep.CheckId1:
        mii.startRead(Phy.PHID1, now);
        break;
      case PhyStep.CheckId2:
        mii.startRead(Phy.PHID2, now);
        break;
      case PhyStep.WriteControl1:
        mii.startWrite(Phy.PHCON1, this.control, now);
        break;
      case PhyStep.WriteControl2:
        // What comes back in half duplex is unreliable (erratum 9): it is left off unless asked for.
        mii.startWrite(Phy.PHCON2, this._hearsItself ? 0 : Phcon2.HDLDIS, now);
        break;
      case PhyStep.EnableInterrupts:
        mii.startWrite(Phy.PHIE, Phie.PGEIE | Phie.PLNKIE, now);
        break;
      case PhyStep.ClearInterrupt:
        mii.startRead(Phy.PHIR, now);
        break;
      case PhyStep.ReadLink:
        mii.startRead(Phy.PHSTAT2, now);
        break;
      default:
        break;
    }
  }

  /** Takes what a step has read; false if the PHY is another. */
  private _take(value: number): boolean {
    switch (this._step) {
      case PhyStep.CheckId1:
        return value === PhyId.PHID1;
      case PhyStep.CheckId2:
        // The lowest four bits are the PHY's revision.
        return (value & 0xfff0) === PhyId.PHID2;
      case PhyStep.ReadLink:
        this.link = (value & Phstat2.LSTAT) !== 0;
        return true;
      default:
        return true;
    }
  }
}
