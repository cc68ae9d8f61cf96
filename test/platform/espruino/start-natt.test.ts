import test from "ava";
import type { EspruinoUdpSocket } from "../../../src/platform/espruino/datagram-port";
import { startNatt } from "../../../src/platform/espruino/start-natt";
import type { EspruinoWifiModule } from "../../../src/platform/espruino/wifi";

Object.assign(globalThis, { E: { toString: (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1") } });

/** Espruino's `Wifi`, in the test's hand. */
class FakeWifiModule implements EspruinoWifiModule {
  readonly log: string[] = [];
  private readonly _listeners = new Map<string, (details: { ip: string }) => void>();

  connect(ssid: string, options: { password?: string }): void {
    this.log.push(`connect ${ssid} ${JSON.stringify(options)}`);
  }

  disconnect(): void {
    this.log.push("disconnect");
  }

  on(event: string, listener: (details: { ip: string }) => void): void {
    this._listeners.set(event, listener);
  }

  emit(event: "connected" | "disconnected"): void {
    this._listeners.get(event)!({ ip: "10.0.0.6" });
  }
}

/** A board whose sockets let out at once what they are given. */
function board(password?: string) {
  const wifi = new FakeWifiModule();
  const sent: string[] = [];
  let sockets = 0;
  const createSocket = (): EspruinoUdpSocket => {
    sockets++;
    const listeners = new Map<string, () => void>();
    return {
      bind: (port) => sent.push(`bind ${port}`),
      on: (event: string, listener: unknown) => listeners.set(event, listener as () => void),
      send: (message, port, address) => {
        sent.push(`${address}:${port} ${Buffer.from(message, "latin1").toString("hex")}`);
        queueMicrotask(() => listeners.get("drain")!());
      },
      close: () => {},
    };
  };
  const lines: string[] = [];
  const console = {
    room: 0x7fffffff,
    attach: () => {},
    write: (bytes: Uint8Array, start: number, end: number) =>
      void lines.push(
        Buffer.from(bytes.subarray(start, end))
          .toString()
          .trimEnd()
          .replace(/^[\d:.]+: /, ""),
      ),
    close: () => {},
  };
  const link = startNatt({
    peerAddress: "192.0.2.1",
    keepalive: { forced: true },
    udp: { createSocket },
    wifi: { io: wifi, ssid: "lab", password },
    console,
  });
  return { link, wifi, sent, lines, sockets: () => sockets };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("the network is joined, the port opened, and a keepalive leaves", async (t) => {
  const { link, wifi, sent, lines, sockets } = board("secret123");
  t.deepEqual(wifi.log, ['connect lab {"password":"secret123"}']);
  t.is(sockets(), 0);
  wifi.emit("connected");
  while (sent.length < 2) await turn();
  t.deepEqual(sent, ["bind 4500", "192.0.2.1:4500 ff"]);
  t.regex(lines.shift()!, /^linkpulse, version /);
  t.deepEqual(lines, ['Wi-Fi: joining "lab"', 'Wi-Fi: joined "lab", address 10.0.0.6']);
  link.close();
  t.is(wifi.log.at(-1), "disconnect");
});

test("an open network is joined without a password, and what is lost is told", async (t) => {
  const { link, wifi, lines } = board();
  t.deepEqual(wifi.log, ["connect lab {}"]);
  wifi.emit("connected");
  await turn();
  wifi.emit("disconnected");
  t.is(lines.at(-1), 'Wi-Fi: lost "lab"; again in 1 sec');
  link.close();
});
