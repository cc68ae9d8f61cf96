/** What a program needs to know of a board to put a serial line and a console on it. */
export interface Board {
  name: string;
  /** The UART that the line hangs on, as ECMA-419's Serial class names it. */
  line: BoardUart;
  /** The UART for console lines. */
  console: BoardUart;
  espruino: EspruinoPins;
  /** The fastest line that the interpreter follows octet by octet, bit/s. */
  fastest: { moddable: number; espruino: number };
}

export interface BoardUart {
  port: number;
  transmit: number;
  receive: number;
}

/** The line as Espruino names it, and what its console is on. */
export interface EspruinoPins {
  /** `process.env.BOARD`. */
  board: string;
  serial: string;
  transmit: string;
  receive: string;
  console: string;
}
