import { existsSync, readdirSync, readFileSync } from "node:fs";
import test from "ava";

const ROOT = new URL("../../../", import.meta.url);

type Modules = Record<string, string | string[]>;

interface Manifest {
  modules: Modules;
  preload: string[];
  platforms: Record<string, { modules: Modules; preload?: string[] }>;
}

/** A part's own: some have modules of some platforms. */
type PartManifest = Omit<Manifest, "platforms"> & Partial<Pick<Manifest, "platforms">>;

const manifest = JSON.parse(readFileSync(new URL("manifest.json", ROOT), "utf8")) as Manifest;

const list = (folder: string) => readdirSync(new URL(folder, ROOT), { encoding: "utf8", withFileTypes: true });

/** Every file below a folder, with its path from there. */
function filesBelow(folder: string): string[] {
  return list(folder).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(`${folder}${entry.name}/`).map((path) => `${entry.name}/${path}`) : [entry.name],
  );
}

/** The modules in folders of `src/` whose path matches, by name. */
function modulesOf(pattern: RegExp): string[] {
  return filesBelow("src/")
    .filter((path) => path.endsWith(".ts") && pattern.test(path))
    .map((path) => `linkpulse/${path.replace(/\.ts$/, "")}`)
    .sort();
}

/** The modules that a Moddable app gets: everything in src/ but other platforms' own, the drivers and retention. */
const wanted = modulesOf(/^(?!platform\/(node|espruino|moddable\/.*)\/|drivers\/|retention\/)/);

/** What only some of Moddable's platforms have: a class of its UARTs that works, what they give of the chip. */
const ownModules = (platform: string) => (platform === "..." ? [] : ["linkpulse/serial", "linkpulse/system"]);

/** Names of modules with the file of each, without its ending, as mcconfig finds them. */
function resolve(modules: Modules): [name: string, file: string][] {
  return Object.entries(modules).flatMap(([name, files]) =>
    [files].flat().flatMap((file): [string, string][] => {
      if (!name.endsWith("/*")) return [[name, file]];
      const prefix = name.slice(0, -1);
      if (!file.endsWith("/*")) return [[prefix + file.slice(file.lastIndexOf("/") + 1), file]];
      return list(file.slice(0, -1))
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name.replace(/\.ts$/, ""))
        .map((base) => [prefix + base, file.slice(0, -1) + base]);
    }),
  );
}

for (const platform of Object.keys(manifest.platforms)) {
  test(`the library manifest has every module under its own path (platform ${platform})`, (t) => {
    const modules = resolve({ ...manifest.modules, ...manifest.platforms[platform]!.modules });
    t.deepEqual(modules.map(([name]) => name).sort(), [...wanted, ...ownModules(platform)].sort());
    for (const [name, file] of modules) {
      const path = name.replace("linkpulse/", "");
      t.true(
        [`./src/${path}`, `./src/platform/moddable/${platform}/${path.replace(/^.*\//, "")}`].includes(file),
        `${name}: ${file}`,
      );
    }
  });
}

// mcconfig's wildcards in `preload` do not see TypeScript: a module that is not named is loaded into RAM on the device.
test("the library manifest preloads every module by name", (t) => {
  t.deepEqual([...manifest.preload].sort(), wanted);
  for (const [platform, { preload = [] }] of Object.entries(manifest.platforms)) {
    t.deepEqual([...preload].sort(), ownModules(platform));
  }
});

// An app includes the manifests of the drivers whose chips it has, and of retention: what it leaves out costs it nothing.
for (const part of ["retention", ...list("src/drivers/").map((entry) => `drivers/${entry.name}`)]) {
  test(`the manifest of ${part} has every module, preloaded by name`, (t) => {
    const own = JSON.parse(readFileSync(new URL(`src/${part}/manifest.json`, ROOT), "utf8")) as PartManifest;
    t.deepEqual(own.modules, { [`linkpulse/${part}/*`]: "./*" });
    t.deepEqual([...own.preload].sort(), modulesOf(new RegExp(`^${part}/`)));
    for (const { modules, preload } of Object.values(own.platforms ?? {})) {
      t.deepEqual(preload, Object.keys(modules));
      for (const file of Object.values(modules)) t.true(existsSync(new URL(`src/${part}/${String(file)}.ts`, ROOT)));
    }
  });
}
