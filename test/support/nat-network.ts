import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { threadId } from "node:worker_threads";
import type { ExecutionContext } from "ava";
import { eventually } from "./processes";
import { runTool, toolMissing } from "./tool";

/** Addresses of a {@link NatNetwork}: the two hosts, and the NAT on either side. */
export const INSIDE = "10.97.1.2";
const NAT_INSIDE = "10.97.1.1";
export const NAT_OUTSIDE = "203.0.113.1";
export const OUTSIDE = "203.0.113.7";

/** Why there can be no {@link NatNetwork} here; null when there can. */
export function natNetworkMissing(): string | null {
  const tools = toolMissing("ip", "iproute2") ?? toolMissing("nft", "nftables");
  if (tools !== null) return tools;
  const usable = spawnSync("unshare", ["--net", "nft", "add", "table", "ip", "nat"]).status === 0;
  return usable ? null : "skipped: no network namespace with nft can be made here";
}

export type Place = "inside" | "nat" | "outside";

/** A host behind a NAT of this machine's kernel, and one outside, in three network namespaces that end with the test. */
export class NatNetwork {
  private readonly _t: ExecutionContext;
  private readonly _name: string;

  /** @param timeouts of the NAT for UDP, s: before a flow was answered, and of flows that were and are 2 s old */
  constructor(t: ExecutionContext, timeouts: { oneWay: number; stream: number }) {
    this._t = t;
    // Test files run as threads of one process.
    this._name = `lp${process.pid}-${threadId}`;
    for (const place of ["inside", "nat", "outside"] satisfies Place[]) {
      runTool("ip", ["netns", "add", this._space(place)]);
      t.teardown(() => runTool("ip", ["netns", "del", this._space(place)]));
      this.runs(place, "ip", "link", "set", "lo", "up");
    }
    this._join("inside", INSIDE, NAT_INSIDE);
    this._join("outside", OUTSIDE, NAT_OUTSIDE);
    this.runs("inside", "ip", "route", "add", "default", "via", NAT_INSIDE);
    const settings = {
      "net.ipv4.ip_forward": 1,
      "net.netfilter.nf_conntrack_udp_timeout": timeouts.oneWay,
      "net.netfilter.nf_conntrack_udp_timeout_stream": timeouts.stream,
    };
    // The masquerade first: it is what brings connection tracking to the namespace.
    for (const rule of [
      "add table ip nat",
      "add chain ip nat post { type nat hook postrouting priority 100; }",
      'add rule ip nat post oifname "outside" masquerade',
    ]) {
      this.runs("nat", "nft", rule);
    }
    for (const [name, value] of Object.entries(settings)) this.runs("nat", "sysctl", "-qw", `${name}=${value}`);
  }

  /** Runs a command in a namespace to its end, and returns what it printed. */
  runs(place: Place, command: string, ...args: string[]): string {
    return runTool("ip", ["netns", "exec", this._space(place), command, ...args]);
  }

  /** Starts a command in a namespace; it ends with the test. */
  starts(place: Place, command: string, ...args: string[]): NatProcess {
    const child = spawn("ip", ["netns", "exec", this._space(place), command, ...args], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    const started = new NatProcess(child);
    this._t.teardown(() => started.end());
    return started;
  }

  /** Writes the UDP packets on a host's cable to a file, from when this has returned until the capture is ended. */
  async captures(place: Place, file: string): Promise<NatProcess> {
    const writing = ["-Z", "root", "-U", "-w", file];
    const tcpdump = this.starts(place, "tcpdump", ...writing, "--immediate-mode", "-i", "eth0", "udp");
    this._t.true(await eventually(() => tcpdump.errors.includes("listening on")), tcpdump.errors);
    return tcpdump;
  }

  private _space(place: Place): string {
    return `${this._name}${place}`;
  }

  /** A cable between the NAT and a host; at the NAT its end is called as the host is. */
  private _join(place: Place, host: string, nat: string): void {
    const peer = ["peer", "name", "eth0", "netns", this._space(place)];
    runTool("ip", ["-n", this._space("nat"), "link", "add", place, "type", "veth", ...peer]);
    for (const [space, device, address] of [
      ["nat", place, nat],
      [place, "eth0", host],
    ] as const) {
      this.runs(space, "ip", "address", "add", `${address}/24`, "dev", device);
      this.runs(space, "ip", "link", "set", device, "up");
    }
  }
}

/** A program in a namespace, and what it printed. */
export class NatProcess {
  /** Lines on standard output so far. */
  readonly lines: string[] = [];
  /** What it said on standard error. */
  errors = "";
  private readonly _child: ChildProcess;
  private _rest = "";

  constructor(child: ChildProcess) {
    this._child = child;
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      const lines = (this._rest + text).split("\n");
      this._rest = lines.pop()!;
      this.lines.push(...lines);
    });
    child.stderr!.setEncoding("utf8").on("data", (text: string) => (this.errors += text));
  }

  /** Writes a line to its standard input. */
  types(line: string): void {
    this._child.stdin!.write(`${line}\n`);
  }

  /** Ends it, and waits until it has. */
  async end(): Promise<void> {
    if (this._child.exitCode !== null || this._child.signalCode !== null) return;
    this._child.kill("SIGTERM");
    await once(this._child, "close");
  }

  /** Waits until it ends by itself; its exit status. */
  async ended(): Promise<number | null> {
    if (this._child.exitCode === null && this._child.signalCode === null) await once(this._child, "close");
    return this._child.exitCode;
  }
}
