/** A YAML file that a person wrote, checked against a schema: what scenarios and the firmware's configuration share. */
import { Ajv } from "ajv";
import type { AnySchema, ErrorObject, ValidateFunction } from "ajv";
import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import type { Fail } from "./build-interface";
import { describe, explain, mostTelling } from "./explain";
import { escaped, segmentsOf } from "./pointer";
import { FileError, readInput } from "../input-file";
import { checkTree, explainYaml } from "./yaml-tree";

/** @throws FileError when the file can't be read */
export function readText(path: string): string {
  return readInput(path).toString("utf8");
}

/** A schema, with `whole` for what a person calls a file of it. It is compiled when it is first used. */
export class FileSchema<Data> {
  private readonly _schema: AnySchema;
  private readonly _whole: string;
  private _compiled: ValidateFunction<Data> | undefined;

  constructor(schema: AnySchema, whole: string) {
    this._schema = schema;
    this._whole = whole;
  }

  /** Checks a text, and fills in defaults; `path` is what errors name. @throws FileError */
  parse(text: string, path: string): { data: Data; fail: Fail } {
    const lines = new LineCounter();
    const failAt = (offset: number, message: string): never => {
      const { line, col } = lines.linePos(offset);
      throw new FileError(`${path}:${line}:${col}: ${printable(message)}`);
    };
    const options = { lineCounter: lines, prettyErrors: false, stringKeys: true, uniqueKeys: false };
    const document = parseDocument(text, options);
    const broken = document.errors[0] ?? document.warnings[0];
    if (broken) failAt(broken.pos[0], explainYaml(broken));
    checkTree(document, failAt);
    const data: unknown = document.toJS({ maxAliasCount: -1 });
    const ajv = { allErrors: true, useDefaults: true, verbose: true, allowUnionTypes: true };
    this._compiled ??= new Ajv(ajv).compile<Data>(this._schema);
    if (!this._compiled(data)) {
      const error = mostTelling(this._compiled.errors!);
      return failAt(offsetOf(document, error), explain(error, data, this._whole));
    }
    const fail: Fail = (pointer, problem) =>
      failAt(offsetAt(document, pointer), describe(data, pointer, problem, this._whole));
    return { data, fail };
  }
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
