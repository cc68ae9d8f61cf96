import type { CalibrationRegister } from "../rtc/calibration";
import { Prepared } from "../rtc/prepared";
import { CRSTRIM, Mcp7940nRegister, TRIM_SIGN } from "./registers";

/**
 * The digital trimming of the MCP7940N: once a minute it adds or takes two clocks of 32768 Hz for each step, 1.017 parts
 * per million, up to 129. It goes on while the chip is on its battery. Coarse trimming is switched off.
 *
 * Source: DS20005010F, section 5.6, pages 29 and 30.
 */
export class Mcp7940nTrim implements CalibrationRegister {
  /** 2 / (60 * 32768). */
  readonly step = 1_017_253;
  readonly least = -127;
  readonly most = 127;

  decode(registers: Uint8Array): number {
    const trim = registers[Mcp7940nRegister.OSCTRIM]!;
    return (trim & TRIM_SIGN) !== 0 ? trim & ~TRIM_SIGN : 0 - trim;
  }

  prepare(step: number, steps: number, registers: Uint8Array, out: Uint8Array): number {
    if (step > 0) return Prepared.Done;
    out[0] = Mcp7940nRegister.CONTROL;
    out[1] = registers[Mcp7940nRegister.CONTROL]! & ~CRSTRIM;
    out[2] = steps > 0 ? TRIM_SIGN | steps : 0 - steps;
    return 2;
  }
}
