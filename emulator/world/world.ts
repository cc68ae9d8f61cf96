import { Segment } from "../ethernet/segment";
import type { Engine } from "../engine/engine";
import { Nat } from "../network/nat";
import { Subnet } from "../network/subnet";
import type { Instant, InterfaceCommand, NetworkEvent, Scenario, TimelineEvent } from "../scenario/scenario";
import type { Line, LineUser } from "../serial/line";
import { OctetLine } from "../serial/octet-line";
import type { LogicAnalyser } from "../serial/pin";
import { PinLine } from "../serial/pin-line";
import type { Actor } from "../simulation/simulation";
import { Simulation } from "../simulation/simulation";
import { ChipHost } from "./chip-host";
import type { WorldObserver } from "./observer";
import { PeerHost } from "./peer-host";
import { PortHost } from "./port-host";
import { RouterHost } from "./router-host";

/** How many events happen before a run lets the rest of the process have a turn. */
const SLICE = 200_000;

const NOBODY: LineUser = {
  countsSent: false,
  octetsReceived: () => {},
  framingErrors: () => {},
  octetsSent: () => {},
  modemLinesChanged: () => {},
};

/** Which engine serves each router of a scenario; by the router's number. */
export type Engines = readonly Engine[];

/** A scenario at work: routers on their engines, joined by lines, with the timeline under way. */
export class World implements Actor {
  readonly simulation = new Simulation();
  readonly routers: RouterHost[];
  readonly lines: Line[];
  readonly segments: Segment[];
  readonly networks: Subnet[];
  readonly nats: Nat[];
  readonly hosts: PeerHost[];
  private readonly _scenario: Scenario;
  private readonly _observer: WorldObserver;
  private readonly _steps: (() => void | Promise<void>)[] = [];

  constructor(scenario: Scenario, engines: Engines, observer: WorldObserver) {
    this._scenario = scenario;
    this._observer = observer;
    this.routers = scenario.routers.map((plan, i) => {
      return new RouterHost(this.simulation, plan, i, scenario, engines[i]!, observer);
    });
    this.lines = scenario.wires.map((_, i) => this._connect(i));
    this.segments = scenario.segments.map((_, i) => this._connectStations(i));
    this._leadNowhere();
    this.networks = scenario.networks.map((_, i) => this._layNetwork(i));
    this.nats = scenario.nats.map((_, i) => this._plugNat(i));
    this.hosts = scenario.hosts.map((plan, i) => {
      return new PeerHost(this.networks[plan.network]!, i, plan, (spi) => this._routerOf(spi), observer);
    });
    for (const { natT, plan, number } of this.routers) {
      natT?.plugInto(this.networks[plan.natT!.network]!, seedFor(scenario, 47, number));
    }
    for (const event of scenario.timeline) this._plan(event);
    for (const expectation of scenario.expectations) {
      if (expectation.kind !== "clock") continue;
      this._step(expectation.at, () => this.routers[expectation.router]!.tellClock());
    }
  }

  fire(step: number): void | Promise<void> {
    return this._steps[step]!();
  }

  /**
   * Runs up to a time from the start.
   * @param slice called now and then, for progress
   */
  async runUntil(time: Instant, slice?: () => void): Promise<void> {
    const simulation = this.simulation;
    let next = simulation.events + SLICE;
    for (;;) {
      const pending = simulation.runUntil(time.seconds, time.nanos, next);
      if (pending !== undefined) await pending;
      else if (simulation.events < next) return;
      if (simulation.events < next) continue;
      next = simulation.events + SLICE;
      slice?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Shows the pins of every line that is carried on pins, and of every SPI bus, to a logic analyser; to be called before the first run. */
  observePins(analyser: LogicAnalyser): void {
    this.lines.forEach((line, wire) => {
      if (!(line instanceof PinLine)) return;
      for (const end of [0, 1] as const) {
        const { router, port } = this._scenario.wires[wire]!.ends[end];
        const plan = this._scenario.routers[router]!;
        line.observe(end, `${plan.name}.${plan.interfaces[port]!.config.name}`, analyser);
      }
    });
    for (const { plan, ports } of this.routers) {
      ports.forEach((port, i) => {
        if (port instanceof ChipHost) port.observe(`${plan.name}.${plan.interfaces[i]!.config.name}`, analyser);
      });
    }
  }

  /** Ends every engine. */
  async close(): Promise<void> {
    for (const router of this.routers) await router.close();
  }

  private _connect(wire: number): Line {
    const plan = this._scenario.wires[wire]!;
    const ports = plan.ends.map(({ router, port }) => this.routers[router]!.serialPort(port));
    const uarts = plan.ends.map(({ router, port }) => this._scenario.routers[router]!.interfaces[port]!.uart);
    const seed = seedFor(this._scenario, 31, wire);
    const Carrier = plan.level === "pins" ? PinLine : OctetLine;
    const line = new Carrier(this.simulation, [uarts[0]!, uarts[1]!], plan.modemLines, seed);
    for (const end of [0, 1] as const) {
      line.setFaults(end, plan.faults);
      ports[end]!.plugInto(line, end);
    }
    return line;
  }

  private _connectStations(number: number): Segment {
    const { medium, stations, speed, faults } = this._scenario.segments[number]!;
    const seed = seedFor(this._scenario, 37, number);
    const segment = new Segment(this.simulation, medium, stations.length, speed, seed);
    stations.forEach(({ router, port }, station) => {
      segment.setFaults(station, faults);
      this.routers[router]!.chip(port).plugInto(segment, station);
    });
    return segment;
  }

  private _layNetwork(number: number): Subnet {
    const network = new Subnet(this.simulation, seedFor(this._scenario, 41, number));
    const observer = this._observer;
    network.onDatagram = (datagram) => observer.datagramCarried?.(number, datagram);
    return network;
  }

  private _plugNat(number: number): Nat {
    const { inside, outside, addresses, behaviour, path } = this._scenario.nats[number]!;
    return new Nat(this.simulation, {
      inside: this.networks[inside]!,
      outside: this.networks[outside]!,
      addresses,
      behaviour,
      path,
      seed: seedFor(this._scenario, 43, number),
    });
  }

  /** Which router has an SPI. */
  private _routerOf(spi: number): number | undefined {
    return this.routers.find(({ plan }) => plan.natT?.config.spi === spi)?.number;
  }

  /** A port without a wire sends all the same; nobody hears it. */
  private _leadNowhere(): void {
    for (const router of this.routers) {
      for (const port of router.ports) {
        if (!(port instanceof PortHost) || port.isPlugged) continue;
        const { uart } = router.plan.interfaces[port.number]!;
        const line = new OctetLine(this.simulation, [uart, uart], false, 1);
        line.plug(1, NOBODY);
        port.plugInto(line, 0);
      }
    }
  }

  private _plan(event: TimelineEvent): void {
    if (event.kind === "command") {
      const { router, port } = event.end;
      const host = this.routers[router]!;
      const { name, ethernet } = host.plan.interfaces[port]!.config;
      const kind = ethernet === null ? "serial" : "ethernet";
      const prompt = promptLine(host.plan.hostname, name, kind, event.command);
      this._step(event.typed ?? event.at, () => host.echo(prompt));
      this._step(event.at, () => host.command(port, event.command), event.text);
    } else if (event.kind === "send") {
      const { router, port } = event.end;
      this._step(event.at, () => this.routers[router]!.send(port, event.protocol, event.octets), event.text);
    } else if (event.kind === "baud") {
      const { router, port } = event.end;
      this._step(event.at, () => this.routers[router]!.serialPort(port).wire.setBaud(event.baud), event.text);
    } else if (event.kind === "power") {
      const host = this.routers[event.router]!;
      this._step(event.at, () => host.switchPower(event.on), event.text);
    } else if (event.kind === "brown-out" || event.kind === "battery" || event.kind === "keeper") {
      const power = this.routers[event.router]!.power!;
      this._step(event.at, () => power.happens(event), event.text);
    } else if (event.kind === "type") {
      this._step(event.at, () => this.routers[event.router]!.type(`${event.line}\r`), event.text);
    } else if (event.kind === "chip") {
      const { router, port } = event.end;
      this._step(event.at, () => this.routers[router]!.chip(port).setFaults(event.faults), event.text);
    } else if (event.kind === "incident") {
      const { router, port } = event.end;
      this._step(event.at, () => this.routers[router]!.chip(port).happens(event.incident), event.text);
    } else if (event.kind === "segment") {
      const segment = this.segments[event.segment]!;
      const change = () => {
        for (const station of event.stations) segment.setFaults(station, event.faults);
      };
      this._step(event.at, change, event.text);
    } else if (event.kind === "faults") {
      const line = this.lines[event.wire]!;
      const change = () => {
        for (const direction of event.directions) line.setFaults(direction, event.faults);
      };
      this._step(event.at, change, event.text);
    } else {
      this._step(event.at, () => this._onNetwork(event), event.text);
    }
  }

  private _onNetwork(event: NetworkEvent): void | Promise<void> {
    switch (event.kind) {
      case "router-sends":
        return this.routers[event.router]!.sendThroughTunnel(event.what);
      case "host-sends":
        return this.hosts[event.host]!.sendEsp(event.router, this.routers[event.router]!.plan.natT!.config.spi);
      case "link":
        return this.routers[event.router]!.natT!.setLink(event.up);
      case "sleep":
        return this.routers[event.router]!.sleep(event.time);
      case "reboot":
        if (event.addresses !== null) this.nats[event.nat]!.setAddresses(event.addresses);
        return this.nats[event.nat]!.reboot(event.time);
      case "path":
        if (event.of === "router") return this.routers[event.number]!.natT!.setPath(event.path);
        return (event.of === "nat" ? this.nats : this.hosts)[event.number]!.setPath(event.path);
    }
  }

  private _step(at: Instant, action: () => void | Promise<void>, text?: string): void {
    const step = this._steps.length;
    this._steps.push(() => {
      if (text !== undefined) this._observer.timelineEvent?.(text);
      return action();
    });
    this.simulation.at(this.simulation.register(this, step), at.seconds, at.nanos);
  }
}

/** Seeds one of many parts of a kind. */
function seedFor({ seed }: Scenario, kind: number, number: number): number {
  return (seed * kind + number) | 0 || 1;
}

/** What stands on the terminal when a person has typed a command. */
function promptLine(hostname: string, name: string, kind: string, command: InterfaceCommand): string {
  const spoken = name.replace(
    /^([A-Za-z]+)(.*)$/,
    (_, kind: string, number: string) => `${kind.toLowerCase()} ${number}`,
  );
  switch (command) {
    case "shut":
    case "no shut":
      return `${hostname} (config-if)#${command}`;
    case "show interfaces":
      return `${hostname}#show interfaces ${spoken}`;
    case "clear counters":
      return `${hostname}#clear counters ${spoken}`;
    case "debug":
      return `${hostname}#debug ${kind} interface`;
    case "no debug":
      return `${hostname}#undebug all`;
  }
}
