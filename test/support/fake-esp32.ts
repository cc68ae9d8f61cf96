/**
 * An ESP32 board behind serialport's binding. Its USB bridge's DTR and RTS are wired as Espressif's boards have them: RTS
 * alone pulls EN (reset) low, DTR alone IO0, and both together neither.
 */
import { createRequire } from "node:module";
import { SerialPortStream } from "@serialport/stream";

interface MockPort {
  emitData(data: string): void;
  set(lines: { dtr?: boolean; rts?: boolean }): Promise<void>;
}

interface MockBinding {
  createPort(path: string): void;
  open(options: object): Promise<MockPort>;
  reset(): void;
}

// As a module it would be loaded twice: the stream requires it.
const { MockBinding } = createRequire(import.meta.url)("@serialport/binding-mock") as { MockBinding: MockBinding };

const PATH = "/dev/ttyUSB0";

const banner = (mode: string) =>
  `ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET),boot:${mode}\r\n${mode === "0x13" ? "Router#" : "waiting for download\r\n"}`;

export class FakeEsp32 {
  /** How often DTR or RTS was set. */
  touched = 0;
  /** How the chip started each time: 0x13 runs the firmware, 0x3 waits for one. */
  readonly boots: string[] = [];
  private _inReset = false;
  private _port: MockPort | undefined;

  constructor() {
    MockBinding.reset();
    MockBinding.createPort(PATH);
  }

  get opened(): boolean {
    return this._port !== undefined;
  }

  /** What opens the board's port, as serialport's SerialPort does. */
  open = (options: { path: string; baudRate: number; hupcl: false }): SerialPortStream => {
    const open = async (given: object) => {
      const port = await MockBinding.open(given);
      const set = port.set.bind(port);
      port.set = async (lines) => {
        this._drive(lines.dtr === true, lines.rts === true);
        return set(lines);
      };
      this._port = port;
      return port;
    };
    return new SerialPortStream({ ...options, binding: { ...MockBinding, open } as never });
  };

  prints(text: string): void {
    this._port!.emitData(text);
  }

  private _drive(dtr: boolean, rts: boolean): void {
    this.touched++;
    const inReset = rts && !dtr;
    if (this._inReset && !inReset) {
      const mode = dtr && !rts ? "0x3" : "0x13";
      this.boots.push(mode);
      this.prints(banner(mode));
    }
    this._inReset = inReset;
  }
}

export { PATH as ESP32_PATH };
