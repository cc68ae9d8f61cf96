import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { ExecutionContext } from "ava";
import type { NatNetwork, NatProcess, Place } from "./nat-network";
import { eventually } from "./processes";
import { temporaryFile } from "./temporary-file";
import { toolMissing } from "./tool";

const CHARON = "/usr/lib/ipsec/charon";
const PLUGINS =
  "nonce openssl pem pkcs1 pkcs8 random hmac kdf aes sha1 sha2 kernel-libipsec kernel-netlink socket-default vici";

/** Why charon can't be run here; null when it can. */
export function charonMissing(): string | null {
  const tools = toolMissing(CHARON, "strongswan-charon") ?? toolMissing("swanctl", "strongswan-swanctl");
  if (tools !== null) return tools;
  const plugin = existsSync("/usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so");
  return plugin ? null : "skipped: libcharon-extra-plugins is not installed";
}

/** What is told to one end of a tunnel. */
export interface CharonOptions {
  name: string;
  address: string;
  /** The other end's name, and its address if this end is to call. */
  peer: string;
  peerAddress?: string;
  /** The hosts that the tunnel joins, on our side and on the other. */
  host: string;
  peerHost: string;
  /** s */
  keepAlive: number;
  dpdDelay: number;
}

/** strongSwan's IKE daemon in one of the namespaces, with ESP in user space. */
export class Charon {
  private readonly _net: NatNetwork;
  private readonly _place: Place;
  private readonly _folder: string;
  private readonly _process: NatProcess;

  private constructor(net: NatNetwork, place: Place, folder: string) {
    this._net = net;
    this._place = place;
    this._folder = folder;
    // Each has a /run of its own, where its process id stands.
    const start = `mount -t tmpfs tmpfs /run && exec env STRONGSWAN_CONF=${folder}/strongswan.conf ${CHARON}`;
    this._process = net.starts(place, "sh", "-c", start);
  }

  static async start(t: ExecutionContext, net: NatNetwork, place: Place, options: CharonOptions): Promise<Charon> {
    const settings = temporaryFile(t, "strongswan.conf");
    const folder = dirname(settings);
    writeFileSync(
      settings,
      `charon {
  load_modular = no
  load = ${PLUGINS}
  keep_alive = ${options.keepAlive}s
  plugins { vici { socket = unix://${folder}/vici } }
  filelog { log { path = ${folder}/log
    default = 1
    flush_line = yes } }
}\n`,
    );
    writeFileSync(
      `${folder}/swanctl.conf`,
      `connections { tunnel {
  local_addrs = ${options.address}
  ${options.peerAddress === undefined ? "" : `remote_addrs = ${options.peerAddress}`}
  encap = yes
  dpd_delay = ${options.dpdDelay}s
  local { auth = psk
    id = ${options.name} }
  remote { auth = psk
    id = ${options.peer} }
  children { child { local_ts = ${options.host}/32
    remote_ts = ${options.peerHost}/32 } }
} }
secrets { ike-1 { secret = "not secret" } }\n`,
    );
    net.runs(place, "ip", "address", "add", `${options.host}/32`, "dev", "lo");
    const charon = new Charon(net, place, folder);
    const isUp = await eventually(() => charon.log.includes("spawning"));
    if (!isUp) throw new Error(`charon does not start: ${charon.log}${charon._process.errors}`);
    charon.swanctl("--load-all", "--file", `${folder}/swanctl.conf`);
    return charon;
  }

  /** All that it has said so far. */
  get log(): string {
    try {
      return readFileSync(`${this._folder}/log`, "utf8");
    } catch {
      return "";
    }
  }

  swanctl(...args: string[]): string {
    return this._net.runs(this._place, "swanctl", ...args, "--uri", `unix://${this._folder}/vici`);
  }

  end(): Promise<void> {
    return this._process.end();
  }
}
