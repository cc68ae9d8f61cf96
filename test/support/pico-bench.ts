import { Peer } from "./peer";
import { store } from "../../emulator/rp2040/espruino-storage";
import type { StoredFile } from "../../emulator/rp2040/espruino-storage";
import { EmulatedPico } from "../../emulator/rp2040/pico";

/** The Pico with a peer at UART0 and a terminal at UART1. */
export class PicoBench {
  readonly pico: EmulatedPico;
  readonly peer: Peer;
  /** Octets from UART0, with the virtual time of each, ms. */
  readonly line: { at: number; octet: number }[] = [];
  /** What the console printed. */
  console = "";
  /** Octets that the peer put on the line. */
  sent = 0;
  private _arrived: number[] = [];

  /** @param stored what is in Espruino's Storage, where that is the image */
  constructor(
    image: string,
    bootrom: string,
    interval: number,
    encapsulation: "hdlc" | "ppp" = "hdlc",
    stored: readonly StoredFile[] = [],
  ) {
    this.pico = new EmulatedPico(image, bootrom, (uart, octet) => {
      if (uart === 1) this.console += String.fromCharCode(octet);
      else {
        this.line.push({ at: this.pico.now, octet });
        this._arrived.push(octet);
      }
    });
    for (const file of stored) store(this.pico.flash, file);
    this.peer = new Peer(
      (octets) => {
        this.sent += octets.length;
        this.pico.send(0, octets);
      },
      interval,
      encapsulation,
    );
  }

  get now(): number {
    return Math.floor(this.pico.now);
  }

  /** Types a line at the console. */
  type(line: string): void {
    this.pico.send(1, Buffer.from(`${line}\r`));
    this.until(this.now + 100);
  }

  /** Lets both ends run until `time`, or until `enough`. */
  until(time: number, enough = () => false): void {
    while (this.now < time && this.pico.stopped === null && !enough()) {
      this.pico.runUntil(this.now + 1);
      this.peer.receive(this._arrived.splice(0), this.now);
      this.peer.run(this.now);
    }
  }

  /** The console's lines without their time stamps. */
  lines(): string[] {
    return this.console
      .split("\r\n")
      .slice(0, -1)
      .map((line) => line.replace(/^\d\d:\d\d:\d\d\.\d\d\d: /, ""));
  }
}
