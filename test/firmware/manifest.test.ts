import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import test from "ava";
import { ROOT } from "../support/lint";
import { ModuleGraph } from "../support/module-graph";

type Modules = Record<string, string>;

interface Own {
  build?: Record<string, string>;
  modules?: Record<string, string | string[]>;
}

interface Manifest {
  include?: string[];
  modules?: Modules;
  preload?: string[];
  platforms?: Record<string, { modules?: Modules; preload?: string[] }>;
}

/** The programs that are flashed. */
const programs = readdirSync(`${ROOT}firmware`).filter((name) => existsSync(`${ROOT}firmware/${name}/manifest.json`));

/** The manifest in the root is the library whole; the others are its parts. */
const WHOLE = "manifest.json";
const folders = readdirSync(`${ROOT}src/parts`).filter((name) => !name.includes("."));
const partOf = (folder: string) => `src/parts/${folder}/manifest.json`;
const parts = [WHOLE, ...folders.map(partOf)];

const read = (path: string) => JSON.parse(readFileSync(`${ROOT}${path}`, "utf8")) as Manifest;

/** The modules of a manifest by name, each with its file, without an ending. */
const modulesOf = (path: string, modules: Modules = {}) =>
  Object.entries(modules).map(([name, file]): [string, string] => [
    name,
    relative(ROOT, resolve(ROOT, dirname(path), file)),
  ]);

const ownOf = (path: string) => modulesOf(path, read(path).modules);

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

const there = (file: string) => [".js", ".ts"].some((ending) => existsSync(`${ROOT}${file}${ending}`));

/** What each platform has of its own, or shares with some. */
const PLATFORMS = read(partOf("platform")).platforms!;
const everywhere = Object.values(PLATFORMS)
  .map(({ modules }) => Object.keys(modules!))
  .reduce((common, names) => common.filter((name) => names.includes(name)));

test("what a manifest names is there, and preloaded", (t) => {
  for (const part of parts) {
    const { modules = {}, preload = [], platforms = {} } = read(part);
    for (const own of [{ modules, preload }, ...Object.values(platforms)]) {
      t.deepEqual((own.preload ?? []).sort(), Object.keys(own.modules ?? {}).sort(), part);
      for (const [, file] of modulesOf(part, own.modules)) t.true(there(file), `${part}: ${file}`);
    }
  }
});

test("every module that is made of the library is in one part, the whole in the root's manifest", (t) => {
  const made = readdirSync(`${ROOT}dist/moddable`)
    .filter((name) => name.endsWith(".js"))
    .map((name) => `dist/moddable/${name.replace(".js", "")}`);
  const named = parts.flatMap(ownOf).filter(([, file]) => file.startsWith("dist/"));
  t.deepEqual(named.map(([, file]) => file).sort(), made.sort());
  for (const [name, file] of named)
    t.is(name, `linkpulse/moddable${file === "dist/moddable/all" ? "" : file.slice(13)}`);
});

test("each part has, with those that it includes, all that its module asks for", (t) => {
  for (const part of parts) {
    const names = [...withIncluded(part)].flatMap((path) => ownOf(path).map(([name]) => name));
    for (const [, file] of ownOf(part).filter(([, path]) => path.startsWith("dist/"))) {
      const code = readFileSync(`${ROOT}${file}.js`, "utf8");
      const asked = [...code.matchAll(/\bfrom ?"([^"]+)"/g)].map(([, name]) => name!);
      const lacking = asked.filter((name) => !names.includes(name) && !everywhere.includes(name));
      t.deepEqual(
        lacking.filter((name) => !/^(time|timer|embedded:.+|pins\/.+)$/.test(name)),
        [],
        part,
      );
    }
  }
});

test("what is not chosen is not asked for", (t) => {
  const graph = new ModuleGraph();
  const of = (part: string) => [...graph.closure(`parts/${part}/index`)].join(" ");
  t.notRegex(of("serial"), /shell|command|nat|ethernet-loopback|supervisor|keep-alive/);
  t.notRegex(of("router"), /keepalive\/ethernet|nat-traversal|wifi|keep-alive|router-retention|i2c|supply/);
  t.notRegex(of("ethernet"), /hdlc|lcp|nat-traversal|wifi|drivers/);
  t.notRegex(of("natt"), /hdlc|lcp|keepalive\/ethernet|network-interface/);
});

test("each platform has what differs between them, and no other part names it", (t) => {
  const differing = ["entropy", "serial-reader", "serial-writer"].map((name) => `linkpulse/platform/moddable/${name}`);
  for (const name of differing) t.true(everywhere.includes(name), name);
  const named = parts.flatMap(ownOf).map(([name]) => name);
  t.deepEqual(
    everywhere.filter((name) => named.includes(name)),
    [],
  );
});

for (const program of programs) {
  test(`firmware/${program} asks ESP-IDF for its task watchdog`, (t) => {
    const path = `firmware/${program}/manifest.json`;
    const platforms = read(path).platforms as Record<string, Own>;
    const config = resolve(ROOT, dirname(path), platforms.esp32!.build!.SDKCONFIGPATH!, "sdkconfig.defaults");
    t.regex(readFileSync(config, "utf8"), /^CONFIG_ESP_TASK_WDT_EN=y$/m);
  });
}

/** The manifests of what can be chosen for a program, and of what several have in common. */
const chosen = readdirSync(`${ROOT}firmware`, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".json") && !path.endsWith("manifest.json"))
  .map((path) => `firmware/${path}`);

test("what of a program can be chosen is there, and preloaded but for what is not JavaScript", (t) => {
  t.true(chosen.length > 20);
  for (const path of chosen) {
    const { modules = {}, preload = [] } = read(path);
    const named = Object.keys(modules).filter((name) => name !== "*");
    t.deepEqual(preload.toSorted(), named.sort(), path);
    for (const [name, file] of modulesOf(path, modules))
      if (!file.includes("$")) t.true(there(file), `${path}: ${name}`);
  }
});

test("what stands for what is not chosen has the same module, and includes nothing", (t) => {
  const nones = chosen.filter((path) => path.endsWith("/none.json"));
  t.is(nones.length, 5);
  for (const none of nones) {
    const { include, modules } = read(none);
    t.is(include, undefined, none);
    const others = chosen.filter((path) => dirname(path) === dirname(none) && !/(none|common|bus)\.json$/.test(path));
    t.true(others.length > 0, none);
    for (const other of others) t.deepEqual(Object.keys(read(other).modules!), Object.keys(modules!), other);
  }
});

test("each choice that a program has by itself is there", (t) => {
  const manifests = [...programs.map((program) => `firmware/${program}/manifest.json`), ...chosen];
  const choices = manifests.flatMap((path) => {
    const { include = [], build = {}, platforms = {} } = read(path) as Manifest & Own;
    return include.flatMap((included) => {
      const [, folder, name] = /^(.+)\/\$\((LINKPULSE_\w+)\)\.json$/.exec(included) ?? [];
      if (name === undefined) return [];
      const given = [build, ...Object.values(platforms as Record<string, Own>).map((own) => own.build ?? {})];
      const values = given.map((own) => own[`${name} ?=`]).filter((value) => value !== undefined);
      return [{ path, name, files: values.map((value) => resolve(ROOT, dirname(path), folder!, `${value}.json`)) }];
    });
  });
  t.deepEqual(
    [...new Set(choices.map(({ name }) => name))].sort(),
    ["CHIP", "CLOCK", "ETHERNET", "MEMORY", "NATT", "RETENTION", "SUPPLY"].map((name) => `LINKPULSE_${name}`),
  );
  for (const { path, name, files } of choices) {
    t.true(files.length > 0, `${path}: ${name}`);
    for (const file of files.filter((file) => !file.endsWith("memories/none.json"))) t.true(existsSync(file), file);
  }
});

// The C of Moddable's io/spi includes modGPIO.h (SDK 8.2.3).
test("where Moddable's class for SPI is, is the C that it includes", (t) => {
  const withSpi = chosen.filter((path) => read(path).include?.includes("$(MODDABLE)/modules/io/spi/manifest.json"));
  t.deepEqual(withSpi, ["firmware/ethernet/common.json"]);
  const platforms = read(withSpi[0]!).platforms as Record<string, Own>;
  for (const platform of ["pico", "esp32"]) {
    t.is(platforms[platform]?.modules?.["*"], `$(MODULES)/pins/digital/${platform}/modGPIO`);
  }
});
