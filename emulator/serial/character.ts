/** The bits of a character on an asynchronous line, as both halves of a UART and the octet-level line know them. */
import type { UartSettings } from "./line";

/** How many bits a character has, start and stop included. */
export function characterBits(uart: UartSettings): number {
  return firstStopBit(uart) + uart.stopBits;
}

/** The number of the first stop bit; the start bit is 0. */
export function firstStopBit(uart: UartSettings): number {
  return 1 + uart.dataBits + (uart.parity === "none" ? 0 : 1);
}

/** How long one bit is by this end's clock, ns. */
export function bitTime(uart: UartSettings): number {
  return 1e9 / (uart.baud * (1 + uart.drift / 1e6));
}

/** How long one character is on the line, ns. */
export function characterTime(uart: UartSettings): number {
  return characterBits(uart) * bitTime(uart);
}

/** The start bit (0), the data bits, the parity bit if there is one, the stop bits (1); the first is the lowest. */
export function characterLevels(octet: number, uart: UartSettings): number {
  const data = octet & dataMask(uart);
  const stop = firstStopBit(uart);
  const stops = ((1 << uart.stopBits) - 1) << stop;
  return stops | (parityBit(data, uart) << (stop - 1)) | (data << 1);
}

/** The octet in the levels of a character, which need no more than one stop bit; -1 for wrong parity or stop bit. */
export function octetOf(levels: number, uart: UartSettings): number {
  const stop = firstStopBit(uart);
  const data = (levels >>> 1) & dataMask(uart);
  const parityWrong = uart.parity !== "none" && ((levels >>> (stop - 1)) & 1) !== parityBit(data, uart);
  return parityWrong || ((levels >>> stop) & 1) === 0 ? -1 : data;
}

function dataMask(uart: UartSettings): number {
  return (1 << uart.dataBits) - 1;
}

/** The bit that makes the number of ones even, or odd; 0 without parity. */
function parityBit(data: number, uart: UartSettings): number {
  if (uart.parity === "none") return 0;
  let ones = uart.parity === "odd" ? 1 : 0;
  for (; data !== 0; data >>>= 1) ones += data & 1;
  return ones & 1;
}
