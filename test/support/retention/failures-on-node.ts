/**
 * `node failures-on-node.js <failures> [leak]`: has the supply of a keep-alive routine fail and come back so many times
 * once all is warm, and prints as JSON what garbage collections there were. With `leak` each failure makes an object.
 */
import { CutMemory } from "../../../emulator/retention/cut-memory";
import { HdlcKeepalive } from "../../../src/keepalive/hdlc";
import { Tearing } from "../../../src/ports";
import type { SupplyMonitor } from "../../../src/ports";
import { XorShift32 } from "../../../src/random";
import { KEEP_ALIVE_TIMERS, KeepAlive } from "../../../src/retention/keep-alive";
import { KeepAliveCounter, PowerState } from "../../../src/retention/keep-alive-options";
import type { KeepAliveListener } from "../../../src/retention/keep-alive-options";
import { RetainedHdlc } from "../../../src/retention/retained-hdlc";
import { RETENTION_TIMERS } from "../../../src/retention/store";
import { Scheduler } from "../../../src/scheduler/scheduler";
import { FakeClock } from "../power/fake-clock";
import { HOLD_UP } from "../power/keep-alive-bench";
import { collectionsIn } from "../collections";

const WARM = 2000;
const [failures, leak] = process.argv.slice(2);

class Device implements SupplyMonitor, KeepAliveListener {
  garbage: object | null = null;
  private readonly _scheduler = new Scheduler(KEEP_ALIVE_TIMERS + RETENTION_TIMERS + 1);
  private readonly _keepAlive: KeepAlive;
  private _now = 10_000;
  private _rail = 5000;

  constructor() {
    this._keepAlive = new KeepAlive({
      memory: new CutMemory(new Uint8Array(56), Tearing.Octet),
      clock: new FakeClock(this._scheduler, 800_000_000),
      scheduler: this._scheduler,
      listener: this,
      supply: this,
      holdUp: HOLD_UP,
      states: [new RetainedHdlc(new HdlcKeepalive({ random: new XorShift32(1) }))],
      checkpoint: 1000,
    });
    this._keepAlive.start(this._now);
  }

  run(count: number): void {
    while (this._keepAlive.counters[KeepAliveCounter.Returns]! < count) {
      this._now = (this._now + 1) | 0;
      this._scheduler.run(this._now);
      this._rail = this._keepAlive.state === PowerState.Held ? 5000 : this._now % 3000 === 0 ? 4000 : this._rail;
    }
  }

  millivolts(): number {
    return this._rail;
  }

  resumed(): void {}

  powerChanged(state: PowerState): void {
    if (leak === "leak") this.garbage = { state, more: new Array<number>(100).fill(state) };
  }

  clockSet(): void {}
}

const device = new Device();
device.run(WARM);
const { kinds } = collectionsIn(() => device.run(WARM + Number(failures)));
process.stdout.write(JSON.stringify({ kinds }));
