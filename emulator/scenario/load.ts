import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Ajv } from "ajv";
import type { ErrorObject } from "ajv";
import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import { buildScenario } from "./build";
import type { Scenario } from "./scenario";
import schema from "../scenario.schema.json";

/** Something wrong in what a person wrote: one line that says what, where, and what would be right. */
export class ScenarioError extends Error {}

/** Reads and checks a scenario file. @throws ScenarioError */
export function loadScenario(path: string): Scenario {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new ScenarioError(`${path}: ${code === "ENOENT" ? "there is no such file" : `can't be read (${code})`}`);
  }
  return parseScenario(text, path);
}

/** Checks a scenario's text; `path` is what errors name. @throws ScenarioError */
export function parseScenario(text: string, path: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const fail = (offset: number, message: string): never => {
    const { line, col } = lines.linePos(offset);
    throw new ScenarioError(`${path}:${line}:${col}: ${message}`);
  };
  const broken = document.errors[0];
  if (broken) fail(broken.pos[0], broken.message.split("\n")[0]!);
  const data: unknown = document.toJS();
  const validate = new Ajv({ allErrors: true, useDefaults: true, verbose: true, allowUnionTypes: true }).compile(
    schema,
  );
  if (!validate(data)) {
    const error = mostTelling(validate.errors!);
    fail(offsetOf(document, error), explain(error));
  }
  const fallbackName = basename(path).replace(/\.ya?ml$/, "");
  return buildScenario(data, fallbackName, (pointer, message) => fail(offsetAt(document, pointer), message));
}

/** Of all that ajv found, what a person can use: not that an alternative failed, but why the likely one did. */
function mostTelling(errors: ErrorObject[]): ErrorObject {
  const depth = (error: ErrorObject) => error.instancePath.split("/").length;
  const plain = errors.filter((error) => !["oneOf", "anyOf", "if"].includes(error.keyword));
  const unions = errors.filter((error) => error.keyword === "anyOf" && error.instancePath !== "");
  const candidates = [
    ...plain.filter((error) => !unions.some((union) => union.instancePath === error.instancePath)),
    ...unions,
  ].filter((error) => !(error.keyword === "required" && error.schemaPath.includes("/oneOf/")));
  const pool = candidates.length > 0 ? candidates : errors;
  return pool.reduce((best, error) => (depth(error) > depth(best) ? error : best));
}

function explain(error: ErrorObject): string {
  const where = error.instancePath.split("/").slice(1).map(unescape).join(" > ") || "the scenario";
  const value = JSON.stringify(error.data);
  const shown = value !== undefined && value.length <= 40 ? ` is ${value}` : "";
  switch (error.keyword) {
    case "additionalProperties":
      return `${where}: there is no '${error.params.additionalProperty}'; what there is: ${Object.keys((error.parentSchema as { properties: object }).properties).join(", ")}`;
    case "required":
      return `${where}: '${error.params.missingProperty}' is missing`;
    case "enum":
      return `${where}${shown}: it must be one of ${error.params.allowedValues.map(String).join(", ")}`;
    case "minimum":
    case "maximum": {
      const { minimum, maximum } = error.parentSchema as { minimum?: number; maximum?: number };
      return `${where}${shown}: it must be ${range(minimum, maximum)}`;
    }
    case "type":
      return `${where}${shown}: it must be ${article(error.params.type)}`;
    case "oneOf":
      return `${where}: it must have exactly one of ${alternatives(error)}`;
    case "anyOf":
    case "pattern": {
      const { description } = error.parentSchema as { description?: string };
      return `${where}${shown}: ${description ? `it must be: ${description}` : `it must match ${error.params.pattern}`}`;
    }
    default:
      return `${where}${shown}: ${error.message}`;
  }
}

function range(minimum: number | undefined, maximum: number | undefined): string {
  if (minimum === undefined) return `at most ${maximum}`;
  if (maximum === undefined) return `at least ${minimum}`;
  return `${minimum} to ${maximum}`;
}

function article(type: string | string[]): string {
  const name = String(type);
  return /^[aeio]/.test(name) ? `an ${name}` : `a ${name}`;
}

function alternatives(error: ErrorObject): string {
  const options = error.schema as { required: string[] }[];
  return options.map((option) => option.required.map((name) => `'${name}'`).join(" with ")).join(", ");
}

function unescape(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}

function offsetOf(document: Document, error: ErrorObject): number {
  const pointer = error.instancePath;
  if (error.keyword !== "additionalProperties") return offsetAt(document, pointer);
  return offsetAt(
    document,
    `${pointer}/${String(error.params.additionalProperty).replaceAll("~", "~0").replaceAll("/", "~1")}`,
  );
}

/** Where in the text a JSON pointer leads: to the key in a map, to the item in a list. */
function offsetAt(document: Document, pointer: string): number {
  const path = pointer.split("/").slice(1).map(unescape);
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1]!;
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
      if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0];
    }
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
}
