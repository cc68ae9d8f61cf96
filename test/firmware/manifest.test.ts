import { readdirSync, readFileSync } from "node:fs";
import test from "ava";

const ROOT = new URL("../../../", import.meta.url);

interface Manifest {
  modules: Record<string, string | string[]>;
  preload: string[];
}

const manifest = JSON.parse(readFileSync(new URL("manifest.json", ROOT), "utf8")) as Manifest;

/** What a Moddable app may import: everything in src/ but the other runtimes' platforms. */
const sources = readdirSync(new URL("src", ROOT), { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts") && !/^platform\/(node|espruino)\//.test(path))
  .map((path) => path.replace(/\.ts$/, ""))
  .sort();

test("the library manifest has every source, under its own path", (t) => {
  const places = Object.entries(manifest.modules).flatMap(([name, files]) =>
    [files].flat().flatMap((file) => {
      t.true(name.endsWith("/*") && file.startsWith("./src/"), `${name}: ${file}`);
      const folder = name.slice(0, -1);
      if (!file.endsWith("/*")) return [`${folder}${file.slice(file.lastIndexOf("/") + 1)}`];
      const inFolder = readdirSync(new URL(file.slice(0, -1), ROOT)).filter((name) => name.includes("."));
      t.deepEqual(
        inFolder.filter((name) => !name.endsWith(".ts")),
        [],
        `mcconfig would take these of ${file} as modules`,
      );
      return inFolder.map((name) => `${folder}${name.replace(/\.ts$/, "")}`);
    }),
  );
  t.deepEqual(
    places.sort(),
    sources.map((path) => `linkpulse/${path}`),
  );
});

// mcconfig's wildcards in `preload` do not see TypeScript: a module that is not named is loaded into RAM on the device.
test("the library manifest preloads every source by name", (t) => {
  t.deepEqual(
    [...manifest.preload].sort(),
    sources.map((path) => `linkpulse/${path}`),
  );
});
