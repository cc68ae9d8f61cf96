/** What is wrong with a scenario's values, in words of the file and not of its schema. */
import type { ErrorObject } from "ajv";
import { segmentsOf, valueAt } from "./pointer";

/** The longest value that is quoted, and the longest name that is whole. */
const LONGEST_QUOTE = 40;

/** What an error's parts of the schema say, as far as it is told to a person. */
interface Part {
  description?: string;
  type?: string | string[];
  enum?: unknown[];
  pattern?: string;
  anyOf?: unknown[];
  minimum?: number;
  maximum?: number;
  minItems?: number;
  minProperties?: number;
  required?: string[];
  properties?: object;
}

/** An alternative of a `oneOf`: the keys that make it, and the keys that it may have. */
interface Alternative {
  required: string[];
  propertyNames: { enum: string[] };
}

/** Which of several errors at one place says most: an unknown key is often the one that is missing, misspelt. */
const RANKS: Record<string, number> = { additionalProperties: 0, required: 2, oneOf: 3 };

/** Of all that ajv found, what a person can use: not that an alternative failed, but why the likely one did. */
export function mostTelling(errors: ErrorObject[]): ErrorObject {
  const depth = (error: ErrorObject) => error.instancePath.split("/").length;
  const rank = (error: ErrorObject) => RANKS[error.keyword] ?? 1;
  const unions = errors.filter((error) => error.keyword === "anyOf").map((error) => error.instancePath);
  const candidates = errors.filter((error) => {
    if (error.schemaPath.includes("/oneOf/") || error.keyword === "propertyNames") return false;
    return error.keyword === "anyOf" || !unions.includes(error.instancePath);
  });
  return candidates.sort((a, b) => depth(b) - depth(a) || rank(a) - rank(b))[0]!;
}

/** A sentence about an error that ajv found in `data`; `whole` is what a person calls all of it. */
export function explain(error: ErrorObject, data: unknown, whole: string): string {
  const part = error.parentSchema as Part;
  const where = placeName(data, segmentsOf(error.instancePath), whole);
  switch (error.keyword) {
    case "additionalProperties":
      return `${where}: there is no '${cut(error.params.additionalProperty)}': it must be one of ${listed(Object.keys(part.properties!))}`;
    case "required":
      return `${where}: '${error.params.missingProperty}' is missing`;
    case "oneOf":
      return `${where}: ${alternatives(error.schema as Alternative[], Object.keys(error.data as object))}`;
    default:
      if (error.propertyName !== undefined) return `${where} > ${cut(error.propertyName)}: ${requirement(part)}`;
      return describe(data, error.instancePath, requirement(part), whole);
  }
}

/** A sentence about the value at a JSON pointer: where it is, what it is, and what would be right. */
export function describe(data: unknown, pointer: string, problem: string, whole: string): string {
  const path = segmentsOf(pointer);
  const where = placeName(data, path, whole);
  const value = valueAt(data, path);
  if (value === null || value === undefined) return `${where} is empty: ${problem}`;
  if (typeof value === "object") return `${where}: ${problem}`;
  const quoted = typeof value === "string" ? JSON.stringify(value) : String(value);
  return quoted.length <= LONGEST_QUOTE ? `${where} is ${quoted}: ${problem}` : `${where}: ${problem}`;
}

/** What stands behind "it must be" for a value of a schema. */
function requirement(part: Part): string {
  const { description, minimum, maximum } = part;
  const range =
    maximum !== undefined ? ` from ${minimum} to ${maximum}` : minimum !== undefined ? ` of at least ${minimum}` : "";
  if (part.enum) return `it must be ${part.enum.length > 1 ? "one of " : ""}${listed(part.enum.map(String))}`;
  if (part.anyOf || part.pattern) return `it must be ${sentencePart(description!)}`;
  switch (part.type) {
    case "integer":
      return `it must be a whole number${range}`;
    case "number":
      return `it must be a number${range}`;
    case "boolean":
      return "it must be true or false";
    case "array":
      return part.minItems ? `it must be a list of ${part.minItems}` : "it must be a list, such as []";
    case "object":
      if (part.required) return `it must be a map with ${together(part.required)}`;
      if (part.properties) {
        return `it must be a map${part.minProperties ? " with" : ": {} or"} some of ${listed(Object.keys(part.properties))}`;
      }
      return part.minProperties ? "it must be a map with something in it" : "it must be a map, such as {}";
    default:
      return "it must be text";
  }
}

/** Says which keys make one thing, for a map that has keys of none or of several. */
function alternatives(options: Alternative[], keys: string[]): string {
  const complete = options.filter((option) => option.required.every((key) => keys.includes(key)));
  for (const { required, propertyNames } of complete) {
    const stranger = keys.find((key) => !propertyNames.enum.includes(key));
    if (stranger !== undefined) return `'${stranger}' does not go with ${together(required)}`;
  }
  return `it must have one of these: ${options.map((option) => together(option.required)).join("; ")}`;
}

function together(keys: string[]): string {
  return keys.map((key) => `'${key}'`).join(" and ");
}

function listed(names: string[]): string {
  return names.join(", ");
}

function cut(name: string): string {
  return name.length <= LONGEST_QUOTE ? name : `${name.slice(0, LONGEST_QUOTE)}...`;
}

/** A description as it stands inside of a sentence. */
function sentencePart(description: string): string {
  return `${description[0]!.toLowerCase()}${description.slice(1).replace(/\.$/, "")}`;
}

/** A path for a person: `timeline > item 1 > at`. */
function placeName(data: unknown, path: string[], whole: string): string {
  const names = path.map((segment, i) => {
    return Array.isArray(valueAt(data, path.slice(0, i))) ? `item ${Number(segment) + 1}` : cut(segment);
  });
  return names.length > 0 ? names.join(" > ") : whole;
}
