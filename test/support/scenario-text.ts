import test from "ava";
import { parseScenario } from "../../emulator/scenario/load";
import { FileError } from "../../emulator/input-file";

/** The text of a scenario of two routers, `r1` and `r2`, on one wire, `line`; each part is YAML. */
export interface ScenarioParts {
  duration?: string;
  /** Keys of router `r1` before its interfaces. */
  r1?: string;
  /** What r1's interface `Serial0/0` is. */
  interface?: string;
  /** Keys of the wire behind its ends. */
  wire?: string;
  /** One event of the timeline. */
  event?: string;
  /** One expectation. */
  expect?: string;
  /** More lines at the end. */
  more?: string;
}

export function scenarioText(parts: ScenarioParts = {}): string {
  const lines = [
    `duration: ${parts.duration ?? "1m"}`,
    "routers:",
    "  r1:",
    ...(parts.r1 === undefined ? [] : [`    ${parts.r1}`]),
    "    interfaces:",
    `      Serial0/0: ${parts.interface ?? "{}"}`,
    "  r2:",
    "    interfaces: { Serial0/0: {} }",
    "wires:",
    "  line:",
    "    ends: [r1 Serial0/0, r2 Serial0/0]",
  ];
  if (parts.wire !== undefined) lines.push(`    ${parts.wire}`);
  if (parts.event !== undefined) lines.push("timeline:", `  - ${parts.event}`);
  if (parts.expect !== undefined) lines.push("expect:", `  - ${parts.expect}`);
  if (parts.more !== undefined) lines.push(parts.more);
  return `${lines.join("\n")}\n`;
}

export interface EthernetParts {
  /** What r1's interface `Ethernet0` has under `ethernet` and `keepalive`, and beside both. */
  ethernet?: string;
  keepalive?: string;
  interface?: string;
  /** Keys of the segment behind its stations. */
  segment?: string;
  event?: string;
  expect?: string;
}

/** The text of a scenario of two stations, `r1` with an ENC28J60 and `r2` with a W5500, on one segment, `lan`. */
export function ethernetText(parts: EthernetParts = {}): string {
  const lines = [
    "duration: 1m",
    "routers:",
    "  r1:",
    "    interfaces:",
    "      Ethernet0:",
    `        ethernet: ${parts.ethernet ?? "{ chip: enc28j60 }"}`,
    `        keepalive: ${parts.keepalive ?? "{}"}`,
    ...(parts.interface === undefined ? [] : [`        ${parts.interface}`]),
    "  r2:",
    "    interfaces: { Ethernet0: { ethernet: { chip: w5500 } }, Serial0: {} }",
    "segments:",
    "  lan:",
    "    stations: [r1 Ethernet0, r2 Ethernet0]",
  ];
  if (parts.segment !== undefined) lines.push(`    ${parts.segment}`);
  if (parts.event !== undefined) lines.push("timeline:", `  - ${parts.event}`);
  if (parts.expect !== undefined) lines.push("expect:", `  - ${parts.expect}`);
  return `${lines.join("\n")}\n`;
}

export interface NatParts {
  /** What the NAT `box` has behind its networks and its address, and the host `gateway` behind its own. */
  nat?: string;
  host?: string;
  /** What r1's `nat-t` has behind its network, its address and its peer. */
  natT?: string;
  /** Keys of router `r1` before that. */
  r1?: string;
  events?: string[];
  expect?: string;
}

/** The text of a scenario of a router `r1` behind a NAT, `box`, and its peer `gateway`; `r2` has a serial interface only. */
export function natText(parts: NatParts = {}): string {
  const more = (text: string | undefined) => (text === undefined ? "" : `, ${text}`);
  const lines = [
    "duration: 10m",
    "networks: [home, internet]",
    "nats:",
    `  box: { inside: home, outside: internet, addresses: [203.0.113.1]${more(parts.nat)} }`,
    "hosts:",
    `  gateway: { network: internet, address: 198.51.100.1${more(parts.host)} }`,
    "routers:",
    "  r1:",
    ...(parts.r1 === undefined ? [] : [`    ${parts.r1}`]),
    `    nat-t: { network: home, address: 192.168.0.2, peer: 198.51.100.1${more(parts.natT)} }`,
    "  r2:",
    "    interfaces: { Serial0/0: {} }",
  ];
  if (parts.events !== undefined) lines.push("timeline:", ...parts.events.map((event) => `  - { ${event} }`));
  if (parts.expect !== undefined) lines.push("expect:", `  - ${parts.expect}`);
  return `${lines.join("\n")}\n`;
}

/** The one line that is said of a text, which is called s.yaml. */
export function mistake(text: string): string {
  try {
    parseScenario(text, "s.yaml");
  } catch (error) {
    if (error instanceof FileError) return error.message;
    throw error;
  }
  return "it is accepted";
}

/** Declares a test for each text that is wrong: its title, the text, and what is said of it after the file's name. */
export function mistakes(group: string, cases: [title: string, text: string, message: string][]): void {
  for (const [title, text, message] of cases) {
    test(`${group}: ${title}`, (t) => t.is(mistake(text), `s.yaml:${message}`));
  }
}
