import { spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import type { Socket } from "node:dgram";
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { ExecutionContext } from "ava";
import { OutputLog } from "./output-log";
import { runTool, toolMissing } from "./tool";

/** Why there can be no {@link KernelHost} here; null when there can. */
export function kernelHostMissing(): string | null {
  const tools = toolMissing("socat", "socat") ?? toolMissing("ip", "iproute2") ?? toolMissing("ping", "iputils-ping");
  if (tools !== null) return tools;
  // Whether namespaces can be made is told by making one that ends with its command.
  const usable = existsSync("/dev/net/tun") && spawnSync("unshare", ["--net", "true"]).status === 0;
  return usable ? null : "skipped: no network namespace can be made here";
}

/**
 * The machine's own kernel as an IPv4 host in a network namespace, which ends with the test. Its packets come and go
 * one by one, through a tunnel interface and socat.
 */
export class KernelHost {
  /** Takes what the kernel sends. */
  onPacket: (bytes: Uint8Array) => void = () => {};
  private readonly _socket: Socket;
  private readonly _name: string;
  private readonly _port: number;
  private _closed = false;

  private constructor(socket: Socket, name: string, port: number) {
    this._socket = socket;
    this._name = name;
    this._port = port;
    socket.on("message", (bytes) => this.onPacket(Uint8Array.from(bytes)));
  }

  /** @param address with the length of its prefix: `10.97.0.2/30` */
  static async create(t: ExecutionContext, address: string): Promise<KernelHost> {
    const [socket, free] = await Promise.all([bound(), bound()]);
    const port = free.address().port;
    free.close();
    const name = `lp${socket.address().port}`;
    const host = new KernelHost(socket, name, port);
    t.teardown(() => host._close());
    runTool("ip", ["netns", "add", name]);
    t.teardown(() => runTool("ip", ["netns", "del", name]));
    const socat = spawn("socat", [
      "-d",
      "-d",
      "-b65536",
      `UDP4-DATAGRAM:127.0.0.1:${socket.address().port},bind=127.0.0.1:${port}`,
      `TUN,tun-type=tun,tun-name=${name},iff-no-pi`,
    ]);
    t.teardown(() => socat.kill());
    // Earlier it still looks for the interface by its name, and ends when it is in another namespace.
    await new OutputLog(socat.stderr).line(/starting data transfer loop/);
    runTool("ip", ["link", "set", name, "netns", name]);
    for (const setting of [
      "ip_forward=1",
      "icmp_ratelimit=0",
      "conf.all.send_redirects=0",
      "conf.default.rp_filter=0",
    ]) {
      host.runs("sysctl", "-qw", `net.ipv4.${setting}`);
    }
    host.ip("link", "set", "lo", "up");
    host.ip("link", "set", name, "up");
    host.ip("address", "add", address, "dev", name);
    return host;
  }

  /** The name of its interface to us. */
  get device(): string {
    return this._name;
  }

  /** Hands the kernel a packet; after the test's end, nobody. */
  send(bytes: Uint8Array): void {
    if (!this._closed) this._socket.send(bytes, this._port, "127.0.0.1");
  }

  /** `ip` in the namespace. */
  ip(...args: string[]): void {
    runTool("ip", ["-n", this._name, ...args]);
  }

  /** Runs a command in the namespace to its end. */
  runs(command: string, ...args: string[]): string {
    return runTool("ip", ["netns", "exec", this._name, command, ...args]);
  }

  /** Runs a command in the namespace while this process goes on, and returns what it printed, however it ended. */
  async output(command: string, ...args: string[]): Promise<string> {
    const child = spawn("ip", ["netns", "exec", this._name, command, ...args]);
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (text += data.toString()));
    await once(child, "close");
    return text;
  }

  private _close(): void {
    this._closed = true;
    this._socket.close();
  }
}

async function bound(): Promise<Socket> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return socket;
}
