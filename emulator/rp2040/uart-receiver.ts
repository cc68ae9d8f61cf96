import type { RP2040 } from "rp2040js";
import type { ChipClock } from "./chip-clock";

type Uart = RP2040["uart"][number];

/** What of the UART is nobody else's business. */
interface Inner {
  readonly rxFIFO: { readonly itemCount: number; push(value: number): void; pull(): number };
  interruptStatus: number;
  checkInterrupts(): void;
}

const enum Register {
  Data = 0x00,
  FifoLevels = 0x34,
}

const RX_INTERRUPT = 1 << 4;
const TIMEOUT_INTERRUPT = 1 << 6;

/** Octets at which the receiver interrupts, by RXIFLSEL: an eighth to seven eighths of its FIFO. */
const LEVELS = [4, 8, 16, 24, 28];
const RXIFLSEL = 3;
/** Both FIFOs' halves. */
const LEVELS_AT_RESET = 0x12;
/** How long nothing must come before the rest is told, bits. */
const TIMEOUT = 32;

/**
 * Gives a UART of rp2040js, which interrupts at each octet, the receive interrupts of the chip (RP2040 datasheet, 4.2.6.2 and
 * 4.2.6.4): at so many octets in the FIFO, and when 32 bits long nothing came and there are some.
 */
export function interruptAsTheChip(uart: Uart, clock: ChipClock): void {
  const inner = uart as unknown as Inner;
  const readRegister = uart.readUint32.bind(uart);
  const writeRegister = uart.writeUint32.bind(uart);
  let levels = LEVELS_AT_RESET;

  const raise = (bits: number, on: boolean) => {
    inner.interruptStatus = on ? inner.interruptStatus | bits : inner.interruptStatus & ~bits;
  };
  const update = () => {
    const level = uart.fifosEnabled ? (LEVELS[(levels >> RXIFLSEL) & 7] ?? 1) : 1;
    raise(RX_INTERRUPT, inner.rxFIFO.itemCount >= level);
    inner.checkInterrupts();
  };
  const timeout = clock.createAlarm(() => {
    raise(TIMEOUT_INTERRUPT, inner.rxFIFO.itemCount > 0);
    inner.checkInterrupts();
  });

  uart.feedByte = (value) => {
    inner.rxFIFO.push(value);
    timeout.cancel();
    timeout.schedule((TIMEOUT * 1e9) / (uart.baudDivider === 0 ? 115200 : uart.baudRate));
    update();
  };
  uart.readUint32 = (offset) => {
    if (offset === (Register.FifoLevels as number)) return levels;
    if (offset !== (Register.Data as number)) return readRegister(offset);
    const value = inner.rxFIFO.pull();
    if (inner.rxFIFO.itemCount === 0) {
      timeout.cancel();
      raise(TIMEOUT_INTERRUPT, false);
    }
    update();
    return value;
  };
  uart.writeUint32 = (offset, value) => {
    if (offset === (Register.FifoLevels as number)) levels = value;
    else writeRegister(offset, value);
    update();
  };
}
