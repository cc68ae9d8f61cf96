import { BitFraming } from "../../src/framing/bit-framing";
import { Fcs16, Fcs32, NoFcs } from "../../src/framing/fcs";
import type { Fcs } from "../../src/framing/fcs";
import { OctetFraming } from "../../src/framing/octet-framing";
import type { InterfaceConfig } from "../device/contract";
import type { Scenario } from "../scenario/scenario";
import type { Simulation } from "../simulation/simulation";
import type { WorldObserver } from "../world/observer";
import { FrameTap } from "./frame-tap";
import { Direction, LinkType, PcapngWriter } from "./pcapng";

/** The longest frame that is captured, octets. */
const LONGEST = 65535;

const FCS: Record<InterfaceConfig["fcs"], Fcs> = { 0: new NoFcs(), 16: new Fcs16(), 32: new Fcs32() };

/** Writes the frames of every interface of a scenario into one capture file. */
export class FrameCapture implements WorldObserver {
  private readonly _writer: PcapngWriter;
  private readonly _simulation: () => Simulation;
  /** By router, interface and direction. */
  private readonly _taps: Record<Direction, FrameTap>[][];

  /** @throws OutputError when the file can't be made */
  constructor(path: string, scenario: Scenario, simulation: () => Simulation) {
    this._writer = new PcapngWriter(path, scenario.clock);
    this._simulation = simulation;
    this._taps = scenario.routers.map((router) =>
      router.interfaces.map(({ config }) => {
        const number = this._writer.addInterface(`${router.name} ${config.name}`, LinkType.Chdlc);
        const tap = (direction: Direction) => {
          const octets = config.framing === "octet";
          const framing = octets ? new OctetFraming(new NoFcs(), config.accm) : new BitFraming(new NoFcs());
          const deframer = framing.createDeframer(LONGEST);
          return new FrameTap(this._writer, number, direction, deframer, FCS[config.fcs]);
        };
        return { [Direction.Inbound]: tap(Direction.Inbound), [Direction.Outbound]: tap(Direction.Outbound) };
      }),
    );
  }

  octetsSent(router: number, port: number, bytes: Uint8Array, start: number, end: number): void {
    this._put(router, port, Direction.Outbound, bytes, start, end);
  }

  octetsReceived(router: number, port: number, bytes: Uint8Array, start: number, end: number): void {
    this._put(router, port, Direction.Inbound, bytes, start, end);
  }

  close(): void {
    this._writer.close();
  }

  private _put(
    router: number,
    port: number,
    direction: Direction,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    const { seconds, nanos } = this._simulation();
    this._taps[router]![port]![direction].octets(bytes, start, end, seconds, nanos);
  }
}
