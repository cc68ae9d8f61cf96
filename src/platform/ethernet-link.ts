import { Console } from "../console/console";
import { printVersion, ShowVersion } from "../console/show-version";
import type { EthernetInterface } from "../link/ethernet-interface";
import type { ConsoleSink, SpiBus } from "../ports";
import type { RunLoop } from "../scheduler/run-loop";
import type { Scheduler } from "../scheduler/scheduler";
import { SUPERVISOR_TIMERS } from "../scheduler/supervisor";
import type { Supervisor } from "../scheduler/supervisor";
import { ETHERNET_ON_CHIP_TIMERS, EthernetOnChip } from "./ethernet-on-chip";
import type { ChipPlace, EthernetDriver, EthernetOnChipOptions } from "./ethernet-on-chip";
import { timeOfDay } from "./link-parts";
import type { Router } from "./router";
import { supervisorOf } from "./system-options";
import type { SystemOptions } from "./system-options";

/** What `startEthernet` takes on every runtime; each adds `spi` and `interrupt`, which say where the chip is. */
export interface EthernetLinkOptions extends EthernetOnChipOptions, SystemOptions {
  /** Makes the chip's driver, which gets one of the scheduler's timers. */
  driver: (bus: SpiBus, scheduler: Scheduler) => EthernetDriver;
  /** Where the lines go that IOS would print. Default: nowhere. */
  console?: ConsoleSink;
}

/** How many timers a link needs, with one for its driver. */
export const ETHERNET_LINK_TIMERS = ETHERNET_ON_CHIP_TIMERS + SUPERVISOR_TIMERS;

/**
 * An Ethernet interface that runs by itself on a chip: it knows the time, and keeps the alarm set; in a router, if it has a
 * console at which it can be looked at and changed. What `startEthernet` and `startEthernetRouter` return.
 *
 * Memory: that of {@link EthernetOnChip} or {@link Router}.
 */
export class EthernetLink {
  /** The interface itself, for its states, counters and averages. */
  readonly ethernet: EthernetInterface;
  readonly driver: EthernetDriver;
  /** To be told of what nobody caught; undefined without a watchdog. */
  readonly supervisor: Supervisor | undefined;
  private readonly _onChip: EthernetOnChip;
  private readonly _router: Router | null;
  private readonly _loop: RunLoop;

  /**
   * Brings up what was made on the scheduler of this loop.
   * @param router of which it is to be a part; null: it is by itself
   */
  constructor(onChip: EthernetOnChip, loop: RunLoop, supervisor: Supervisor | undefined, router: Router | null) {
    this.ethernet = onChip.ethernet;
    this.driver = onChip.driver;
    this.supervisor = supervisor;
    this._onChip = onChip;
    this._router = router;
    this._loop = loop;
    if (router !== null) {
      router.open(onChip);
      return;
    }
    onChip.start(loop.now(), false);
    if (supervisor !== undefined) supervisor.start(loop.now());
    loop.update();
  }

  /** Whether frames can pass. */
  get lineProtocolUp(): boolean {
    return this.ethernet.lineProtocolUp;
  }

  /** Whether the last keepalive came back: see {@link EthernetLoopback.answered}. */
  get keepaliveAnswered(): boolean {
    return this.ethernet.protocol.answered;
  }

  /**
   * Sends a frame: octets `[start, end)` from the destination address on, without FCS.
   * @returns whether it was taken: see {@link EthernetInterface.send}
   */
  send(bytes: Uint8Array, start: number, end: number): boolean {
    const taken = this.ethernet.send(bytes, start, end, this._loop.now());
    this._loop.update();
    return taken;
  }

  /** Takes the interface down, and keeps it down. */
  shut(): void {
    this.ethernet.shut(this._loop.now());
    this._loop.update();
  }

  /** Takes back {@link shut}. */
  noShut(): void {
    this.ethernet.noShut(this._loop.now());
    this._loop.update();
  }

  /** Ends everything and gives bus, pin, terminal and timer back; the link can't be used again. */
  close(): void {
    if (this._router !== null) {
      this._router.close();
      return;
    }
    this._onChip.close(this._loop.now());
    this._loop.close();
  }
}

/**
 * Makes a link by itself on a chip, and brings it up.
 * @param seed any int32 that differs between two boards that are switched on together
 * @param clockTime ms since 1970 or since the start, for the time of day in console lines
 * @throws RangeError when an option is out of range
 * @setup
 */
export function ethernetLink(
  options: EthernetLinkOptions,
  place: ChipPlace,
  loop: RunLoop,
  seed: number,
  clockTime: number,
): EthernetLink {
  const console = options.console === undefined ? null : new Console(options.console, timeOfDay(loop, clockTime));
  const driver = options.driver(place.bus, loop.scheduler);
  const onChip = new EthernetOnChip(options, place, driver, null, loop.scheduler, console, seed);
  const supervisor = supervisorOf(options, loop.scheduler);
  if (console !== null) printVersion(new ShowVersion({ supervisor: supervisor, heap: options.heap }), console);
  if (options.sleep !== undefined) options.sleep.allow();
  return new EthernetLink(onChip, loop, supervisor, null);
}
