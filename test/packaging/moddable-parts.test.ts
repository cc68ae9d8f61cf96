import { readdirSync } from "node:fs";
import test from "ava";
import type * as router from "../../src/parts/router/index";
import { ROOT } from "../support/lint";
import { FakeSerial, newHost } from "../support/moddable/host";
import { registerModdableModules } from "../support/moddable/modules";

type Router = typeof router;

registerModdableModules();
const SECOND = 1000;
const STEP = 10;
const uart = (port: number) => ({ io: FakeSerial, port, transmit: 4, receive: 5, baud: 115200 });
const hexadecimal = (octets: number[]) => Buffer.from(octets).toString("hex");

/** A made part, or what it is made of. */
const made = (part: string) => import(`linkpulse/moddable/${part}`) as Promise<Record<string, unknown>>;
const source = (part: string) =>
  import(`${ROOT}build/moddable/parts/${part}/index.js`) as Promise<Record<string, unknown>>;

/** Two routers on a line, which is cut for a time, and somebody at the console of the first: all that is sent and shown. */
function session(library: Router, encapsulation: "hdlc" | "ppp"): string {
  const host = newHost();
  let drawn = 0;
  Math.random = () => ++drawn / 10;
  Date.now = () => 0;
  for (const port of [0, 1]) {
    const console = new library.SerialConsole(uart(port + 2));
    const keepalive = { interval: SECOND };
    library.startRouter({ serial: uart(port), encapsulation, debug: true, console, keepalive, ppp: keepalive });
  }
  const typed = [
    "enable",
    "show interfaces",
    "show keepalive",
    "configure terminal",
    "interface s0/0",
    "keepalive 2 4",
  ];
  typed.push("end", "show running-config", "no such thing");
  const lines: string[] = [];
  for (let now = 0; now < 50 * SECOND; now += STEP) {
    host.runUntil(now);
    const cut = now > 12 * SECOND && now < 26 * SECOND;
    for (const port of [0, 1]) {
      const octets = host.ports.get(port)!.leave();
      if (octets.length > 0) lines.push(`${now} ${port} ${hexadecimal(octets)}`);
      if (!cut) host.ports.get(1 - port)!.arrive(octets);
      const shown = host.ports.get(port + 2)!.leave();
      if (shown.length > 0) lines.push(`${now} ${port} ${Buffer.from(shown).toString("latin1")}`);
    }
    if (now % SECOND === 0 && typed.length > 0) host.ports.get(2)!.arrive(Buffer.from(`${typed.shift()}\r`));
  }
  return lines.join("\n");
}

for (const encapsulation of ["hdlc", "ppp"] as const) {
  test.serial(`${encapsulation}: what is made for Moddable does, octet for octet, what its source does`, async (t) => {
    const expected = session((await source("router")) as Router, encapsulation);
    t.regex(expected, /changed state to down[^]*changed state to up/);
    t.regex(expected, /keepalive set \(1 sec\)[^]*keepalive 2 4/);
    t.is(session((await made("router")) as Router, encapsulation), expected);
  });
}

for (const part of readdirSync(`${ROOT}src/parts`)) {
  if (!readdirSync(`${ROOT}src/parts`, { encoding: "utf8", recursive: true }).includes(`${part}/index.ts`)) continue;
  test.serial(`${part}: an app can import what its source exports`, async (t) => {
    const names = Object.keys(await source(part));
    const there = await made(part);
    t.true(names.length > 0);
    for (const name of names) t.truthy(there[name], name);
  });
}
