/**
 * What a program and the tools need to know of a board: each folder of `boards/` has one in its `board.ts`. As a board's
 * module goes into the image, such a file imports nothing but types.
 */
export interface Board {
  /** As a person calls it. */
  name: string;
  /** The UART that the line hangs on, as ECMA-419's Serial class names it. */
  line: BoardUart;
  /** The UART for console lines. */
  console: BoardUart;
  /** The SPI that an Ethernet chip hangs on. */
  spi: BoardSpi;
  /** The pin for an Ethernet chip's interrupt. */
  interrupt: number;
  /** The I2C that a clock chip hangs on. */
  i2c: BoardI2c;
  /** The pin that measures the supply, or is told that it is good. */
  supply: number;
  /** At which supply a runtime reads its most there, mV, with resistors before the pin that divide by 3. */
  fullScale: EachRuntime;
  /** The pin of an LED that is lit while it is high, and flashes with keepalives. A runtime left out: it reaches none. */
  led: Partial<EachRuntime>;
  moddable: ModdableBoard;
  espruino: EspruinoBoard;
  /** The fastest line that the interpreter follows octet by octet, bit/s. */
  fastest: EachRuntime;
  /** The longest packet for which there is time and memory, octets. */
  mtu: EachRuntime;
  /** Octets of memory that are free where a program starts, the library there. A runtime left out: nobody measured it. */
  heap?: Partial<EachRuntime>;
  /** Octets of flash: for the whole image of Moddable, for all files in Espruino's Storage. */
  flash: EachRuntime;
  /** The memories of the board itself that outlive a reset, the first of them where none is chosen. */
  memories: Record<Runtime, BoardMemory[]>;
  /** The runtimes that have a Wi-Fi of the board. */
  wifi: Runtime[];
}

export type Runtime = "moddable" | "espruino";

/** Scratch registers of a Pico, RTC memory of an ESP32, raw flash. */
export type BoardMemory = "scratch" | "rtc" | "flash";

export type EachRuntime = Record<Runtime, number>;

export interface BoardUart {
  port: number;
  transmit: number;
  receive: number;
}

/** As ECMA-419's SPI class names it: SCK, MOSI, MISO and chip select. */
export interface BoardSpi {
  port: number;
  clock: number;
  out: number;
  in: number;
  select: number;
}

/** As ECMA-419's I2C class names it: SDA and SCL. */
export interface BoardI2c {
  port: number;
  data: number;
  clock: number;
}

/** The board as Moddable's mcconfig knows it. */
export interface ModdableBoard {
  /** What stands behind `-p`. */
  platform: string;
  /** The drive that the board shows with BOOTSEL held; null where it is flashed over a serial port. */
  drive: string | null;
}

/** The line as Espruino names it, and what its console is on. */
export interface EspruinoBoard {
  /** `process.env.BOARD`. */
  board: string;
  /** Whose watchdog and reset registers the library is to use. Left out: it knows neither. */
  chip?: "RP2040" | "RP2350" | "ESP32";
  serial: string;
  transmit: string;
  receive: string;
  console: string;
  /** The SPI of {@link Board.spi}. */
  spi: string;
  /** The I2C of {@link Board.i2c}. */
  i2c: string;
}

/**
 * The pins of a board as they lie when its USB plug is at the top: a folder's `header.ts`, of which docs/boards.md is
 * drawn. A number is a GPIO, a text is what else a pin is.
 */
export interface Header {
  /** From top to bottom. */
  left: (number | string)[];
  right: (number | string)[];
  /** Whether pins are numbered down the left side and up the right one, as a Pico's are. */
  numbered: boolean;
  /** What the board has on pins that it does not lead out, and other notes of one line. */
  notes: string[];
}
