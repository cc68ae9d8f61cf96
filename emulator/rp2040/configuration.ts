import type { EthernetConfig, InterfaceConfig } from "../device/contract";

/** What can't be typed at a console: it stays as the image has it. */
const AS_BUILT: [option: keyof InterfaceConfig, value: unknown, name: string][] = [
  ["upCount", 1, "up-count"],
  ["fifo", 0, "fifo"],
  ["slack", 0, "slack"],
  ["trace", 0, "trace"],
  ["framing", "octet", "framing"],
];

/** The commands by which an interface that begins as built becomes what a scenario wants, shut. @throws RangeError */
export function configurationOf(config: InterfaceConfig): string[] {
  for (const [option, value, name] of AS_BUILT) {
    if (config[option] === value) continue;
    throw new RangeError(`${config.name}: ${name} is ${String(config[option])}: an image has ${String(value)}`);
  }
  if (config.ethernet !== null) return ["shutdown", keepaliveOf(config), ...loopbackOf(config.name, config.ethernet)];
  const lines = ["shutdown", `encapsulation ${config.encapsulation}`, keepaliveOf(config)];
  if (config.address !== 0) lines.push(`ip address ${dotted(config.address)} ${dotted(config.mask)}`);
  else if (config.encapsulation === "hdlc") lines.push(config.askAddress ? "ip address slarp" : "no ip address");
  if (config.downWhenLooped) lines.push("down-when-looped");
  if (config.encapsulation === "ppp") lines.push(...pppOf(config));
  const { host } = config;
  if (host !== null && host.target !== 0) {
    lines.push(`path-probe ${dotted(host.target)} ${host.interval / 1000} ${host.retries}`);
  }
  return lines;
}

function keepaliveOf({ interval, retries }: InterfaceConfig): string {
  return interval === 0 ? "keepalive disable" : `keepalive ${interval / 1000} ${retries}`;
}

function loopbackOf(name: string, { mode, server, assist }: EthernetConfig): string[] {
  if (server !== null) throw new RangeError(`${name}: server is given: an image finds its own`);
  return [`loopback ${mode}`, assist ? "loopback assist" : "no loopback assist"];
}

function pppOf({ ppp, fcs, accm }: InterfaceConfig): string[] {
  const lines = [
    `ppp fcs ${fcs}`,
    `ppp accm ${(accm >>> 0).toString(16)}`,
    ppp.pfc ? "ppp pfc" : "no ppp pfc",
    ppp.acfc ? "ppp acfc" : "no ppp acfc",
    ppp.adaptive ? "ppp echo adaptive" : "no ppp echo adaptive",
    `ppp timeout restart ${ppp.restart / 1000}`,
  ];
  if (ppp.peerAddress !== 0) lines.push(`peer default ip address ${dotted(ppp.peerAddress)}`);
  return lines;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join(".");
}
