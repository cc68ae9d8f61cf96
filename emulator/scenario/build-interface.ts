import { WakeSource } from "../../src/ports";
import { MAX_SPAN } from "../../src/scheduler/time";
import { isHostAddress } from "../../src/wire/ipv4";
import type { InterfaceConfig } from "../device/contract";
import { ADDRESS_FORM, HOST_FORM, parseAddress, parseHost } from "./address";
import { bandwidthOf, buildEthernet, checkKind } from "./build-ethernet";
import type { EndName, InterfacePlan } from "./scenario";
import type { Duration, InterfaceFile } from "./scenario-file";
import { milliseconds, parseDuration } from "./times";

/**
 * Reports what the schema can't see.
 * @param pointer a JSON pointer into the file
 * @param problem what would be right, to stand behind the value
 */
export type Fail = (pointer: string, problem: string) => never;

/** The longest carrier delay, ms: see `SerialInterfaceOptions`. */
const LONGEST_CARRIER_DELAY = 60_000;

/** The longest restart timer, ms: see `PppOptions`. */
const LONGEST_RESTART = 60_000;

const DEFAULT_RETRIES = { hdlc: 3, ppp: 5 };

const WAKE_SOURCES = {
  none: WakeSource.None,
  "start-bit": WakeSource.StartBit,
  gpio: WakeSource.Gpio,
  awake: WakeSource.AlwaysAwake,
};

/** What a serial interface has where nothing is said, bit/s. */
const BANDWIDTH = 64_000;

/**
 * @param place the router's number and the port's
 * @param console whether somebody types at the router's console
 */
export function buildInterface(
  name: string,
  place: EndName,
  file: InterfaceFile,
  console: boolean,
  pointer: string,
  fail: Fail,
): InterfacePlan {
  const span = (text: Duration, most: number, key: string) => readMilliseconds(text, most, `${pointer}/${key}`, fail);
  checkKind(file, pointer, fail);
  if (file.encapsulation === "ppp") refuseWithPpp(file, pointer, fail);
  const { ethernet } = file;
  const plan = ethernet === undefined ? null : buildEthernet(file, place, pointer, fail);
  return {
    config: {
      name,
      hardware: file.hardware,
      encapsulation: file.encapsulation,
      interval: span(file.keepalive.interval, MAX_SPAN, "keepalive/interval"),
      retries: file.keepalive.retries ?? DEFAULT_RETRIES[file.encapsulation],
      upCount: file.keepalive["up-count"],
      downWhenLooped: file["down-when-looped"],
      ...buildAddress(file, pointer, fail),
      mtu: file.mtu,
      bandwidth: file.bandwidth ?? (ethernet === undefined ? BANDWIDTH : bandwidthOf(ethernet)),
      carrierDelay: span(file["carrier-delay"], LONGEST_CARRIER_DELAY, "carrier-delay"),
      slack: span(file.keepalive.slack, MAX_SPAN, "keepalive/slack"),
      trace: file.trace,
      fifo: file.uart.fifo,
      framing: file.framing,
      fcs: file.fcs,
      accm: file.accm | 0,
      ppp: {
        adaptive: file.ppp.adaptive,
        pfc: file.ppp.pfc,
        acfc: file.ppp.acfc,
        peerAddress: readHost(file.ppp["peer-address"], `${pointer}/ppp/peer-address`, fail),
        restart: span(file.ppp.restart, LONGEST_RESTART, "ppp/restart"),
        hold: span(file.ppp.hold, MAX_SPAN, "ppp/hold"),
        debug: file.ppp.debug,
      },
      host: ethernet === undefined ? buildHost(file, console, pointer, fail) : null,
      debug: file.debug,
      shutdown: file.shutdown,
      wakeSource: WAKE_SOURCES[file.wake],
      ethernet: plan === null ? null : plan.config,
    },
    uart: {
      baud: file.uart.baud,
      drift: file.uart.drift,
      dataBits: file.uart["data-bits"],
      parity: file.uart.parity,
      stopBits: file.uart["stop-bits"],
    },
    chip: plan === null ? null : plan.chip,
  };
}

/** What only HDLC has must not be there for nothing. */
function refuseWithPpp(file: InterfaceFile, pointer: string, fail: Fail): void {
  if (file.framing !== "octet") fail(`${pointer}/framing`, "PPP has octet framing only");
  if (file.keepalive["up-count"] !== 1) fail(`${pointer}/keepalive/up-count`, "only HDLC counts, PPP negotiates");
  if (file["down-when-looped"]) fail(`${pointer}/down-when-looped`, "only HDLC has it, PPP is always down when looped");
}

function buildAddress(
  file: InterfaceFile,
  pointer: string,
  fail: Fail,
): Pick<InterfaceConfig, "address" | "mask" | "askAddress"> {
  const text = file.address;
  if (text === undefined || text === "ask") return { address: 0, mask: 0, askAddress: text === "ask" };
  const alone = file.encapsulation === "ppp" ? parseHost(text) : undefined;
  const own = alone === undefined ? parseAddress(text) : { address: alone, mask: -1 };
  return own === undefined ? fail(`${pointer}/address`, ADDRESS_FORM) : { ...own, askAddress: false };
}

function buildHost(file: InterfaceFile, console: boolean, pointer: string, fail: Fail): InterfaceConfig["host"] {
  const probe = file["path-probe"];
  if (probe === undefined) {
    return file["answer-ping"] || console ? { target: 0, interval: 0, retries: 1 } : null;
  }
  const target = readHost(probe.to, `${pointer}/path-probe/to`, fail);
  if (!isHostAddress(target)) fail(`${pointer}/path-probe/to`, "it must be the address of one host");
  return {
    target,
    interval: readMilliseconds(probe.interval, MAX_SPAN, `${pointer}/path-probe/interval`, fail),
    retries: probe.retries,
  };
}

/** An address as an int32, 0 where there is none. */
function readHost(text: string | undefined, pointer: string, fail: Fail): number {
  return text === undefined ? 0 : (parseHost(text) ?? fail(pointer, HOST_FORM));
}

/** A span that a device counts in ms. */
function readMilliseconds(text: Duration, most: number, pointer: string, fail: Fail): number {
  const span = parseDuration(text);
  if (span !== undefined && span.nanos % 1e6 === 0 && milliseconds(span) <= most) return milliseconds(span);
  return fail(pointer, `it must be a whole number of milliseconds, at most ${most}`);
}
