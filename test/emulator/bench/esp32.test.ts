/** A bench on an ESP32 board, whose DTR and RTS drive reset and boot mode: it must not notice who opens its port. */
import test from "ava";
import { NodeSerialPort } from "../../../src/platform/node/serial-port";
import type { SerialStream } from "../../../src/platform/node/serial-port";
import { benchOn, portWithPeer } from "../../support/bench";
import { VirtualTime } from "../../support/virtual-time";

/** As long as the ROM and the firmware take to start, ms. */
const BOOTING = 400;

/** serialport's SerialPort with a board behind it that runs HDLC, and starts anew at each touch of DTR or RTS. */
function board(time: VirtualTime) {
  const { port: line, peer, peerPort } = portWithPeer(time, "hdlc", { interval: 1000 });
  let resets = 0;
  class Stream implements SerialStream {
    isOpen = false;
    private readonly _listeners = new Map<string, (argument: never) => void>();

    constructor() {
      line.attach({
        receive: (bytes: Uint8Array, start: number, end: number) => this._tell("data", bytes.subarray(start, end)),
      } as never);
      time.after(5, () => {
        this.isOpen = true;
        this._tell("open");
      });
    }

    on(event: string, listener: (argument: never) => void): void {
      this._listeners.set(event, listener);
    }

    write(data: Uint8Array, done: (error: null) => void): void {
      line.write(data, 0, data.length);
      time.after(1, () => done(null));
    }

    set(_lines: { dtr: boolean; rts: boolean }, done: (error: null) => void): void {
      resets++;
      const now = () => peerPort.loop.now();
      peer.shut(now());
      this._tell("data", Buffer.from("ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET),boot:0x13\r\n"));
      time.after(BOOTING, () => {
        peer.noShut(now());
        peerPort.loop.update();
      });
      done(null);
    }

    get(done: (error: null, lines: { cts: boolean; dsr: boolean; dcd: boolean }) => void): void {
      done(null, { cts: false, dsr: false, dcd: false });
    }

    close(): void {
      this.isOpen = false;
    }

    private _tell(event: string, argument?: unknown): void {
      this._listeners.get(event)?.(argument as never);
    }
  }
  return { io: Stream, resets: () => resets };
}

for (const [title, modemLines] of [
  ["it is never reset", false],
  ["told to drive the modem lines, the bench resets it", true],
] as const) {
  test(title, async (t) => {
    const time = new VirtualTime();
    const { io, resets } = board(time);
    const port = new NodeSerialPort({ io, path: "/dev/ttyUSB0", baud: 115200, modemLines }, time.loop);
    const report = await benchOn(time, port, { modemLines });
    port.close();
    t.is(report.found, "hdlc");
    if (modemLines) {
      t.true(resets() > 0);
    } else {
      t.is(resets(), 0);
      t.is(report.verdict, "good");
    }
  });
}
