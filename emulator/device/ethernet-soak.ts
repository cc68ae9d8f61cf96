import { Enc28j60, ENC28J60_TIMERS } from "../../src/drivers/enc28j60/enc28j60";
import { W5500, W5500_TIMERS } from "../../src/drivers/w5500/w5500";
import { LoopbackCounter } from "../../src/keepalive/ethernet-loopback-counters";
import { ETHERNET_INTERFACE_TIMERS, EthernetInterface } from "../../src/link/ethernet-interface";
import type { InterfaceListener } from "../../src/link/network-interface";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";
import { SoakEnc28j60 } from "./soak-enc28j60";
import { SoakW5500 } from "./soak-w5500";

/** What an {@link EthernetSoak} has come to. */
export const enum EthernetSoakResult {
  /** Frames to ourselves that came back, or requests that were answered. */
  Answered,
  /** Octets on the SPI bus. */
  Octets,
  /** How often the line protocol changed. */
  Changes,
  Size,
}

/** ms between two keepalives; the driver looks at its chip as often, and whenever something is under way. */
const INTERVAL = 1000;
/** Keepalives between two faults, and ms that the link is then away. */
const FAULT_EVERY = 100;
const FAULT_LENGTH = 2500;

/**
 * The loopback keepalive on a driver whose chip takes no time, for an engine to count its allocations and to measure a
 * keepalive. Now and then the link goes, or the chip is reset.
 */
export class EthernetSoak implements InterfaceListener {
  /** Indexed by {@link EthernetSoakResult}. */
  readonly results: Int32Array;
  private readonly _chip: SoakEnc28j60 | SoakW5500;
  private readonly _scheduler: Scheduler;
  private readonly _itf: EthernetInterface;
  private readonly _answer: LoopbackCounter;
  private _now = 0;
  private _faultAt = FAULT_EVERY;
  private _faultOver = 0;
  private _resets = false;

  constructor(isW5500: boolean) {
    const scheduler = new Scheduler(ENC28J60_TIMERS + W5500_TIMERS + ETHERNET_INTERFACE_TIMERS);
    const address = new Uint8Array(6);
    address[0] = 0x02;
    address[5] = 0x01;
    const options = { scheduler: scheduler, address: address, pollInterval: INTERVAL };
    const random = new XorShift32(1);
    this.results = new Int32Array(EthernetSoakResult.Size);
    this._scheduler = scheduler;
    this._chip = isW5500 ? new SoakW5500() : new SoakEnc28j60();
    this._answer = isW5500 ? LoopbackCounter.AnswersReceived : LoopbackCounter.OwnReceived;
    const bus = { bus: this._chip };
    const driver = isW5500
      ? new W5500(Object.assign(bus, options))
      : new Enc28j60(Object.assign(bus, options, { hearsItself: true }));
    this._itf = new EthernetInterface({
      name: "Ethernet0",
      port: driver,
      scheduler: scheduler,
      listener: this,
      keepalive: { interval: INTERVAL, mode: isW5500 ? "peer" : "self", random: random },
    });
    driver.attach(this._itf);
    this._itf.start(0);
    driver.start(0);
  }

  /** Goes on until so many keepalives have been answered. */
  run(answers: number): void {
    const results = this.results;
    while (results[EthernetSoakResult.Answered]! < answers) {
      const delay = this._scheduler.delay(this._now);
      this._now = (this._now + (delay > 0 ? delay : 1)) | 0;
      this._scheduler.run(this._now);
      results[EthernetSoakResult.Answered] = this._itf.protocol.counters[this._answer]!;
      if (this._faultOver !== 0) this._endFault();
      else if (results[EthernetSoakResult.Answered]! >= this._faultAt) this._beginFault();
    }
    results[EthernetSoakResult.Octets] = this._chip.octets;
  }

  lineProtocolChanged(): void {
    this.results[EthernetSoakResult.Changes]!++;
  }

  linkChanged(): void {}

  interfaceReset(): void {}

  keepaliveInterval(): void {}

  packetReceived(): void {}

  sendReady(): void {}

  private _beginFault(): void {
    this._faultAt += FAULT_EVERY;
    this._resets = !this._resets;
    if (this._resets) {
      this._chip.reset();
      return;
    }
    this._chip.setLink(false);
    // Never 0, which says that there is no fault.
    this._faultOver = (this._now + FAULT_LENGTH) | 1;
  }

  private _endFault(): void {
    if (((this._now - this._faultOver) | 0) < 0) return;
    this._faultOver = 0;
    this._chip.setLink(true);
  }
}
