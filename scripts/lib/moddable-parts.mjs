/**
 * How the library is cut for Moddable: each folder of `src/parts` becomes one module, `linkpulse/moddable/<folder>`. XS keeps
 * more for a module, a function and each different name than it does for their code.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { files } from "./files.mjs";

/** Where the compiler puts the library's JavaScript, by its place in `src/`. */
export const COMPILED = "build/moddable";

const folders = files("src/parts", "manifest.json").map((path) => basename(dirname(path)));
const manifests = new Map(
  folders.map((part) => [part, JSON.parse(readFileSync(`src/parts/${part}/manifest.json`, "utf8"))]),
);
const sourceOf = (part) => `src/parts/${part}/index.ts`;

/** The sources of the parts that there is something to import from, by name. The others hold what several need. */
export const entries = Object.fromEntries(
  folders.filter((part) => existsSync(sourceOf(part))).map((part) => [part, sourceOf(part)]),
);

const compiledEntry = (part) => `${COMPILED}/parts/${part}/index.js`;
export const compiledEntries = Object.fromEntries(Object.keys(entries).map((part) => [part, compiledEntry(part)]));

/** A part and all those that its manifest includes. */
function withIncluded(part) {
  const found = new Set([part]);
  for (const at of found) {
    for (const path of manifests.get(at).include ?? []) {
      const [, included] = path.match(/^\.\.\/(\w+)\/manifest\.json$/) ?? [];
      if (included !== undefined) found.add(included);
    }
  }
  return found;
}

/** What is C on Moddable, or differs from platform to platform, stays a module, under the name that a manifest gives it. */
export function ownModules() {
  const named = [...manifests.values()].flatMap(({ modules = {}, platforms = {} }) =>
    [modules, ...Object.values(platforms).map((platform) => platform.modules ?? {})].flatMap(Object.keys),
  );
  return {
    name: "own-modules",
    resolveId(source, importer) {
      if (importer === undefined || !source.startsWith(".")) return null;
      const path = relative(COMPILED, resolve(dirname(importer), source));
      const name = `linkpulse/${path.replace(/\.js$/, "")}`;
      return named.includes(name) ? { id: name, external: true } : null;
    },
  };
}

/** Puts a module into a part that all the parts which need it include: of several, the one that the fewest include. */
export function placer() {
  const included = new Map(folders.map((part) => [part, withIncluded(part)]));
  const includers = (part) => folders.filter((other) => included.get(other).has(part)).length;
  const users = new Map();
  const follow = (id, part, getModuleInfo) => {
    const known = users.get(id) ?? new Set();
    if (known.has(part)) return;
    users.set(id, known.add(part));
    for (const next of getModuleInfo(id).importedIds) {
      if (!getModuleInfo(next).isExternal) follow(next, part, getModuleInfo);
    }
  };
  return (id, { getModuleInfo }) => {
    if (users.size === 0) {
      for (const part of Object.keys(entries)) follow(resolve(compiledEntry(part)), part, getModuleInfo);
    }
    const asking = [...users.get(id)];
    const [place] = folders
      .filter((part) => asking.every((user) => included.get(user).has(part)))
      .sort((a, b) => includers(a) - includers(b));
    if (place !== undefined) return place;
    throw new Error(`src/${relative(COMPILED, id)} is needed by ${asking.join(", ")}: include a part in all of these`);
  };
}

const PRIVATE = /\b_[A-Za-z]\w*/g;
const LETTERS = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** Modules whose private names can meet in one object: each for itself, but together those with classes that inherit. */
function meetings(texts) {
  const parents = texts.flatMap((text) => [...text.matchAll(/\bextends (\w+)/g)].map(([, name]) => name));
  const inherits = (text) =>
    [...text.matchAll(/\bclass (\w+)( extends)?/g)].some(([, name, child]) => child || parents.includes(name));
  return [texts.filter(inherits).join(""), ...texts.filter((text) => !inherits(text))];
}

/** A short name for each private one, the same for those that never meet, and none that something public has. */
function chooseNames() {
  const texts = files(COMPILED, ".js").map((file) => readFileSync(file, "utf8"));
  const occupied = new Set(texts.flatMap((text) => text.match(/(?<=\.)[A-Za-z]\b/g) ?? []));
  const letters = LETTERS.filter((letter) => !occupied.has(letter));
  const candidates = [...letters, ...letters.flatMap((first) => letters.map((second) => `$${first}${second}`))];
  const users = new Map();
  for (const names of meetings(texts).map((text) => new Set(text.match(PRIVATE)))) {
    for (const name of names) users.set(name, [...(users.get(name) ?? []), names]);
  }
  const short = new Map();
  for (const [name, together] of [...users].sort(([, a], [, b]) => b.length - a.length)) {
    const taken = new Set(together.flatMap((names) => [...names].map((other) => short.get(other))));
    short.set(
      name,
      candidates.find((candidate) => !taken.has(candidate)),
    );
  }
  return short;
}

/** Private names become short ones, the same in all parts: XS keeps each different name in flash. */
export function shortNames() {
  let short;
  return {
    name: "short-names",
    renderChunk(code) {
      short ??= chooseNames();
      return { code: code.replace(PRIVATE, (name) => short.get(name)), map: null };
    },
  };
}
