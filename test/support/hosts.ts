import { PathProbe } from "../../src/keepalive/path-probe";
import type { PathListener, PathProbeOptions } from "../../src/keepalive/path-probe";
import { IP_HOST_TIMERS, IpHost } from "../../src/link/ip-host";
import { SERIAL_INTERFACE_TIMERS } from "../../src/link/serial-interface";
import { XorShift32 } from "../../src/random";
import { Scheduler } from "../../src/scheduler/scheduler";
import { Pair } from "./pair";
import type { EndOptions, PairOptions } from "./pair";
import { ip } from "./slarp";
import { verdictText } from "./verdict-text";

export const A = "10.0.0.1";
export const B = "10.0.0.2";

/** Two interfaces on a line, as {@link Pair} has them, with an IPv4 host at each. */
export class Hosts {
  readonly pair: Pair;
  readonly a: IpHost;
  readonly b: IpHost;
  /** What the path probe of `a` told: `10040 up: answered`. */
  readonly path: string[] = [];
  private readonly _hosts: IpHost[] = [];

  constructor(probe: Partial<PathProbeOptions> = {}, options: PairOptions = {}) {
    const told = { pathChanged: () => this.path.push(`${this.pair.now} ${verdictText(this.a.probe)}`) };
    this.pair = new Pair({
      ...options,
      a: this._end(A, new PathProbe({ random: new XorShift32(7), ...probe }), told, options.a),
      b: this._end(B, new PathProbe({ random: new XorShift32(8) }), undefined, options.b),
    });
    [this.a, this.b] = this._hosts as [IpHost, IpHost];
    this.a.attach(this.pair.a.itf);
    this.b.attach(this.pair.b.itf);
  }

  /** Starts both ends at once. */
  start(): this {
    this.pair.start();
    this.a.start(this.pair.a.clock);
    this.b.start(this.pair.b.clock);
    return this;
  }

  until(time: number): this {
    this.pair.until(time);
    return this;
  }

  private _end(address: string, probe: PathProbe, pathListener: PathListener | undefined, options?: EndOptions) {
    const scheduler = new Scheduler(SERIAL_INTERFACE_TIMERS + IP_HOST_TIMERS);
    const end: EndOptions = {
      mtu: 128,
      scheduler,
      between: (next) => {
        const host = new IpHost({ scheduler, probe, pathListener, next });
        this._hosts.push(host);
        return host;
      },
      ...options,
      keepalive: { address: ip(address), mask: ip("255.255.255.0"), ...options?.keepalive },
    };
    return end;
  }
}
