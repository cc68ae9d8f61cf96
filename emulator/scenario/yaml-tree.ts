import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Document, YAMLError } from "yaml";

/** Reports a mistake at an offset in the text. */
export type FailAt = (offset: number, message: string) => never;

/** The most values of a file, with those counted again that an alias repeats. */
const MOST_VALUES = 5_000_000;

interface Anchored {
  /** Values in it; null while they are counted. */
  size: number | null;
}

/** What is wrong with a text as YAML, in one sentence. */
export function explainYaml(error: YAMLError): string {
  switch (error.code) {
    case "MULTIPLE_DOCS":
      return "a second document begins here; a scenario is one document";
    case "NON_STRING_KEY":
      return "a key must be plain text";
    case "BLOCK_AS_IMPLICIT_KEY":
      return "this is no good YAML: a second ': ' on a line; a text that has one must be in quotes";
    default:
      return `this is no good YAML: ${error.message.split("\n")[0]}`;
  }
}

/**
 * Checks what the parser leaves to whoever turns a document into values: that every key is there once (which it can do
 * too, but in quadratic time), and that aliases stand for something that is there, ends, and is not blown up by them.
 */
export function checkTree(document: Document, failAt: FailAt): void {
  const anchors = new Map<string, Anchored>();

  function count(node: unknown): number {
    if (isAlias(node)) {
      const { source, range } = node;
      const target = anchors.get(source);
      if (target === undefined)
        return failAt(range![0], `*${source} stands for nothing: no &${source} comes before it`);
      return target.size ?? failAt(range![0], `*${source} stands for something that it is a part of`);
    }
    const anchored: Anchored = { size: null };
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor) anchors.set(node.anchor, anchored);
    let size = 1;
    if (isSeq(node)) for (const item of node.items) size += count(item);
    if (isMap(node)) {
      const keys = new Set<unknown>();
      for (const { key, value } of node.items) {
        if (isScalar(key)) {
          if (keys.has(key.value)) failAt(key.range![0], `'${key.value}' is there already`);
          keys.add(key.value);
        }
        size += count(value);
      }
      if (size > MOST_VALUES)
        failAt(node.range![0], `there are more than ${MOST_VALUES} values, repeated ones counted`);
    }
    anchored.size = size;
    return size;
  }

  count(document.contents);
}
