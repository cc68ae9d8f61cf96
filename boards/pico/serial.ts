/** The class of the board's UARTs. */
export { PicoSerial as default } from "linkpulse/platform/moddable/pico/serial";
