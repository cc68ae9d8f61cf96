import type { Fcs } from "../../../framing/frame-check";

/** How XS ties a function to C; it knows it by exactly this form. */
declare function native(name: string): { call(self: unknown, ...args: unknown[]): never };

/** FCS-16 of `framing/fcs` in C; see there. */
export class Fcs16 implements Fcs {
  readonly size = 2;
  readonly initial = 0xffff;
  readonly good = 0xf0b8;

  update(register: number, bytes: Uint8Array, start: number, end: number): number {
    return native("xs_linkpulse_fcs16").call(this, register, bytes, start, end);
  }
}

/** FCS-32 of `framing/fcs` in C; see there. */
export class Fcs32 implements Fcs {
  readonly size = 4;
  readonly initial = -1;
  readonly good = -558161693;

  update(register: number, bytes: Uint8Array, start: number, end: number): number {
    return native("xs_linkpulse_fcs32").call(this, register, bytes, start, end);
  }
}

// They keep nothing: who needs one shares them. Frozen, they stay in flash.
export const FCS16 = Object.freeze(new Fcs16());
export const FCS32 = Object.freeze(new Fcs32());
