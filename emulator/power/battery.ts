/**
 * Batteries and supercapacitors, as far as a clock, a memory or a 12 V system sees them: voltage under a load, by how much
 * was taken out, and what they lose by themselves. Recovery after a load, and cold, are left out.
 */

/** A point of a curve: the share of the charge that was taken out, and a value there. */
export type Curve = readonly (readonly [used: number, value: number])[];

export interface BatteryKind {
  name: string;
  /** mAh down to the end of its curve. */
  capacity: number;
  /** Open-circuit voltage, volts. */
  voltage: Curve;
  /** Ohms. */
  resistance: Curve;
  /** What it loses by itself, % of its capacity a year. */
  selfDischarge: number;
}

/**
 * Alkaline 9 V block, 6LR61. 565 mAh: table of types in "Nine-volt battery" (Wikipedia). 1.7 ohm at 1 kHz, fresh: Duracell
 * MN1604 data sheet. 6 x 1.58 V fresh: Energizer, alkaline handbook. The end at 4.8 V and the steps between are read off the
 * curves of the MN1604 for 500 and 1000 ohm at 21 degrees, to a quarter of a volt. 3 % a year and three times the
 * resistance at the end: ours.
 */
export const NINE_VOLT: BatteryKind = {
  name: "9 V",
  capacity: 565,
  voltage: [
    [0, 9.48],
    [0.05, 8.75],
    [0.25, 8],
    [0.5, 7.5],
    [0.75, 6.75],
    [0.9, 6],
    [1, 4.8],
  ],
  resistance: [
    [0, 1.7],
    [1, 5.1],
  ],
  selfDischarge: 3,
};

/**
 * Lithium coin cell CR2032. 225 mAh to 2.0 V: "CR2032 battery" (Wikipedia), Ganssle, embedded.com, 2014. 1.5 % a year:
 * Rayovac, answers about Li-MnO2. 10 to 40 ohm until the end: Energizer CR2032. The flat curve: Sanyo CR2032 with 15
 * kiloohm at 23 degrees; 100 ohm at the end: ours.
 */
export const CR2032: BatteryKind = {
  name: "CR2032",
  capacity: 225,
  voltage: [
    [0, 3.2],
    [0.03, 3],
    [0.8, 2.9],
    [0.95, 2.6],
    [1, 2],
  ],
  resistance: [
    [0, 10],
    [0.8, 40],
    [1, 100],
  ],
  selfDischarge: 1.5,
};

/** What feeds something while it lasts. */
export interface Source {
  /** Volts at its terminals while `current` amperes are drawn, 0 once it is empty. */
  voltage(current: number): number;
  /** Takes `current` amperes out for `seconds`, and lets it lose what it loses meanwhile. */
  drain(current: number, seconds: number): void;
}

const YEAR = 365.25 * 86400;

export class Battery implements Source {
  readonly kind: BatteryKind;
  /** The share of its charge that is gone, 0 to 1. */
  used: number;

  /** @param used the share that is gone already */
  constructor(kind: BatteryKind, used = 0) {
    this.kind = kind;
    this.used = used;
  }

  voltage(current: number): number {
    if (this.used >= 1) return 0;
    return Math.max(0, along(this.kind.voltage, this.used) - current * along(this.kind.resistance, this.used));
  }

  drain(current: number, seconds: number): void {
    const out = (current * seconds) / (this.kind.capacity * 3.6);
    this.used = Math.min(1, this.used + out + (this.kind.selfDischarge / 100 / YEAR) * seconds);
  }
}

export interface SupercapacitorOptions {
  /** Farads. Default 0.1. */
  capacitance?: number;
  /** Ohms. Default 75. */
  resistance?: number;
  /** What leaks at {@link full}, amperes. Default 1 µA. */
  leakage?: number;
  /** What it is charged to, volts. Default 5.5. */
  full?: number;
}

/**
 * A coin-type supercapacitor. 0.1 F less 20 to more 80 %, 5.5 V, 75 ohm at most: Eaton KR-5R5V104-R, technical data 4327.
 * Leakage of such is told between 0.2 µA (Gold Capacitors technical guide) and 10 µA (Ohmite LM055224A); it is taken as a
 * resistance across it.
 */
export class Supercapacitor implements Source {
  /** Volts. */
  charge: number;
  private readonly _capacitance: number;
  private readonly _resistance: number;
  private readonly _leak: number;

  constructor(options: SupercapacitorOptions = {}) {
    const full = options.full ?? 5.5;
    this.charge = full;
    this._capacitance = options.capacitance ?? 0.1;
    this._resistance = options.resistance ?? 75;
    this._leak = full / (options.leakage ?? 1e-6);
  }

  voltage(current: number): number {
    return Math.max(0, this.charge - current * this._resistance);
  }

  /** A constant current and a resistance across it: an exponential towards what both would leave. */
  drain(current: number, seconds: number): void {
    const end = -current * this._leak;
    const decay = Math.exp(-seconds / (this._leak * this._capacitance));
    this.charge = Math.max(0, end + (this.charge - end) * decay);
  }
}

/** The value of a curve, on straight lines between its points. */
function along(curve: Curve, at: number): number {
  const next = curve.findIndex(([used]) => used >= at);
  const [after, high] = curve[next < 0 ? curve.length - 1 : next]!;
  const [before, low] = curve[Math.max(0, next - 1)]!;
  return after === before ? high : low + ((high - low) * (at - before)) / (after - before);
}
