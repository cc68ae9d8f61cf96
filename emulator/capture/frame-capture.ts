import { BitFraming } from "../../src/framing/bit-framing";
import { Fcs16, Fcs32 } from "../../src/framing/fcs";
import { NoFcs } from "../../src/framing/frame-check";
import type { Fcs } from "../../src/framing/frame-check";
import { OctetFraming } from "../../src/framing/octet-framing";
import type { InterfaceConfig } from "../device/contract";
import type { Datagram } from "../network/datagram";
import type { Scenario } from "../scenario/scenario";
import type { Simulation } from "../simulation/simulation";
import type { WorldObserver } from "../world/observer";
import { ipv4Packet } from "./ipv4-packet";
import { FixedCheck, PppCheck } from "./frame-check";
import { EthernetTap } from "./ethernet-tap";
import { FrameTap } from "./frame-tap";
import { Direction, LinkType, PcapngWriter } from "./pcapng";

/** A direction as an interface sees it. */
type Way = Direction.Inbound | Direction.Outbound;

/** Takes what crosses an interface in one direction, at its time. */
interface Tap {
  octets(bytes: Uint8Array, start: number, end: number, seconds: number, nanos: number): void;
}

/** The longest frame that is captured, octets. */
const LONGEST = 65535;

const FCS: Record<InterfaceConfig["fcs"], Fcs> = { 0: new NoFcs(), 16: new Fcs16(), 32: new Fcs32() };

/**
 * Writes the frames of every interface of a scenario into one capture file, as what the interface speaks at boot: frames
 * of another encapsulation that its console changes to are there all the same. Each IP network is one more, with what
 * stations bring to it.
 */
export class FrameCapture implements WorldObserver {
  private readonly _writer: PcapngWriter;
  private readonly _simulation: () => Simulation;
  /** By router, interface and direction. */
  private readonly _taps: Record<Way, Tap>[][];
  /** By network: its number in the file. */
  private readonly _networks: number[];

  /** @throws OutputError when the file can't be made */
  constructor(path: string, scenario: Scenario, simulation: () => Simulation) {
    this._writer = new PcapngWriter(path, scenario.clock);
    this._simulation = simulation;
    this._taps = scenario.routers.map((router) =>
      router.interfaces.map(({ config }) => {
        const isPpp = config.encapsulation === "ppp";
        const name = `${router.name} ${config.name}`;
        if (config.ethernet !== null) return this._ethernetTaps(name);
        const number = this._writer.addInterface(name, isPpp ? LinkType.PppHdlc : LinkType.Chdlc);
        const tap = (direction: Direction) => {
          // Nothing on an emulated line inserts octets that a PPP receiver would have to drop.
          const octets = new OctetFraming(new NoFcs(), isPpp ? 0 : config.accm);
          const framing = config.framing === "octet" ? octets : new BitFraming(new NoFcs());
          const check = isPpp ? new PppCheck() : new FixedCheck(FCS[config.fcs]);
          return new FrameTap(this._writer, number, direction, framing.createDeframer(LONGEST), check);
        };
        return { [Direction.Inbound]: tap(Direction.Inbound), [Direction.Outbound]: tap(Direction.Outbound) };
      }),
    );
    this._networks = scenario.networks.map((name) => this._writer.addInterface(name, LinkType.RawIp));
  }

  private _ethernetTaps(name: string): Record<Way, Tap> {
    const number = this._writer.addInterface(name, LinkType.Ethernet);
    const tap = (direction: Direction) => new EthernetTap(this._writer, number, direction);
    return { [Direction.Inbound]: tap(Direction.Inbound), [Direction.Outbound]: tap(Direction.Outbound) };
  }

  octetsSent(router: number, port: number, bytes: Uint8Array, start: number, end: number): void {
    this._put(router, port, Direction.Outbound, bytes, start, end);
  }

  octetsReceived(router: number, port: number, bytes: Uint8Array, start: number, end: number): void {
    this._put(router, port, Direction.Inbound, bytes, start, end);
  }

  datagramCarried(network: number, datagram: Datagram): void {
    const { seconds, nanos } = this._simulation();
    const packet = ipv4Packet(datagram);
    const number = this._networks[network]!;
    this._writer.writeFrame(number, Direction.Unknown, false, seconds, nanos, packet, 0, packet.length);
  }

  close(): void {
    this._writer.close();
  }

  private _put(router: number, port: number, direction: Way, bytes: Uint8Array, start: number, end: number): void {
    const { seconds, nanos } = this._simulation();
    this._taps[router]![port]![direction].octets(bytes, start, end, seconds, nanos);
  }
}
