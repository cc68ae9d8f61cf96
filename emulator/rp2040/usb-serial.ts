import { USBCDC } from "rp2040js";
import type { RPUSBController } from "rp2040js";

/** The most octets that wait in rp2040js' side of the port, which loses those beyond. */
const ROOM = 256;

/**
 * A computer at the Pico's USB that has its serial port open (CDC). rp2040js answers each buffer that the Pico offers at
 * once, with an empty packet if there is nothing: its processor would be busy with them. This one waits until there is
 * something to say, as a host does.
 */
export class UsbSerial {
  private readonly _port: USBCDC;
  private readonly _waiting: number[] = [];
  /** A buffer that the Pico offers, and that is not filled yet. */
  private _offered: (() => void) | null = null;

  constructor(usb: RPUSBController, onOctets: (octets: Uint8Array) => void) {
    this._port = new USBCDC(usb);
    this._port.onSerialData = onOctets;
    const fill = usb.onEndpointRead!;
    usb.onEndpointRead = (endpoint, size) => {
      this._offered = () => fill(endpoint, size);
      this._answer();
    };
  }

  send(octets: Uint8Array): void {
    this._waiting.push(...octets);
    this._answer();
  }

  private _answer(): void {
    const { txFIFO } = this._port;
    while (this._waiting.length > 0 && txFIFO.itemCount < ROOM) this._port.sendSerialByte(this._waiting.shift()!);
    const offered = this._offered;
    if (offered === null || txFIFO.empty) return;
    this._offered = null;
    offered();
  }
}
