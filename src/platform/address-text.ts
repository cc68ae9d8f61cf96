/**
 * An IPv4 address as int32 and as the text that a runtime's sockets take and give. The last one is kept: as long as it
 * stays the same, nothing is allocated.
 */
export class AddressText {
  private _address = 0;
  private _text = "0.0.0.0";

  /* eslint-disable linkpulse/no-allocation -- The runtimes want texts: one is made for each change of the address. */
  textOf(address: number): string {
    if (address !== this._address) {
      this._address = address;
      this._text = `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
    }
    return this._text;
  }

  /** The address that a text stands for, as a runtime wrote it. */
  addressOf(text: string): number {
    if (text !== this._text) {
      let address = 0;
      let number = 0;
      for (let i = 0; i < text.length; i++) {
        const digit = text.charCodeAt(i) - 48;
        // Between the numbers stand points, whose code lies below that of 0.
        if (digit >= 0) {
          number = number * 10 + digit;
        } else {
          address = (address << 8) | number;
          number = 0;
        }
      }
      this._text = text;
      this._address = (address << 8) | number;
    }
    return this._address;
  }
  /* eslint-enable linkpulse/no-allocation */
}
