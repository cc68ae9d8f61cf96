import { ModemLine } from "../../ports";
import type { EmbeddedDigital, EmbeddedDigitalClass } from "./embedded";

/** Which pins carry modem lines; those that are left out do not exist. Asserted is low, as RS-232 drivers want it. */
export interface ModemLineOptions {
  /** `Digital` of `embedded:io/digital`. */
  io: EmbeddedDigitalClass;
  dtr?: number;
  rts?: number;
  cts?: number;
  dsr?: number;
  dcd?: number;
}

/**
 * The modem lines of a serial port, on digital pins. A line that we sense and that has no pin counts as asserted.
 *
 * Memory: one object for each pin.
 */
export class ModemLines {
  private readonly _dtr: EmbeddedDigital | null;
  private readonly _rts: EmbeddedDigital | null;
  private readonly _cts: EmbeddedDigital | null;
  private readonly _dsr: EmbeddedDigital | null;
  private readonly _dcd: EmbeddedDigital | null;

  /** @param onChange called when a line that we sense changes */
  constructor(options: ModemLineOptions, onChange: () => void) {
    this._dtr = output(options.io, options.dtr);
    this._rts = output(options.io, options.rts);
    this._cts = input(options.io, options.cts, onChange);
    this._dsr = input(options.io, options.dsr, onChange);
    this._dcd = input(options.io, options.dcd, onChange);
  }

  /** Drives DTR and RTS; bits of {@link ModemLine}. */
  set(lines: number): void {
    if (this._dtr !== null) this._dtr.write(lines & ModemLine.DTR ? 0 : 1);
    if (this._rts !== null) this._rts.write(lines & ModemLine.RTS ? 0 : 1);
  }

  /** The lines that we sense; bits of {@link ModemLine}. */
  sense(): number {
    return (
      (isAsserted(this._cts) ? ModemLine.CTS : 0) |
      (isAsserted(this._dsr) ? ModemLine.DSR : 0) |
      (isAsserted(this._dcd) ? ModemLine.DCD : 0)
    );
  }

  close(): void {
    closePin(this._dtr);
    closePin(this._rts);
    closePin(this._cts);
    closePin(this._dsr);
    closePin(this._dcd);
  }
}

/** @setup */
function output(Digital: EmbeddedDigitalClass, pin: number | undefined): EmbeddedDigital | null {
  if (pin === undefined) return null;
  const digital = new Digital({ pin: pin, mode: Digital.Output });
  digital.write(1);
  return digital;
}

/** A wire that is not plugged in is pulled up: not asserted. @setup */
function input(Digital: EmbeddedDigitalClass, pin: number | undefined, onChange: () => void): EmbeddedDigital | null {
  if (pin === undefined) return null;
  const edge = Digital.Rising | Digital.Falling;
  return new Digital({ pin: pin, mode: Digital.InputPullUp, edge: edge, onReadable: onChange });
}

function isAsserted(digital: EmbeddedDigital | null): boolean {
  return digital === null || digital.read() === 0;
}

function closePin(digital: EmbeddedDigital | null): void {
  if (digital !== null) digital.close();
}
