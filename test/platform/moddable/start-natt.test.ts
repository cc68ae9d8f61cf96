import test from "ava";
import type { EmbeddedDatagram, EmbeddedUdp, EmbeddedWifiNetwork } from "../../../src/platform/moddable/embedded";
import type { ModdableNattOptions } from "../../../src/platform/moddable/start-natt";
import { VERSION } from "../../../src/version";
import { FakeDigital, FakeSerial, newHost } from "../../support/moddable/host";
import { importLinkpulse, registerModdableModules } from "../../support/moddable/modules";

registerModdableModules();

/** ECMA-419's Wi-Fi, in the test's hand. */
class FakeEmbeddedWifi {
  static last: FakeEmbeddedWifi;
  connection = 200;
  address: string | undefined = undefined;
  closed = false;
  readonly networks: EmbeddedWifiNetwork[] = [];
  /** Whether it can't begin to connect. */
  refuses = false;
  private readonly _changed: () => void;

  constructor(options: { onChanged: () => void }) {
    this._changed = options.onChanged;
    FakeEmbeddedWifi.last = this;
  }

  connect(network: EmbeddedWifiNetwork): void {
    if (this.refuses) throw new Error("connect failed");
    this.networks.push({ ...network });
    this.connection = 300;
  }

  disconnect(): void {
    this.connection = 200;
  }

  close(): void {
    this.closed = true;
  }

  /** As it goes up and down: 200, 300, 400, 500. */
  change(connection: number): void {
    this.connection = connection;
    this.address = connection === 500 ? "10.0.0.5" : undefined;
    this._changed();
  }
}

/** ECMA-419's UDP. */
class FakeUdp implements EmbeddedUdp {
  static opened: FakeUdp[] = [];
  readonly written: string[] = [];
  closed = false;
  readonly port: number;

  constructor({ port }: { port: number }) {
    this.port = port;
    FakeUdp.opened.push(this);
  }

  read(): EmbeddedDatagram | undefined {
    return undefined;
  }

  write(buffer: Uint8Array, address: string, port: number): void {
    this.written.push(`${address}:${port} ${Buffer.from(buffer).toString("hex")}`);
  }

  close(): void {
    this.closed = true;
  }
}

async function board(options: Partial<ModdableNattOptions> = {}) {
  const { SerialConsole, startNatt } = await importLinkpulse();
  const host = newHost();
  FakeUdp.opened = [];
  const console = new SerialConsole({ io: FakeSerial, port: 1, transmit: 4, receive: 5, baud: 115200 });
  const link = startNatt({
    peerAddress: "192.0.2.1",
    keepalive: { interval: 10_000, forced: true },
    udp: FakeUdp,
    wifi: { io: FakeEmbeddedWifi, ssid: "lab", password: "secret123" },
    console,
    ...options,
  });
  let printed = "";
  return {
    link,
    host,
    wifi: FakeEmbeddedWifi.last,
    /** Lets ms pass, and takes what the console says. */
    pass(ms: number): void {
      for (const end = host.ticks + ms; host.ticks < end;) {
        host.runUntil(Math.min(end, host.ticks + 50));
        printed += Buffer.from(host.ports.get(1)!.leave()).toString();
      }
    },
    type(text: string): void {
      host.ports.get(1)!.arrive(Buffer.from(text));
    },
    /** What the console has said since, without time stamps. */
    told: () => {
      const lines = printed.split("\r\n");
      printed = lines.pop()!;
      return lines.map((line) => line.replace(/^[\d:.]+: /, ""));
    },
  };
}

test.serial("the network is joined, the port opened, and keepalives leave", async (t) => {
  const bench = await board();
  bench.pass(100);
  t.deepEqual(bench.told(), [`linkpulse, version ${String.fromCharCode(...VERSION)}`, 'Wi-Fi: joining "lab"']);
  t.deepEqual(bench.wifi.networks, [{ SSID: "lab", password: "secret123", secure: true }]);
  t.is(FakeUdp.opened.length, 0);
  bench.wifi.change(400);
  bench.pass(100);
  t.is(FakeUdp.opened.length, 0, "no address so far");
  bench.wifi.change(500);
  bench.pass(25_000);
  t.deepEqual(bench.told(), ['Wi-Fi: joined "lab", address 10.0.0.5']);
  const [udp] = FakeUdp.opened;
  t.is(udp!.port, 4500);
  t.deepEqual(udp!.written, new Array(3).fill("192.0.2.1:4500 ff"));
});

test.serial("an open network, another port, and a console that answers", async (t) => {
  const bench = await board({ port: 4501, peerPort: 1024, wifi: { io: FakeEmbeddedWifi, ssid: "open", password: "" } });
  t.deepEqual(bench.wifi.networks, [{ SSID: "open" }]);
  bench.wifi.change(500);
  bench.pass(1_000);
  t.is(FakeUdp.opened[0]!.port, 4501);
  bench.told();
  bench.type("\rshow crypto isakmp nat\r");
  bench.pass(1_000);
  t.true(bench.told().includes("Peer 192.0.2.1 port 1024, NAT keepalive every 10 sec"));
});

test.serial("a network that goes or can't be joined is joined again and again", async (t) => {
  const bench = await board();
  bench.wifi.change(500);
  bench.pass(1_000);
  bench.told();
  bench.wifi.refuses = true;
  bench.wifi.change(200);
  bench.pass(8_000);
  const failed = 'Wi-Fi: could not join "lab": wrong name or password, out of reach, or no address given; again in';
  t.deepEqual(bench.told(), [
    'Wi-Fi: lost "lab"; again in 1 sec',
    'Wi-Fi: joining "lab"',
    `${failed} 2 sec`,
    'Wi-Fi: joining "lab"',
    `${failed} 4 sec`,
    'Wi-Fi: joining "lab"',
    `${failed} 8 sec`,
  ]);
  bench.wifi.refuses = false;
  bench.pass(8_000);
  const sent = FakeUdp.opened[0]!.written.length;
  bench.wifi.change(500);
  bench.pass(1_000);
  t.is(FakeUdp.opened.length, 1);
  t.is(FakeUdp.opened[0]!.written.length, sent + 1, "the first keepalive leaves at once");
});

test.serial("without a Wi-Fi to join the port is opened at once", async (t) => {
  const bench = await board({ wifi: undefined, console: undefined });
  t.is(FakeUdp.opened.length, 1);
  bench.host.runUntil(100);
  t.deepEqual(FakeUdp.opened[0]!.written, ["192.0.2.1:4500 ff"]);
});

test.serial("the LED flashes with each keepalive that left", async (t) => {
  const { KeepaliveLed } = await importLinkpulse();
  const listener = { keepaliveSent: () => led.keepaliveSent() };
  const bench = await board({ listener });
  const led = new KeepaliveLed({ io: FakeDigital, pin: 32 });
  const pin = bench.host.pins.get(32)!;
  let lit = 0;
  const pass = (ms: number) => {
    lit = 0;
    for (let i = 0; i < ms; i++) {
      bench.pass(1);
      lit += pin.level;
    }
    return lit;
  };
  t.is(pass(15_000), 0, "there is no network so far");
  bench.wifi.change(500);
  t.is(pass(25_000), 3 * 50);
  t.is(FakeUdp.opened[0]!.written.length, 3);
});

test.serial("a closed link gives everything back", async (t) => {
  const bench = await board();
  bench.wifi.change(500);
  bench.pass(100);
  bench.link.close();
  t.true(bench.wifi.closed);
  t.true(FakeUdp.opened[0]!.closed);
  t.true(bench.host.ports.get(1)!.closed);
  t.is([...bench.host.timers].filter((timer) => timer.scheduled).length, 0);
});
