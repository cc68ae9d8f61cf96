import { Fcs32 } from "../../src/framing/fcs";
import type { SupplyMonitor } from "../../src/ports";
import { Restored } from "../../src/retention/options";
import { ascii } from "../../src/text";
import { RouterEvent } from "./contract";
import type { RouterConfig, RouterOutputs } from "./contract";
import { Router } from "./router";
import type { Board } from "./router-power";
import { SoakChip } from "./soak-chip";
import { soakLink } from "./soak-config";

/** What a {@link KeepAliveSoak} has come to; an index into its results. */
export const enum KeepAliveResult {
  /** Lives that found what the one before had left. */
  Restored,
  /** The others; the first is one. */
  NotRestored,
  /** Looks at the supply. */
  Looks,
  /** Times that the supply failed. */
  Failures,
  /** Octets of the chip's bus; int32, wrapping. */
  Octets,
  /** Of all that was sent and printed. */
  Checksum,
  Size,
}

/** ms of a life, which ends while its supply is bad; ms between two failures, and until the supply is back. */
const LIFE = 30_050;
const FAILS_EVERY = 1000;
const OUTAGE = 100;
/** mV */
const GOOD = 12_000;
const BAD = 7000;
/** One in so many transactions fails. */
const FAULT_EVERY = 101;

/** What somebody types, a line each second. */
const LINES = [
  "clock set 12:00:00 25 nov 2026\r",
  "show clock\r",
  "show retention\r",
  "show power\r",
  "configure terminal\r",
  "interface serial 0/3\r",
  "keepalive 10 5\r",
  "end\r",
  "show running-config\r",
];

/**
 * Lives of a router that looks after its supply, one after the other, for an engine to count what it allocates: each
 * reads its clock and its memory, goes on from what it finds, watches the supply, saves at its failures and between, and is
 * typed at. All are made in advance, and share a clock chip.
 */
export class KeepAliveSoak implements RouterOutputs, SupplyMonitor {
  /** Indexed by {@link KeepAliveResult}. */
  readonly results: Int32Array;
  readonly board: Board;
  private readonly _chip: SoakChip;
  private readonly _fcs: Fcs32;
  private readonly _lines: Uint8Array[];
  private readonly _lives: Router[];
  private _life = 0;
  private _now = 0;
  private _delay = 0;
  /** When the supply fails, or is back. */
  private _changes = 0;
  private _typed = 0;
  private _voltage = GOOD;

  /**
   * @param lives how many can be run
   * @param ppp PPP and a DS3232, and nobody at the console; else HDLC and a DS1307
   */
  constructor(lives: number, ppp: boolean) {
    this.results = new Int32Array(KeepAliveResult.Size);
    this._chip = new SoakChip(FAULT_EVERY);
    this.board = { bus: this._chip, supply: this };
    this._fcs = new Fcs32();
    this._lines = [];
    for (let i = 0; i < LINES.length; i++) this._lines.push(ascii(LINES[i]!));
    this._lives = [];
    for (let i = 0; i < lives; i++) this._lives.push(new Router(configOf(i, ppp), this, 0));
    this._begin();
  }

  /** Goes on until so many lives have ended. */
  run(lives: number): void {
    while (this._life < lives) this._step();
    this.results[KeepAliveResult.Octets] = this._chip.octets;
  }

  /** Goes on until the supply has failed so many times. */
  runFailures(failures: number): void {
    while (this.results[KeepAliveResult.Failures]! < failures) this._step();
    this.results[KeepAliveResult.Octets] = this._chip.octets;
  }

  millivolts(): number {
    this.results[KeepAliveResult.Looks]!++;
    return this._voltage;
  }

  transfer(): void {}

  transmit(_port: number, bytes: Uint8Array, start: number, end: number): void {
    this._add(bytes, start, end);
  }

  modemLines(): void {}

  datagram(): void {}

  print(bytes: Uint8Array, start: number, end: number): void {
    this._add(bytes, start, end);
  }

  event(_port: number, event: RouterEvent, a: number): void {
    if (event !== RouterEvent.Resumed) return;
    const found = a === Restored.Restored || a === Restored.FellBack;
    this.results[found ? KeepAliveResult.Restored : KeepAliveResult.NotRestored]!++;
  }

  counters(): void {}

  trace(): void {}

  private _begin(): void {
    this._voltage = GOOD;
    this._now = 0;
    this._changes = FAILS_EVERY;
    this._typed = 0;
    this._delay = this._lives[this._life]!.start(0);
  }

  private _step(): void {
    const router = this._lives[this._life]!;
    const now = this._now + (this._delay > 0 ? this._delay : 1);
    this._now = now;
    this._delay = router.run(now);
    if (now >= this._changes) this._changeSupply();
    if (this._typed < this._lines.length && now >= FAILS_EVERY * this._typed + OUTAGE) {
      const line = this._lines[this._typed++]!;
      this._delay = router.typed(line, 0, line.length, now);
    }
    if (now < LIFE) return;
    this._life++;
    if (this._life < this._lives.length) this._begin();
  }

  private _changeSupply(): void {
    if (this._voltage === GOOD) {
      this.results[KeepAliveResult.Failures]!++;
      this._voltage = BAD;
      this._changes += OUTAGE;
    } else {
      this._voltage = GOOD;
      this._changes += FAILS_EVERY - OUTAGE;
    }
  }

  private _add(bytes: Uint8Array, start: number, end: number): void {
    this.results[KeepAliveResult.Checksum] = this._fcs.update(
      this.results[KeepAliveResult.Checksum]!,
      bytes,
      start,
      end,
    );
  }
}

/** @setup */
function configOf(life: number, ppp: boolean): RouterConfig {
  const config = soakLink(0);
  config.seed = life + 1;
  config.console = !ppp;
  if (!ppp) config.interfaces[0]!.encapsulation = "hdlc";
  config.power = {
    clock: ppp ? "ds3232" : "ds1307",
    holdUp: { capacitance: 4700, failing: 8000, minimum: 6500, current: 30, saveTime: 40 },
    checkpoint: 5000,
    codeLock: false,
  };
  return config;
}
