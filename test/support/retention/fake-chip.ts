/** Registers of a chip by address, as Espruino's `peek32` and `poke32` reach them; those that it lacks fault. */
export class FakeChip {
  protected readonly words = new Map<number, number>();

  constructor(registers: readonly number[]) {
    for (const address of registers) this.words.set(address, 0);
  }

  /** Puts `peek32` and `poke32` where Espruino has them. */
  install(): this {
    Object.assign(globalThis, {
      peek32: (address: number) => this.peek(address),
      poke32: (address: number, value: number) => this.poke(address, value),
    });
    return this;
  }

  peek(address: number): number {
    const word = this.words.get(address);
    if (word === undefined) throw new Error(`bus fault: 0x${address.toString(16)} is read`);
    return word;
  }

  poke(address: number, value: number): void {
    if (!this.words.has(address)) throw new Error(`bus fault: 0x${address.toString(16)} is written`);
    this.words.set(address, value >>> 0);
  }
}

/** Of the RP2040's watchdog (RP2040 datasheet, 4.7.6). */
const BASE = 0x40058000;
const CTRL = BASE;
const REASON = BASE + 0x08;
const SCRATCH0 = BASE + 0x0c;
const TRIGGER = 0x80000000;
const FORCE = 2;
const TIMER = 1;
/** What the boot ROM looks for in SCRATCH4, to jump to where 5 to 7 say (2.8.1.1). */
const BOOT_MAGIC = 0xb007c0d3;

/** An RP2040 as far as its watchdog: what a reset does to the block's registers, and what the boot ROM makes of them. */
export class FakeRp2040 extends FakeChip {
  /** What the boot ROM does at the next start. */
  get boots(): string {
    return this.peek(SCRATCH0 + 16) === BOOT_MAGIC ? "vector" : "flash";
  }

  constructor() {
    super(Array.from({ length: 12 }, (_, i) => BASE + 4 * i));
  }

  /** The scratch registers. */
  get scratch(): number[] {
    return Array.from({ length: 8 }, (_, i) => this.peek(SCRATCH0 + 4 * i));
  }

  get reason(): number {
    return this.peek(REASON);
  }

  override poke(address: number, value: number): void {
    if (address === REASON) return;
    super.poke(address, value);
    if (address === CTRL && (value & TRIGGER) !== 0) this._softReset(FORCE);
  }

  /** The watchdog was not fed in time. */
  expire(): void {
    this._softReset(TIMER);
  }

  /** RUN goes low, or DVDD goes: that alone resets the scratch registers (4.7.4, page 566). */
  run(): void {
    for (const address of this.words.keys()) this.words.set(address, 0);
  }

  private _softReset(reason: number): void {
    this.words.set(CTRL, 0);
    this.words.set(REASON, reason);
  }
}
