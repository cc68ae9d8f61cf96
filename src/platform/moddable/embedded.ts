/**
 * What this platform asks of ECMA-419's IO classes and of the SDK. They are passed in: `Serial` of `embedded:io/serial`,
 * `Digital` of `embedded:io/digital`, `Analog` of `embedded:io/analog`, `I2C` of `embedded:io/i2c`, `UDP` of `embedded:io/socket/udp`, `WiFi` of
 * `embedded:network/interface/wifi`, `Preference` of `preference`, `Flash` of
 * `flash` or `linkpulse/flash`, or any with the same behaviour.
 */

export interface EmbeddedSerial {
  /** Fills the buffer; the number of octets read where the class tells it. */
  read(buffer: Uint8Array): unknown;
  /** Sends the whole buffer, or throws if there is no room for it. */
  write(buffer: Uint8Array): void;
  close(): void;
}

export interface EmbeddedSerialSettings {
  /** bit/s */
  baud: number;
  /** Pins. */
  transmit: number;
  receive: number;
  /** Which UART. The Pico knows it by the pins. */
  port: number;
}

export interface EmbeddedSerialClass {
  new (
    options: EmbeddedSerialSettings & {
      format: "buffer";
      onReadable?: (octets: number) => void;
      onWritable?: (octets: number) => void;
    },
  ): EmbeddedSerial;
}

export interface EmbeddedDigital {
  read(): number;
  write(value: 0 | 1): void;
  close(): void;
}

export interface EmbeddedDigitalClass {
  new (options: { pin: number; mode: number; edge?: number; onReadable?: () => void }): EmbeddedDigital;
  readonly InputPullUp: number;
  readonly Output: number;
  readonly Rising: number;
  readonly Falling: number;
}

export interface EmbeddedAnalog {
  /** Bits of what {@link read} gives. */
  readonly resolution: number;
  read(): number;
}

export interface EmbeddedAnalogClass {
  new (options: { pin: number }): EmbeddedAnalog;
}

/** What a UDP socket read: the octets, and who sent them. */
export interface EmbeddedDatagram extends ArrayBuffer {
  readonly address: string;
  readonly port: number;
}

export interface EmbeddedUdp {
  /** The next datagram that waits; undefined if there is none. */
  read(): EmbeddedDatagram | undefined;
  /** Sends the whole buffer, or throws if that is not possible now. */
  write(buffer: Uint8Array, address: string, port: number): void;
  /** Always there, though the SDK's typings (8.2.3) don't know it. */
  close?(): void;
}

export interface EmbeddedUdpClass {
  new (options: { port: number; onReadable: (datagrams: number) => void }): EmbeddedUdp;
}

export interface Preference {
  get(domain: string, key: string): string | boolean | number | ArrayBuffer | undefined;
  /** Throws when there is no room. */
  set(domain: string, key: string, value: ArrayBuffer): void;
  delete(domain: string, key: string): void;
}

export interface EmbeddedSpi {
  /** Sends the whole buffer, and puts what comes in meanwhile in its place. The chip stays selected. */
  transfer(buffer: Uint8Array): void;
  /** Waits for the bus; with `true` it deselects the chip. */
  flush(deselect: boolean): void;
  /** Always there, though the SDK's typings (8.2.3) don't know it. */
  close?(): void;
}

export interface EmbeddedSpiSettings {
  /** Pins. */
  clock: number;
  out: number;
  in: number;
  select: number;
  /** At most so many Hz: what the divider gives below it. */
  hz: number;
  /** Which SPI. The Pico knows it by the pins. */
  port: number;
}

export interface EmbeddedSpiClass {
  new (options: EmbeddedSpiSettings & { active: 0; mode: 0 }): EmbeddedSpi;
}

export interface EmbeddedI2c {
  /** Fills the buffer. Throws when the chip does not answer, or the time is over. */
  read(buffer: Uint8Array): unknown;
  /** Sends the whole buffer. Throws as `read` does. */
  write(buffer: Uint8Array): void;
  /** Sends one buffer, then fills the other. Throws as `read` does. */
  writeRead(written: Uint8Array, read: Uint8Array): unknown;
  close(): void;
}

export interface EmbeddedI2cSettings {
  /** Pins. */
  data: number;
  clock: number;
  hz: number;
  /** Which I2C. The Pico knows it by the pins. */
  port: number;
}

/** One object for each chip on a bus. */
export interface EmbeddedI2cClass {
  new (options: EmbeddedI2cSettings & { address: number; timeout: number }): EmbeddedI2c;
}

export interface EmbeddedFlash {
  /** Octets of a sector, and of all. */
  readonly blockSize: number;
  readonly byteLength: number;
  /** Throws when it fails. */
  erase(sector: number): void;
  /** Programs the first octets of the buffer. Throws when it fails. */
  write(offset: number, byteLength: number, buffer: Uint8Array): void;
  /** The flash as memory that can be read. */
  map(): unknown;
}

export interface EmbeddedWifiNetwork {
  SSID: string;
  password?: string;
  secure?: boolean;
}

export interface EmbeddedWifi {
  /** 200 to 299: not connected; 300: connecting; 400: connected, without an address; 500: with one. */
  readonly connection: number;
  readonly address: string | undefined;
  /** Throws when it can't begin. */
  connect(network: EmbeddedWifiNetwork): void;
  disconnect(): void;
  close(): void;
}

export interface EmbeddedWifiClass {
  new (options: { onChanged: () => void }): EmbeddedWifi;
}
