import type { Fail } from "./build-interface";
import type { NetworkBuilder } from "./build-network";
import type { Expectation, HostPlan, Instant, NatPlan, NatTPlan, NetworkEvent, RouterPlan } from "./scenario";
import type { EventFile, ExpectationFile } from "./scenario-file";
import { formatSpan, nanoseconds, parseDuration } from "./times";

/** What events of networks are built from. */
export interface NetworkContext {
  network: NetworkBuilder;
  routers: RouterPlan[];
  nats: NatPlan[];
  hosts: HostPlan[];
  fail: Fail;
}

type Planned = NetworkEvent & { at: Instant; text: string };

/** The longest that a router sleeps, ns: what its clock can tell apart. */
const LONGEST_SLEEP = 0x7fffffff * 1e6;

/** A router's end of a tunnel. */
export function natTOf(routers: RouterPlan[], router: number, pointer: string, fail: Fail): NatTPlan {
  return routers[router]!.natT ?? fail(pointer, "it has no nat-t");
}

/** What happens to a router's tunnel. */
export function buildTunnelEvent(
  file: EventFile,
  router: number,
  at: Instant,
  pointer: string,
  context: NetworkContext,
): Planned {
  const { routers, network, fail } = context;
  natTOf(routers, router, `${pointer}/router`, fail);
  const name = file.router!;
  if (file.sends !== undefined) {
    return { at, text: `${name}: sends ${file.sends.toUpperCase()}`, kind: "router-sends", router, what: file.sends };
  }
  if (file.link !== undefined) {
    return { at, text: `${name}: link ${file.link}`, kind: "link", router, up: file.link === "up" };
  }
  if (file.path !== undefined) {
    const path = network.path(file.path, `${pointer}/path`);
    const text = `${name}: path ${JSON.stringify(file.path)}`;
    return { at, text, kind: "path", of: "router", number: router, path };
  }
  if (routers[router]!.interfaces.length > 0) {
    fail(`${pointer}/router`, "only a router without interfaces can be put to sleep");
  }
  const span = parseDuration(file.sleep!);
  const time = span === undefined ? Infinity : nanoseconds(span);
  if (time > LONGEST_SLEEP) fail(`${pointer}/sleep`, "it must be at most 24d, as far as its clock can tell");
  return { at, text: `${name}: sleeps for ${formatSpan(span!)}`, kind: "sleep", router, time };
}

export function buildNatEvent(file: EventFile, at: Instant, pointer: string, context: NetworkContext): Planned {
  const { nats, network, fail } = context;
  const nat = nats.findIndex(({ name }) => name === file.nat);
  if (nat < 0) fail(`${pointer}/nat`, missing("NAT", nats));
  if (file.path !== undefined) {
    const path = network.path(file.path, `${pointer}/path`);
    return { at, text: `${file.nat}: path ${JSON.stringify(file.path)}`, kind: "path", of: "nat", number: nat, path };
  }
  const time = network.reboot(file.reboot!, `${pointer}/reboot`);
  const texts = file.addresses;
  const addresses = texts === undefined ? null : network.otherAddresses(texts, nats[nat]!, `${pointer}/addresses`);
  const away = time === 0 ? "loses its mappings" : `reboots, away for ${formatSpan(parseDuration(file.reboot!)!)}`;
  const now = texts === undefined ? "" : `, then at ${texts.join(", ")}`;
  return { at, text: `${file.nat}: ${away}${now}`, kind: "reboot", nat, time, addresses };
}

/** @param router finds one by its name */
export function buildHostEvent(
  file: EventFile,
  at: Instant,
  pointer: string,
  router: (name: string, pointer: string) => number,
  context: NetworkContext,
): Planned {
  const { hosts, routers, network, fail } = context;
  const host = hosts.findIndex(({ name }) => name === file.host);
  if (host < 0) fail(`${pointer}/host`, missing("host", hosts));
  if (file.path !== undefined) {
    const path = network.path(file.path, `${pointer}/path`);
    return {
      at,
      text: `${file.host}: path ${JSON.stringify(file.path)}`,
      kind: "path",
      of: "host",
      number: host,
      path,
    };
  }
  if (file.sends === "ike") fail(`${pointer}/sends`, "a host sends ESP only");
  const to = router(file.to!, `${pointer}/to`);
  const { peerAddress } = natTOf(routers, to, `${pointer}/to`, fail).config;
  if (peerAddress !== hosts[host]!.address) fail(`${pointer}/to`, `its peer is not ${file.host}`);
  return { at, text: `${file.host}: sends ESP to ${file.to}`, kind: "host-sends", host, router: to };
}

/** An expectation of a router's tunnel, but for its counters. @param time when, as its author wrote it */
export function buildTunnelExpectation(
  file: ExpectationFile,
  router: number,
  at: Instant | null,
  time: string,
): Expectation {
  const name = file.router!;
  if (file.mappings !== undefined) {
    const { mappings } = file;
    const text = `${name}: its peer knows it as ${mappings.length === 0 ? "nothing" : mappings.join(", then ")}`;
    return { text, kind: "mappings", router, mappings };
  }
  const arrives = file.esp === "arrives";
  const text = `${name}: the last ESP packet to it by ${time} ${arrives ? "arrives" : "is lost"}`;
  return { text, kind: "esp", router, at: at!, arrives };
}

function missing(what: string, plans: { name: string }[]): string {
  const names = plans.map(({ name }) => name).join(", ");
  return `there is no such ${what}; ${names === "" ? "the scenario has none" : `the ${what}s are ${names}`}`;
}
