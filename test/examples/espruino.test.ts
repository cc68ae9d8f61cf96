import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import test from "ava";
import { testOnEspruino } from "../support/espruino";
import { runScriptOnEspruino } from "../support/espruino-example";
import { ROOT } from "../support/lint";
import { Peer } from "../support/peer";

const EXAMPLE = readFileSync(join(ROOT, "examples/espruino/main.js"), "utf8");

/** The scripts that a user puts into Storage. */
const SCRIPTS = ["linkpulse.js", "linkpulse.min.js"];

const library = (name: string) => readFileSync(join(ROOT, "dist/espruino", name), "utf8");

/** `Serial1` with a wire that a test holds; octets are characters of a string, as Espruino has them. */
class FakeSerial1 {
  setupCalls: unknown[] = [];
  sent: number[] = [];
  private readonly _listeners = new Map<string, (data: string) => void>();

  setup(...options: unknown[]): void {
    this.setupCalls.push(options);
  }

  on(event: string, listener: (data: string) => void): void {
    this._listeners.set(event, listener);
  }

  write(data: Uint8Array): void {
    this.sent.push(...data);
  }

  receive(octets: Uint8Array): void {
    this._listeners.get("data")!(Buffer.from(octets).toString("latin1"));
  }
}

/** The example on Node, with Espruino's clock, timers and `require` in virtual time. */
class Bench {
  readonly serial = new FakeSerial1();
  readonly printed: string[] = [];
  readonly peer: Peer;
  now = 0;
  /** Whether the console was told to stay on USB. */
  consoleForced = false;
  private readonly _timers = new Map<number, { due: number; callback: () => void }>();
  private _nextTimer = 1;

  constructor(script: string) {
    const exports = {};
    const context = vm.createContext({
      exports,
      Date: { now: () => 1.7e12 + this.now + 0.25 },
      setTimeout: (callback: () => void, delay: number) => {
        this._timers.set(this._nextTimer, { due: this.now + delay, callback });
        return this._nextTimer++;
      },
      clearTimeout: (id: number) => {
        if (id === undefined) throw new Error("clears every timer");
        this._timers.delete(id);
      },
      require: (name: string) => {
        if (name !== "linkpulse") throw new Error(`no module ${name}`);
        vm.runInContext(script, context);
        return exports;
      },
      Serial1: this.serial,
      USB: { setConsole: (force: boolean) => (this.consoleForced = force) },
      D0: "D0",
      D1: "D1",
      print: (text: string) => this.printed.push(`${this.now} ${text}`),
    });
    vm.runInContext(EXAMPLE, context);
    this.peer = new Peer((octets) => this.serial.receive(octets), 10000);
    this.peer.serial.start(0);
  }

  until(time: number): void {
    for (; this.now < time; this.now++) {
      for (const [id, timer] of [...this._timers]) {
        if (timer.due > this.now) continue;
        this._timers.delete(id);
        timer.callback();
      }
      this.peer.receive(this.serial.sent.splice(0), this.now);
      this.peer.run(this.now);
    }
  }
}

for (const name of SCRIPTS) {
  test(`the Espruino example goes down and up with its peer (${name}, on Node)`, (t) => {
    const bench = new Bench(library(name));
    t.deepEqual(JSON.parse(JSON.stringify(bench.serial.setupCalls)), [[9600, { errors: true, tx: "D0", rx: "D1" }]]);
    t.true(bench.consoleForced);
    bench.until(35000);
    bench.peer.serial.shut(bench.now);
    bench.until(75000);
    bench.peer.serial.noShut(bench.now);
    bench.until(95000);
    // Acknowledged last is what was sent at 30 s; polls at 50, 60 and 70 s find 1, 2 and 3 keepalives missing.
    // Octets are taken when nothing more has come for 20 ms.
    t.deepEqual(bench.printed, ["70000 line protocol is down", "85020 line protocol is up"]);
  });

  test(`the Espruino example answers a packet with itself (${name}, on Node)`, (t) => {
    const bench = new Bench(library(name));
    bench.until(10010);
    const packet = Array.from({ length: 1500 }, (_, i) => i & 0xff);
    bench.peer.sendPacket(0x0800, packet, bench.now);
    bench.until(11000);
    t.deepEqual(bench.peer.packets, [], "1500 octets take more than a second at 9600 bit/s");
    bench.until(12500);
    t.deepEqual(bench.peer.packets, [[0x0800, packet]]);
  });

  testOnEspruino(`the Espruino example goes down and up with its peer (${name}, from Storage)`, async (t) => {
    t.true(EXAMPLE.includes("interval: 10000"));
    const lines = await runScriptOnEspruino(
      t,
      `
      // A UART whose other end is LoopbackB; there the same library runs as the peer.
      var Serial1 = {
        setup: function () {},
        on: function (event, listener) { LoopbackA.on(event, listener); },
        write: function (data) { LoopbackA.write(data); },
      };
      var D0, D1;
      USB.setConsole = function () {};
      ${EXAMPLE.replace("interval: 10000", "interval: 300")}
      var peer = require("linkpulse").startHdlc({
        serial: { io: LoopbackB, baud: 9600 },
        keepalive: { interval: 300 },
        listener: { packetReceived: function (protocol, bytes, start, end) {
          print("packet " + protocol + " " + bytes.slice(start, end).join());
        } },
      });
      // Readings are kept in a typed array, and one timer does everything, so that only the library changes the usage.
      var usage = new Int32Array(2);
      var time = 0;
      setInterval(function () {
        time += 100;
        if (time === 500) peer.send(0x800, new Uint8Array([1, 0x7e, 0, 255]), 0, 4);
        if (time === 1000 || time === 3500) peer.shut();
        if (time === 2500 || time === 5000) peer.noShut();
        if (time === 3100) usage[0] = process.memory().usage;
        if (time === 5600) usage[1] = process.memory().usage;
        if (time < 5700) return;
        print("variables " + (usage[1] - usage[0]));
        quit();
      }, 100);`,
      { linkpulse: library(name) },
    );
    t.deepEqual(
      lines.filter((line) => /^(line protocol|packet|variables)/.test(line)),
      [
        "packet 2048 1,126,0,255",
        "line protocol is down",
        "line protocol is up",
        "line protocol is down",
        "line protocol is up",
        "variables 0",
      ],
    );
  });
}

test("the Espruino example has at most fifteen lines", (t) => {
  t.true(EXAMPLE.trimEnd().split("\n").length <= 15);
});
