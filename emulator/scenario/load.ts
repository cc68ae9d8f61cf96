import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Ajv } from "ajv";
import type { ErrorObject, ValidateFunction } from "ajv";
import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import { buildScenario } from "./build";
import { describe, explain, mostTelling } from "./explain";
import { escaped, segmentsOf } from "./pointer";
import type { Scenario } from "./scenario";
import { systemReason } from "../system-error";
import { checkTree, explainYaml } from "./yaml-tree";
import schema from "../scenario.schema.json";

/** Something wrong in what a person wrote: one line that says what, where, and what would be right. */
export class ScenarioError extends Error {}

let compiled: ValidateFunction | undefined;

/** Reads and checks a scenario file. @throws ScenarioError */
export function loadScenario(path: string): Scenario {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new ScenarioError(`${path}: can't be read (${systemReason(error)})`);
  }
  return parseScenario(text, path);
}

/** Checks a scenario's text; `path` is what errors name. @throws ScenarioError */
export function parseScenario(text: string, path: string): Scenario {
  const lines = new LineCounter();
  const failAt = (offset: number, message: string): never => {
    const { line, col } = lines.linePos(offset);
    throw new ScenarioError(`${path}:${line}:${col}: ${printable(message)}`);
  };
  const options = { lineCounter: lines, prettyErrors: false, stringKeys: true, uniqueKeys: false };
  const document = parseDocument(text, options);
  const broken = document.errors[0] ?? document.warnings[0];
  if (broken) failAt(broken.pos[0], explainYaml(broken));
  checkTree(document, failAt);
  const data: unknown = document.toJS({ maxAliasCount: -1 });
  compiled ??= new Ajv({ allErrors: true, useDefaults: true, verbose: true, allowUnionTypes: true }).compile(schema);
  if (!compiled(data)) {
    const error = mostTelling(compiled.errors!);
    failAt(offsetOf(document, error), explain(error, data));
  }
  return buildScenario(data, basename(path).replace(/\.ya?ml$/, ""), (pointer, problem) => {
    return failAt(offsetAt(document, pointer), describe(data, pointer, problem));
  });
}

/** A message on one line, with nothing in it that a terminal obeys. */
function printable(message: string): string {
  return message.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function offsetOf(document: Document, error: ErrorObject): number {
  const key = error.propertyName ?? error.params.additionalProperty;
  return offsetAt(document, key === undefined ? error.instancePath : `${error.instancePath}/${escaped(key)}`);
}

/** Where in the text a JSON pointer leads: to the key in a map, to the item in a list. */
function offsetAt(document: Document, pointer: string): number {
  const path = segmentsOf(pointer);
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
