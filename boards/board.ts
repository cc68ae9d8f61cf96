/** What a program needs to know of a board to put a serial line and a console on it. */
export interface Board {
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
  espruino: EspruinoPins;
  /** The fastest line that the interpreter follows octet by octet, bit/s. */
  fastest: { moddable: number; espruino: number };
}

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

/** The line as Espruino names it, and what its console is on. */
export interface EspruinoPins {
  /** `process.env.BOARD`. */
  board: string;
  serial: string;
  transmit: string;
  receive: string;
  console: string;
  /** The SPI of {@link Board.spi}. */
  spi: string;
  /** The I2C of {@link Board.i2c}. */
  i2c: string;
}
