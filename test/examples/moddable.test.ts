import test from "ava";
import { FakeSerial, newHost } from "../support/moddable/host";
import type { ModdableHost, SerialStyle } from "../support/moddable/host";
import { registerModdableModules } from "../support/moddable/modules";
import { Peer } from "../support/peer";

registerModdableModules();

const EXAMPLE = new URL("../../../examples/moddable/main.js", import.meta.url);

/** The example on a fake device, with a peer at the other end of its UART. */
class Bench {
  readonly host: ModdableHost;
  readonly peer: Peer;
  readonly port: FakeSerial;
  /** What the example traced, with the time. */
  readonly traced: string[] = [];

  constructor(host: ModdableHost) {
    this.host = host;
    this.port = host.ports.get(0)!;
    this.peer = new Peer((octets) => this.port.arrive(octets), 10000);
    this.peer.serial.start(0);
    Object.assign(globalThis, { trace: (text: string) => this.traced.push(`${host.ticks} ${text}`) });
  }

  /** Lets both ends run until `time`, in steps of a few octets' time. */
  until(time: number): void {
    while (this.host.ticks < time) {
      this.host.runUntil(Math.min(this.host.ticks + 2, time));
      this.peer.receive(this.port.leave(24), this.host.ticks);
      this.peer.run(this.host.ticks);
    }
  }
}

for (const style of ["pico", "esp32"] satisfies SerialStyle[]) {
  test.serial(`the Moddable example goes down and up with its peer (Serial as on ${style})`, async (t) => {
    FakeSerial.style = style;
    const host = newHost();
    await import(`${EXAMPLE.href}?${style}`);
    const bench = new Bench(host);
    t.is(bench.port.options.baud, 115200);

    bench.until(35000);
    bench.peer.serial.shut(35000);
    bench.until(75000);
    bench.peer.serial.noShut(75000);
    bench.until(95000);

    // Heard last at 30 s; polls at 40, 50 and 60 s find 1, 2 and 3 keepalives missing. The peer's first is sent at 85 s.
    t.deepEqual(bench.traced, ["60000 line protocol is down\n", "85000 line protocol is up\n"]);
  });
}

test.serial("the Moddable example answers a packet with itself", async (t) => {
  const host = newHost();
  await import(`${EXAMPLE.href}?packet`);
  const bench = new Bench(host);
  bench.until(10010);
  const packet = Array.from({ length: 1500 }, (_, i) => i & 0xff);
  bench.peer.sendPacket(0x0800, packet, bench.host.ticks);
  bench.until(11000);
  t.deepEqual(bench.peer.packets, [[0x0800, packet]]);
});

test("the Moddable example has at most fifteen lines", async (t) => {
  const { readFile } = await import("node:fs/promises");
  t.true((await readFile(EXAMPLE, "utf8")).trimEnd().split("\n").length <= 15);
});
