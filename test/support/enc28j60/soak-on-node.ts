/**
 * `node soak-on-node.js <frames> [leak]`: an ENC28J60 driver sends frames that come back, while its chip is reset, switched
 * off and unplugged now and then; prints as JSON what garbage collections there were once it was warm. With `leak`
 * an object of garbage is made for each frame.
 */
import { SoakEnc28j60 } from "../../../emulator/device/soak-enc28j60";
import { Enc28j60 } from "../../../src/drivers/enc28j60/enc28j60";
import type { FramePortListener } from "../../../src/ports";
import { Scheduler } from "../../../src/scheduler/scheduler";
import { collectionsIn } from "../collections";

const [frames, leak] = process.argv.slice(2);
const WARM = 100_000;
/** Frames between two faults, and faults of each kind. */
const FAULT_EVERY = 1000;

class Soak implements FramePortListener {
  readonly chip = new SoakEnc28j60();
  readonly driver: Enc28j60;
  received = 0;
  told = 0;
  garbage: object | null = null;
  private readonly _scheduler = new Scheduler(1);
  private readonly _frame = new Uint8Array(60);
  private _now = 0;
  private _linkBack = 0;
  private _faults = 0;

  constructor() {
    const address = Uint8Array.of(2, 0, 0, 1, 2, 3);
    this._frame.set(address, 0);
    this._frame.set(address, 6);
    this.driver = new Enc28j60({ bus: this.chip, scheduler: this._scheduler, address, hearsItself: true });
    this.driver.attach(this);
    this.driver.start(0);
  }

  run(until: number): void {
    let next = this.received + FAULT_EVERY;
    while (this.received < until) {
      const delay = this._scheduler.delay(this._now);
      this._now = (this._now + (delay > 0 ? delay : 1)) | 0;
      this._scheduler.run(this._now);
      if (this._linkBack > 0 && --this._linkBack === 0) this.chip.setLink(true);
      if (this.received >= next) {
        next += FAULT_EVERY;
        this._fault();
      }
      if (this.driver.linkUp) this.driver.send(this._frame, 0, 60);
    }
  }

  frameReceived(): void {
    this.received++;
    if (leak === "leak") this.garbage = { received: this.received };
  }

  frameSent(): void {
    this.told++;
  }

  portChanged(): void {
    this.told++;
  }

  private _fault(): void {
    this._faults = (this._faults + 1) % 5;
    if (this._faults === 0) this.chip.reset();
    else if (this._faults === 1) this.chip.loseReceiver();
    else if (this._faults === 2) this.chip.spoilRing();
    else if (this._faults === 3) this.driver.startSelfTest(this._now);
    else {
      this.chip.setLink(false);
      this._linkBack = 50;
    }
  }
}

const soak = new Soak();
soak.run(WARM);
const octets = soak.chip.octets;
const { kinds, microseconds } = collectionsIn(() => soak.run(WARM + Number(frames)));
process.stdout.write(
  JSON.stringify({
    kinds,
    counters: Array.from(soak.driver.counters),
    octetsPerFrame: (soak.chip.octets - octets) / Number(frames),
    microsecondsPerFrame: microseconds / Number(frames),
  }),
);
