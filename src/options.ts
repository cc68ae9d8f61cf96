/**
 * Checks for options that a person wrote. They run in constructors only: the one place in device code that may throw,
 * and the one place that may allocate.
 */

/** Returns `value` if it is a whole number from `least` to `most`; else throws a RangeError that names all of it. @setup */
export function checkedInteger(name: string, value: number, least: number, most: number, unit: string): number {
  if (typeof value !== "number" || value % 1 !== 0 || value < least || value > most) {
    const shown = typeof value === "string" ? `"${value as string}"` : value;
    throw new RangeError(`${name} is ${shown}: it must be a whole number from ${least} to ${most}${unit}`);
  }
  return value;
}

/** Returns `value`, or `fallback` where the option was left out, checked as {@link checkedInteger} does. @setup */
export function integerOption(
  name: string,
  value: number | undefined,
  fallback: number,
  least: number,
  most: number,
  unit: string,
): number {
  return checkedInteger(name, value === undefined ? fallback : value, least, most, unit);
}
