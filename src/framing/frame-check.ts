/**
 * Frame check sequences of RFC 1662 appendix C, and none at all (RFC 1570 section 2.1).
 *
 * An {@link Fcs} may be served by a platform's native CRC instead: that is why it takes a run of octets, not one.
 */
export interface Fcs {
  /** Octets that the check adds to a frame: 0, 2 or 4. */
  readonly size: number;
  /** The register before the first octet. */
  readonly initial: number;
  /** The register after a good frame and its FCS; int32. */
  readonly good: number;
  /** The register after octets `[start, end)`; int32. */
  update(register: number, bytes: Uint8Array, start: number, end: number): number;
  /**
   * The register after four octets; int32. Where it is there, a deframer checks octets in the step that copies them. A
   * native CRC leaves it out, and gets each frame as a whole.
   */
  update4?(register: number, a: number, b: number, c: number, d: number): number;
}

/** No FCS: every frame is good. */
export class NoFcs implements Fcs {
  readonly size = 0;
  readonly initial = 0;
  readonly good = 0;

  update(register: number): number {
    return register;
  }
}

/**
 * Writes what follows octets `[start, end)` in a frame, `fcs.size` octets, to `out` at `at`.
 * @returns the index behind them
 */
export function computeCheck(
  fcs: Fcs,
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  at: number,
): number {
  const last = at + fcs.size;
  let check = ~fcs.update(fcs.initial, bytes, start, end);
  while (at < last) {
    out[at++] = check;
    check >>>= 8;
  }
  return at;
}
