import type { Console } from "../console/console";
import type { ConsoleInterface } from "../console/console-interface";
import { EthernetDebugLine } from "../console/ethernet-debug";
import { INTERFACE_LOG_TIMERS, InterfaceLog } from "../console/interface-log";
import type { EthernetLoopbackOptions } from "../keepalive/ethernet-loopback-options";
import { ETHERNET_INTERFACE_TIMERS, EthernetInterface } from "../link/ethernet-interface";
import type { InterfaceListener } from "../link/network-interface";
import type { Controller, FramePort, FramePortListener, SpiBus } from "../ports";
import { XorShift32 } from "../random";
import type { Scheduler } from "../scheduler/scheduler";
import { listenerOf } from "./link-parts";
import type { OpenPart } from "./router";

/** Told that a chip's interrupt pin fell. */
export interface InterruptListener {
  interrupt(now: number): void;
}

/** The driver of an Ethernet chip: `Enc28j60`, `W5500`. */
export interface EthernetDriver extends FramePort, InterruptListener {
  attach(listener: FramePortListener): void;
  start(now: number): void;
  stop(now: number): void;
}

/** An SPI bus as a runtime makes it. */
export interface PlatformSpiBus extends SpiBus {
  /** Gives the hardware back to the runtime. */
  close(): void;
}

/** A chip's interrupt pin as a runtime makes it. */
export interface PlatformInterruptPin {
  /** Says whom to tell of each falling edge, and starts to tell. */
  attach(listener: InterruptListener): void;
  /** Gives the hardware back to the runtime. */
  close(): void;
}

/** What an interface on a chip takes. */
export interface EthernetOnChipOptions {
  /** As the console shows it. Default `Ethernet0`. */
  name?: string;
  /** Told what happens; methods that are not needed are left out. */
  listener?: Partial<InterfaceListener>;
  /** `debug ethernet interface`: a line for each keepalive interval too. Default false. */
  debug?: boolean;
  /** Interval, retries and the rest of {@link EthernetLoopbackOptions}; all have defaults. */
  keepalive?: Partial<EthernetLoopbackOptions>;
  /** For `load`, 1 to 1000000000 bit/s. Default 10000000. */
  bandwidth?: number;
  /** How much earlier a keepalive may go out to share a wake-up, 0 to 2^30 - 1 ms. Default 0. */
  slack?: number;
  /** How many trace records to keep; 0, the default, keeps none. */
  trace?: number;
}

/** Where a chip is. */
export interface ChipPlace {
  readonly bus: PlatformSpiBus;
  /** Null: the chip's interrupt pin is not wired, and the driver polls. */
  readonly pin: PlatformInterruptPin | null;
}

/** How many timers it registers, with one for its driver. */
export const ETHERNET_ON_CHIP_TIMERS = ETHERNET_INTERFACE_TIMERS + INTERFACE_LOG_TIMERS + 1;

/**
 * An Ethernet interface on its chip.
 *
 * Memory: that of the driver, the interface and, with a console, of {@link InterfaceLog}.
 */
export class EthernetOnChip implements OpenPart {
  readonly ethernet: EthernetInterface;
  readonly driver: EthernetDriver;
  readonly shown: ConsoleInterface | undefined;
  private readonly _place: ChipPlace;

  /**
   * @param controller what `show controllers` shows of the driver; null: nobody looks
   * @param console where the lines go that IOS would print; null: nowhere
   * @param seed any int32 that differs between two boards that are switched on together
   * @throws RangeError when an option is out of range
   */
  constructor(
    options: EthernetOnChipOptions,
    place: ChipPlace,
    driver: EthernetDriver,
    controller: Controller | null,
    scheduler: Scheduler,
    console: Console | null,
    seed: number,
  ) {
    const next = listenerOf(options);
    const log = console === null ? null : new InterfaceLog({ scheduler: scheduler, console: console, next: next });
    const ethernet = new EthernetInterface({
      name: options.name === undefined ? "Ethernet0" : options.name,
      port: driver,
      scheduler: scheduler,
      listener: log === null ? next : log,
      keepalive: Object.assign({ random: new XorShift32(seed) }, options.keepalive),
      bandwidth: options.bandwidth,
      slack: options.slack,
      trace: options.trace,
    });
    if (log !== null) {
      log.debug = options.debug === true;
      log.attach(ethernet, new EthernetDebugLine(ethernet.protocol));
    }
    driver.attach(ethernet);
    this.ethernet = ethernet;
    this.driver = driver;
    this.shown =
      log === null || controller === null ? undefined : { ethernet: ethernet, controller: controller, log: log };
    this._place = place;
  }

  /** @setup */
  start(now: number, configured: boolean): void {
    if (!configured) this.ethernet.start(now);
    this.driver.start(now);
    if (this._place.pin !== null) this._place.pin.attach(this.driver);
  }

  close(now: number): void {
    this.ethernet.shut(now);
    this.driver.stop(now);
    if (this._place.pin !== null) this._place.pin.close();
    this._place.bus.close();
  }
}
