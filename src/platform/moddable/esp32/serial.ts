/** The class of the board's UARTs. */
export { default } from "embedded:io/serial";
