import { Phcon1, Phcon2, Phie, Phstat1, Phstat2, Phy, PhyId } from "../../../src/drivers/enc28j60/phy";

/** Of an interrupt request: any enabled one (PHIR). */
const PGIF = 0x0004;
/** PHSTAT1 says that the PHY can do full and half duplex. */
const ABILITIES = 0x1800;
const PHLCON_RESET = 0x3422;

/** The PHY of the ENC28J60: its registers (DS39662E section 3.3, page 19) and the state of the link. */
export class EmulatedPhy {
  link = false;
  private readonly _registers = new Uint16Array(32);
  private _linkLatched = false;

  /** @param fullDuplex what LEDB says, or seems to say */
  reset(fullDuplex: boolean): void {
    this._registers.fill(0);
    this._registers[Phy.PHCON1] = fullDuplex ? Phcon1.PDPXMD : 0;
    this._registers[Phy.PHLCON] = PHLCON_RESET;
    this._linkLatched = this.link;
  }

  get fullDuplex(): boolean {
    return (this._registers[Phy.PHCON1]! & Phcon1.PDPXMD) !== 0;
  }

  get loopback(): boolean {
    return (this._registers[Phy.PHCON1]! & Phcon1.PLOOPBK) !== 0;
  }

  /** Whether what is sent comes back in half duplex. */
  get hearsItself(): boolean {
    return (this._registers[Phy.PHCON2]! & Phcon2.HDLDIS) === 0;
  }

  /** Whether PHIR asks for EIR.LINKIF. */
  get interrupts(): boolean {
    return (this._registers[Phy.PHIR]! & PGIF) !== 0;
  }

  linkChanged(up: boolean): void {
    if (this.link === up) return;
    this.link = up;
    if (!up) this._linkLatched = false;
    const enabled = Phie.PLNKIE | Phie.PGEIE;
    const asks = (this._registers[Phy.PHIE]! & enabled) === enabled;
    this._registers[Phy.PHIR]! |= Phie.PLNKIE | (asks ? PGIF : 0);
  }

  read(register: number): number {
    switch (register) {
      case Phy.PHID1:
        return PhyId.PHID1;
      case Phy.PHID2:
        return PhyId.PHID2;
      case Phy.PHSTAT1: {
        const latched = this._linkLatched;
        this._linkLatched = this.link;
        return ABILITIES | (latched ? Phstat1.LLSTAT : 0);
      }
      case Phy.PHSTAT2:
        return (this.link ? Phstat2.LSTAT : 0) | (this.fullDuplex ? Phstat2.DPXSTAT : 0);
      case Phy.PHIR: {
        const flags = this._registers[Phy.PHIR]!;
        this._registers[Phy.PHIR] = 0;
        return flags;
      }
      default:
        return this._registers[register]!;
    }
  }

  write(register: number, value: number): void {
    if (register === Phy.PHCON1 && (value & Phcon1.PRST) !== 0) this.reset(this.fullDuplex);
    else if ([Phy.PHCON1, Phy.PHCON2, Phy.PHIE, Phy.PHLCON].includes(register)) this._registers[register] = value;
  }
}
