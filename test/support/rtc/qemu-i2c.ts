/**
 * A chip that QEMU emulates, on an I2C bus whose two pins are moved one by one through QEMU's test interface. QEMU's time
 * is that of libfaketime, which reads it from a file: it stands still until it is told to go on.
 */
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { ExecutionContext } from "ava";
import { endWithProcess } from "../../../emulator/engine/child";
import { temporaryFile } from "../temporary-file";
import type { Tool } from "../tool";
import type { I2cMaster } from "./i2c-master";

export const QEMU_TOOLS: Tool[] = [
  ["qemu-system-arm", "qemu-system-arm"],
  ["faketime", "faketime"],
];

/** Of versatilepb's I2C controller: writing here sets pins, writing four octets further on clears them. */
const PINS = 0x10002000;
const CLEAR = PINS + 4;
const SCL = 1;
const SDA = 2;

/** The dynamic linker knows where a machine of this kind has its libraries. */
const FAKETIME = "/usr/$LIB/faketime/libfaketimeMT.so.1";

const ARGUMENTS = ["-M", "versatilepb", "-S", "-nodefaults", "-display", "none", "-audiodev", "none,id=none"];
const TEST_INTERFACE = ["-qtest", "stdio", "-qtest-log", "none", "-rtc", "base=utc,clock=host"];

const set = (pins: number) => `writel ${PINS} ${pins}`;
const clear = (pins: number) => `writel ${CLEAR} ${pins}`;
const LOOK = `readl ${PINS}`;

/** A bit, with a look at SDA while SCL is high. */
const bit = (level: number) => [level ? set(SDA) : clear(SDA), set(SCL), LOOK, clear(SCL)];

export class QemuI2c implements I2cMaster {
  private readonly _child: ChildProcessWithoutNullStreams;
  private readonly _address: number;
  private readonly _timeFile: string;
  /** Seconds since 1970. */
  private _time = 0;
  private _received = "";
  private _complaints = "";
  private _answers: string[] = [];
  private _answered: () => void = () => {};

  /**
   * Starts QEMU.
   * @param address of the chip that is spoken to
   * @param begin the time at which its clock begins, ISO 8601
   */
  constructor(t: ExecutionContext, address: number, begin: string) {
    this._address = address;
    this._timeFile = temporaryFile(t, "time");
    this._setTime(Date.parse(begin) / 1000);
    this._child = spawn("qemu-system-arm", [...ARGUMENTS, ...TEST_INTERFACE], {
      env: {
        ...process.env,
        TZ: "UTC",
        LD_PRELOAD: FAKETIME,
        FAKETIME_TIMESTAMP_FILE: this._timeFile,
        FAKETIME_NO_CACHE: "1",
        FAKETIME_DONT_FAKE_MONOTONIC: "1",
      },
    });
    endWithProcess(this._child);
    this._child.stdout.setEncoding("utf8").on("data", (text: string) => this._take(text));
    this._child.stderr.setEncoding("utf8").on("data", (text: string) => (this._complaints += text));
    this._child.on("exit", () => this._answered());
    t.teardown(() => this._child.kill("SIGKILL"));
  }

  async start(reading: boolean): Promise<boolean> {
    await this._ask([set(SDA), set(SCL), clear(SDA), clear(SCL)]);
    return this.write((this._address << 1) | (reading ? 1 : 0));
  }

  async write(octet: number): Promise<boolean> {
    const bits = [7, 6, 5, 4, 3, 2, 1, 0].map((place) => (octet >> place) & 1);
    const levels = await this._ask([...bits, 1].flatMap(bit));
    return levels[8] === 0;
  }

  async read(last: boolean): Promise<number> {
    const acknowledge = last ? 1 : 0;
    const levels = await this._ask([1, 1, 1, 1, 1, 1, 1, 1, acknowledge].flatMap(bit));
    return levels.slice(0, 8).reduce((octet, level) => (octet << 1) | level, 0);
  }

  async stop(): Promise<void> {
    await this._ask([clear(SDA), set(SCL), set(SDA)]);
  }

  async pass(seconds: number): Promise<void> {
    this._setTime(this._time + seconds);
  }

  private _setTime(time: number): void {
    this._time = time;
    writeFileSync(this._timeFile, `${new Date(time * 1000).toISOString().slice(0, 19).replace("T", " ")}\n`);
  }

  private _take(text: string): void {
    const lines = (this._received + text).split("\n");
    this._received = lines.pop()!;
    this._answers.push(...lines);
    this._answered();
  }

  /** Carries out commands. @returns SDA at each look */
  private async _ask(commands: string[]): Promise<number[]> {
    this._answers = [];
    this._child.stdin.write(commands.map((command) => `${command}\n`).join(""));
    while (this._answers.length < commands.length) {
      if (this._child.exitCode !== null || this._child.signalCode !== null)
        throw new Error(`qemu-system-arm ended: ${this._complaints}`);
      await new Promise<void>((resolve) => (this._answered = resolve));
    }
    const refused = this._answers.find((answer) => !answer.startsWith("OK"));
    if (refused !== undefined) throw new Error(`qemu-system-arm: ${refused}`);
    return this._answers
      .filter((answer) => answer !== "OK")
      .map((answer) => (parseInt(answer.slice(3), 16) & SDA) / SDA);
  }
}
