import { endpoint } from "./datagram";
import type { Dependence, NatBehaviour } from "./nat-behaviour";

/** How old a flow must be for the longer timeout, ms: Linux's rule (nf_conntrack_proto_udp.c). */
const STREAM_AGE = 2000;

/** How many flows a mapping has before those that are over are looked for. */
const MANY_FLOWS = 64;

/** What goes to and fro between a mapping and those whom its filter does not tell apart. */
interface Flow {
  born: number;
  replied: boolean;
  expires: number;
}

/** An inside address and port, and what stands for them outside. Times are virtual, ms. */
export class Mapping {
  /** By what the NAT finds it for datagrams from inside. */
  readonly key: string;
  readonly insideAddress: number;
  readonly insidePort: number;
  readonly outsideAddress: number;
  readonly outsidePort: number;
  /** When the last of its flows is over. */
  expires = 0;
  private readonly _behaviour: NatBehaviour;
  private readonly _flows = new Map<number, Flow>();

  constructor(
    behaviour: NatBehaviour,
    key: string,
    inside: { address: number; port: number },
    outside: { address: number; port: number },
  ) {
    this._behaviour = behaviour;
    this.key = key;
    this.insideAddress = inside.address;
    this.insidePort = inside.port;
    this.outsideAddress = outside.address;
    this.outsidePort = outside.port;
  }

  /** A datagram goes out to somebody: it begins or refreshes the flow (REQ-6). */
  sends(address: number, port: number, now: number): void {
    const key = dependentPart(this._behaviour.filtering, address, port);
    let flow = this._flows.get(key);
    if (flow === undefined || flow.expires <= now) {
      if (this._flows.size >= MANY_FLOWS) this._forgetFlows(now);
      flow = { born: now, replied: false, expires: now };
      this._flows.set(key, flow);
    }
    this._refresh(flow, now);
  }

  /** A datagram comes from somebody. @returns whether the filter lets it in */
  admits(address: number, port: number, now: number): boolean {
    const flow = this._flows.get(dependentPart(this._behaviour.filtering, address, port));
    if (flow === undefined || flow.expires <= now) return false;
    flow.replied = true;
    if (this._behaviour.refresh === "both") this._refresh(flow, now);
    return true;
  }

  private _refresh(flow: Flow, now: number): void {
    const { timeouts } = this._behaviour;
    const isStream = flow.replied && now - flow.born >= STREAM_AGE;
    flow.expires = Math.max(flow.expires, now + (isStream ? timeouts.replied : timeouts.oneWay));
    this.expires = Math.max(this.expires, flow.expires);
  }

  private _forgetFlows(now: number): void {
    for (const [key, flow] of this._flows) if (flow.expires <= now) this._flows.delete(key);
  }
}

/** What of an outside address and port counts, as one number. */
export function dependentPart(dependence: Dependence, address: number, port: number): number {
  if (dependence === "endpoint-independent") return 0;
  return dependence === "address-dependent" ? endpoint(address, 0) : endpoint(address, port);
}
