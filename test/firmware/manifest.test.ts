import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import test from "ava";
import { ROOT } from "../support/lint";
import { ModuleGraph } from "../support/module-graph";

type Modules = Record<string, string | string[]>;

interface Manifest {
  include?: string[];
  modules: Modules;
  preload: string[];
  platforms?: Record<string, { modules: Modules; preload?: string[] }>;
}

/** The manifest in the root is the whole library but drivers and retention; the others are its parts. */
const WHOLE = "manifest.json";
const FOLDERS = ["src/parts", "src/drivers"];

const read = (path: string) => JSON.parse(readFileSync(`${ROOT}${path}`, "utf8")) as Manifest;
const list = (folder: string) => readdirSync(`${ROOT}${folder}`, { encoding: "utf8", withFileTypes: true });

const parts = [
  WHOLE,
  "src/retention/manifest.json",
  ...FOLDERS.flatMap((folder) =>
    list(folder)
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${folder}/${name}/manifest.json`),
  ),
];

/** Every module of `src/` that a Moddable app can have, whatever its platform, by path. */
const library = readdirSync(`${ROOT}src`, { encoding: "utf8", recursive: true })
  .filter((path) => path.endsWith(".ts") && !/^platform\/(node|espruino|moddable\/.*)\//.test(path))
  .map((path) => path.replace(/\.ts$/, ""));

const graph = new ModuleGraph();

/** Names of modules with the file of each, without its ending, as mcconfig finds them. */
function resolved(modules: Modules, folder: string): [name: string, file: string][] {
  return Object.entries(modules).flatMap(([name, files]) =>
    [files].flat().flatMap((file): [string, string][] => {
      const path = relative(ROOT, resolve(ROOT, folder, file));
      if (!name.endsWith("/*")) return [[name, path]];
      const prefix = name.slice(0, -1);
      if (!file.endsWith("/*")) return [[prefix + file.slice(file.lastIndexOf("/") + 1), path]];
      return list(dirname(path))
        .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
        .map((entry) => entry.name.replace(/\.ts$/, ""))
        .map((base) => [prefix + base, path.slice(0, -1) + base]);
    }),
  );
}

const ownOf = (path: string) => resolved(read(path).modules, dirname(path));
const namesOf = (path: string) => ownOf(path).map(([name]) => name);

/** A manifest and all that it includes. */
function withIncluded(path: string): Set<string> {
  const all = new Set([path]);
  for (const at of all) {
    for (const included of read(at).include ?? []) {
      if (!included.startsWith("$")) all.add(relative(ROOT, resolve(ROOT, dirname(at), included)));
    }
  }
  return all;
}

const PLATFORMS = read("src/parts/core/manifest.json").platforms!;
/** What each platform has its own of, or the one for all of them. */
const OF_PLATFORM = ["entropy", "serial-reader", "serial-writer"].map((name) => `platform/moddable/${name}`);
/** What is C on Moddable stands in for the same in TypeScript. */
const IN_C = "platform/moddable/native/";
const nativeFile = (name: string) => `src/${IN_C}${name.slice(name.lastIndexOf("/") + 1)}`;
const isNative = (name: string) => existsSync(`${ROOT}${nativeFile(name)}.ts`);

test("every module is in one part, under its own path", (t) => {
  const found = parts.flatMap(ownOf);
  for (const [name, file] of found) {
    t.true(existsSync(`${ROOT}${name.replace("linkpulse/", "src/")}.ts`), name);
    t.is(file, isNative(name) ? nativeFile(name) : name.replace("linkpulse/", "src/"));
  }
  const wanted = library.filter((path) => !OF_PLATFORM.includes(path)).map((path) => `linkpulse/${path}`);
  t.deepEqual(found.map(([name]) => name).sort(), wanted.sort());
});

// mcconfig's wildcards in `preload` do not see TypeScript: a module that is not named is loaded into RAM on the device.
test("every module is preloaded, by name", (t) => {
  for (const part of parts) {
    const preload = read(part).preload.filter((name) => !OF_PLATFORM.includes(name.replace("linkpulse/", "")));
    t.deepEqual(preload.sort(), namesOf(part).sort(), part);
  }
});

test("each part has, with those that it includes, all that its modules ask for", (t) => {
  for (const part of parts) {
    const there = new Set([...withIncluded(part)].flatMap(namesOf));
    const asked = namesOf(part).flatMap((name) => [...graph.closure(name.replace("linkpulse/", ""))]);
    const lacking = [...new Set(asked)].filter(
      (path) => !OF_PLATFORM.includes(path) && !there.has(`linkpulse/${path}`),
    );
    t.deepEqual(lacking, [], part);
  }
});

test("what is not chosen is not there", (t) => {
  const of = (part: string) => [...withIncluded(`src/parts/${part}/manifest.json`)].flatMap(namesOf).join(" ");
  t.notRegex(of("serial"), /shell|command|nat|ethernet-loopback|supervisor/);
  t.notRegex(of("router"), /keepalive\/ethernet|nat-traversal|wifi/);
  t.notRegex(of("ethernet"), /hdlc|lcp|nat-traversal|wifi|drivers/);
  t.notRegex(of("natt"), /hdlc|lcp|keepalive\/ethernet|network-interface/);
});

test("the whole library is all parts but drivers and retention", (t) => {
  const whole = [...withIncluded(WHOLE)].flatMap(namesOf);
  const wanted = library.filter((path) => !/^(drivers|retention)\//.test(path) && !OF_PLATFORM.includes(path));
  t.deepEqual(whole.sort(), wanted.map((path) => `linkpulse/${path}`).sort());
});

test("what drivers have of a platform's own is there, and preloaded", (t) => {
  for (const part of parts.filter((path) => path.startsWith("src/drivers/"))) {
    for (const { modules, preload } of Object.values(read(part).platforms ?? {})) {
      t.deepEqual(preload, Object.keys(modules));
      for (const [, file] of resolved(modules, dirname(part))) t.true(existsSync(`${ROOT}${file}.ts`), file);
    }
  }
});

for (const platform of Object.keys(PLATFORMS)) {
  test(`what platform ${platform} has of its own is there, and preloaded`, (t) => {
    const { modules, preload = [] } = PLATFORMS[platform]!;
    const own = platform === "..." ? [] : ["linkpulse/serial", "linkpulse/system"];
    t.deepEqual(Object.keys(modules).sort(), [...OF_PLATFORM.map((path) => `linkpulse/${path}`), ...own]);
    t.deepEqual(preload, own);
    for (const [, file] of resolved(modules, "src/parts/core")) {
      t.true(
        [".ts", ".js"].some((ending) => existsSync(`${ROOT}${file}${ending}`)),
        file,
      );
    }
  });
}
