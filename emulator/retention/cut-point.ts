/**
 * What goes wrong at one octet of the traffic with a retained memory. The letter stands in a cut's id, behind the
 * number of the octet, counted from 0 at each power-up, those that are read included.
 */
export type CutKind =
  /** The supply goes before the octet. */
  | "b"
  /** In the middle of it, and it keeps its old value, or takes its new one. */
  | "o"
  | "n"
  /** In the middle of it, and it takes a random value: two are tried. */
  | "r"
  | "s"
  /** The supply stays, and the octet is not acknowledged: the chip took a brown-out for the end. */
  | "k"
  /** The supply stays, the octet is acknowledged, and a random value is what is stored. */
  | "w";

export interface CutPoint {
  octet: number;
  kind: CutKind;
}

/** Those after which the memory is off. */
export const POWER_CUTS = "bonrs";

export function parsePoints(text: string): CutPoint[] {
  return text
    .split(",")
    .filter((point) => point !== "")
    .map((point) => {
      const match = /^(\d+)([bonrskw])$/.exec(point);
      if (match === null) throw new RangeError(`cut "${point}": it must be an octet's number and one of b o n r s k w`);
      return { octet: Number(match[1]), kind: match[2] as CutKind };
    });
}

export function pointsText(points: readonly CutPoint[]): string {
  return points.map(({ octet, kind }) => `${octet}${kind}`).join(",");
}

/** The value of a torn octet that is neither old nor new: the same for the same cut. */
export function tornValue(point: CutPoint, old: number, fresh: number): number {
  let value = (Math.imul(point.octet + 1, 0x9e3779b1) ^ (point.kind.charCodeAt(0) * 0x5bd1)) >>> 7;
  for (value &= 0xff; value === old || value === fresh; value = (value + 0x4d) & 0xff);
  return value;
}
