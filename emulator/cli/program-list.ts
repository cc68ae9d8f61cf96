import { InvalidArgumentError } from "commander";
import { PROGRAMS } from "../firmware/config";
import type { Programs } from "../firmware/config";

/**
 * What stands behind `--program`: names with commas between, in any order.
 * @throws InvalidArgumentError
 */
export function parsePrograms(text: string): Programs {
  const names = text.split(",");
  const unknown = names.find((name) => !PROGRAMS.some((program) => program === name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`'${unknown}' is none of ${PROGRAMS.join(", ")}.`);
  }
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new InvalidArgumentError(`'${twice}' must be there once.`);
  if (names.includes("router") && names.includes("retention")) {
    throw new InvalidArgumentError("It must be router or retention, which is a router that outlives its supply.");
  }
  return PROGRAMS.filter((program) => names.includes(program)) as Programs;
}
