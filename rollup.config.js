import { rmSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import json from "@rollup/plugin-json";
import typescript from "@rollup/plugin-typescript";
import { files } from "./scripts/lib/files.mjs";
import { COMPILED, compiledEntries, entries, ownModules, placer, shortNames } from "./scripts/lib/moddable-parts.mjs";

const isPackage = (id) => !/^[./]/.test(id);

/** Removes from `folder` what an earlier build left there and this one did not make again: tests of deleted sources. */
function sweep(folder) {
  return {
    name: "sweep",
    writeBundle({ dir }, bundle) {
      for (const file of files(folder, ".js")) {
        if (bundle[relative(dir, file)]) continue;
        rmSync(file);
        rmSync(`${file}.map`, { force: true });
      }
    },
  };
}

/**
 * The host side as it is developed: one module for each source file under `build/`, packages left outside. Nothing is
 * shaken off, so that a module comes out the same whoever imports it.
 */
function host(input, tsconfig, compilerOptions = {}, plugins = [], external = isPackage) {
  return {
    input,
    external,
    treeshake: false,
    plugins: [json(), typescript({ tsconfig, compilerOptions: { noEmit: false, ...compilerOptions } }), ...plugins],
    output: {
      dir: "build",
      format: "es",
      preserveModules: true,
      preserveModulesRoot: ".",
      sourcemap: true,
    },
  };
}

/** Puts test/support/titled.ts in place of AVA wherever else that is imported. */
const isTitled = (id, importer) => id === "ava" && !importer.endsWith("titled.ts");
const titled = {
  name: "titled",
  resolveId: (id, importer) => (isTitled(id, importer) ? resolve("test/support/titled.ts") : null),
};

/** Moddable's module `time`, for what of its platform runs on other engines too: its clock stands still. */
const stillTime = {
  name: "still-time",
  resolveId: (id) => (id === "time" ? "\0time" : null),
  load: (id) => (id === "\0time" ? "export default { ticks: 0 };" : null),
};

/** A program of the emulator's device side as one script, for the engines that are not this Node. */
function deviceProgram(file, compilerOptions = {}, input = "program", tsconfig = "tsconfig.json") {
  const options = { noEmit: false, sourceMap: false, removeComments: true, ...compilerOptions };
  return {
    input: `emulator/device/${input}.ts`,
    plugins: [stillTime, typescript({ tsconfig: `emulator/device/${tsconfig}`, compilerOptions: options })],
    output: { file, format: "iife", name: "linkpulse", esModule: false, strict: false },
  };
}

/** What defines a board, of each folder of `boards/`. */
const boards = () => files("boards", ".ts").filter((file) => /^boards\/[^/]+\/(board|header)\.ts$/.test(file));

/**
 * The command line as its package has it: one module, the packages that it needs left outside, and the boards, which it
 * finds by their folders.
 */
function commandLine(folder) {
  const inputs = ["emulator/main.ts", ...boards()].map((file) => [file.replace(/^emulator\/|\.ts$/g, ""), file]);
  return {
    input: Object.fromEntries(inputs),
    external: isPackage,
    plugins: [
      json(),
      // Types are checked with the tests.
      typescript({
        tsconfig: "emulator/tsconfig.json",
        compilerOptions: { noEmit: false, sourceMap: false, noCheck: true },
      }),
    ],
    output: { dir: folder, format: "es", chunkFileNames: "[name].js" },
  };
}

/**
 * TypeScript writes an enum as statements that fill an object, which rollup can't tell from statements that matter. As
 * one expression without side effects, an enum that a bundle neither exports nor reads is left out.
 */
function droppableEnums() {
  return {
    name: "droppable-enums",
    transform(code) {
      return {
        code: code.replace(
          /var (\w+);\n\(function \(\1\) \{\n([\s\S]*?)\n\}\)\(\1 \|\| \(\1 = \{\}\)\);/g,
          "var $1 = /*@__PURE__*/ (function ($1) {\n$2\n    return $1;\n})({});",
        ),
        map: null,
      };
    },
  };
}

/** A platform as JavaScript. */
function compiler(folder, target, compilerOptions) {
  return typescript({
    tsconfig: `${folder}/tsconfig.json`,
    compilerOptions: { noEmit: false, sourceMap: false, target, ...compilerOptions },
  });
}

/** Enums are kept as objects, so that who writes plain JavaScript has their names. */
const ENUMS = { preserveConstEnums: true };

/** The public API as Node gets it. */
function onNode() {
  return {
    input: "src/platform/node/index.ts",
    external: isPackage,
    plugins: [compiler("src/platform/node", "ES2022", ENUMS), droppableEnums()],
    output: { file: "dist/node/index.js", format: "es" },
  };
}

/** Scripts for Espruino, by the modules that they begin with: compiled once, in `build/`, for all of them. */
function espruinoScripts(scripts, outputs) {
  const source = "src/platform/espruino";
  const compiled = {
    input: Object.values(scripts).map((entry) => `${source}/${entry}.ts`),
    treeshake: false,
    plugins: [compiler(source, "ES2015", ENUMS)],
    output: { dir: "build/espruino", format: "es", preserveModules: true, preserveModulesRoot: "src" },
  };
  const bundles = Object.entries(scripts).map(([name, entry]) => ({
    input: `build/espruino/platform/espruino/${entry}.js`,
    plugins: [droppableEnums()],
    output: outputs(name),
  }));
  return [compiled, ...bundles];
}

/** The parts of the library as XS gets them, and all of it in one. */
function moddableParts(terser) {
  const named = {
    name: "named",
    renderChunk: (code) => ({ code: code.replace(/(["'])\.\/(\w+)\.js\1/g, '"linkpulse/moddable/$2"'), map: null }),
  };
  // Functions in place of their calls would be made anew, in RAM, at each of them.
  const minified = terser({
    ecma: 2020,
    module: true,
    compress: { passes: 3, reduce_funcs: false, unsafe_arrows: true, pure_getters: true, keep_fargs: false },
    format: { comments: false },
  });
  // What the platforms have of their own is compiled from its source: there, too, a type must be the same.
  const typed = (sources) => ({
    name: "typed",
    generateBundle() {
      for (const [name, source] of Object.entries(sources)) {
        const from = source.replace(/\.ts$/, "");
        this.emitFile({ type: "asset", fileName: `${name}.d.ts`, source: `export * from "../../${from}";\n` });
      }
    },
  });
  const emptied = { name: "emptied", buildStart: () => rmSync("dist/moddable", { recursive: true, force: true }) };
  const compiled = {
    input: [...Object.values(entries), "src/moddable.ts"],
    treeshake: false,
    external: isPackage,
    plugins: [emptied, compiler("src/parts", "ES2022"), sweep(COMPILED)],
    output: { dir: COMPILED, format: "es", preserveModules: true, preserveModulesRoot: "src" },
  };
  const parts = {
    input: compiledEntries,
    external: isPackage,
    preserveEntrySignatures: "allow-extension",
    plugins: [ownModules()],
    output: {
      dir: "dist/moddable",
      format: "es",
      chunkFileNames: "[name].js",
      manualChunks: placer(),
      plugins: [named, shortNames(), minified, typed(entries)],
    },
  };
  const all = {
    input: `${COMPILED}/moddable.js`,
    external: isPackage,
    plugins: [ownModules()],
    output: {
      file: "dist/moddable/all.js",
      format: "es",
      plugins: [shortNames(), minified, typed({ all: "src/moddable.ts" })],
    },
  };
  return [compiled, parts, all];
}

/** The types of {@link onNode}. Its enums are objects, so that they are no `const enum` to whoever uses it. */
function typesOnNode(dts) {
  const plainEnums = {
    name: "plain-enums",
    renderChunk: (code) => ({ code: code.replaceAll("declare const enum", "declare enum"), map: null }),
  };
  return {
    input: "src/platform/node/index.ts",
    external: isPackage,
    plugins: [dts({ tsconfig: "src/platform/node/tsconfig.json" }), plainEnums],
    output: { file: "dist/node/index.d.ts", format: "es" },
  };
}

/**
 * What `folder` makes public, for a report that shows what a change means to users: without comments and private
 * members. What comes from outside of `within` is only named.
 */
function apiReport(dts, folder, within, tsconfig, file) {
  const outside = {
    name: "outside",
    resolveId(source, importer) {
      if (importer === undefined || isPackage(source)) return null;
      const path = relative(".", resolve(dirname(importer), source));
      return path.startsWith(within) ? null : { id: path, external: true };
    },
  };
  const bare = {
    name: "bare",
    renderChunk(code) {
      return { code: code.replace(/^ *\/\*\*[^]*?\*\/\n/gm, "").replace(/^ *private .*\n/gm, ""), map: null };
    },
  };
  return {
    input: `${folder}/index.ts`,
    external: isPackage,
    plugins: [outside, dts({ tsconfig }), bare],
    output: { file, format: "es" },
  };
}

async function dist() {
  // Imported here, because running the emulator installs less.
  const { default: terser } = await import("@rollup/plugin-terser");
  const { dts } = await import("rollup-plugin-dts");
  const espruino = {
    format: "cjs",
    esModule: false,
    strict: false,
    intro: "// Espruino has no RangeError.\nvar RangeError = Error;",
  };
  // TypeScript's own `removeComments` would take away those that say which calls can be left out.
  const uncommented = terser({
    ecma: 2015,
    compress: false,
    mangle: false,
    format: { comments: false, beautify: true },
  });
  // Where functions are put in place of their calls, names of functions come to stand for numbers on Espruino (2v29).
  const mangled = terser({
    ecma: 2015,
    toplevel: true,
    compress: { inline: false, reduce_funcs: false },
    mangle: { properties: { regex: /^_/ } },
    format: { comments: false },
  });
  const named = ["router", "retention", "natt", "enc28j60", "w5500"];
  const clocks = ["ds1307", "ds3231", "ds3232", "mcp7940n", "pcf8563", "rv3028"];
  const scripts = { linkpulse: "index", ...Object.fromEntries([...named, ...clocks].map((name) => [name, name])) };
  return [
    onNode(),
    typesOnNode(dts),
    ...moddableParts(terser),
    ...espruinoScripts(scripts, (name) => [
      { ...espruino, file: `dist/espruino/${name}.js`, plugins: [uncommented] },
      { ...espruino, file: `dist/espruino/${name}.min.js`, plugins: [mangled] },
    ]),
    commandLine("emulator/dist"),
    deviceProgram("emulator/dist/device.js", { noCheck: true }),
    apiReport(dts, "src", "src", "tsconfig.device.json", "build/api/linkpulse.d.ts"),
    ...["espruino", "moddable", "node"].map((platform) => {
      const folder = `src/platform/${platform}`;
      return apiReport(dts, folder, "src/platform", `${folder}/tsconfig.json`, `build/api/${platform}.d.ts`);
    }),
  ];
}

/**
 * `rollup -c` with one of
 * --configEmulator  what `npm start` runs, with the device program for other engines
 * --configTests     that and the tests
 * --configBench     the benchmarks
 * --configModdable  what of dist/ firmware for Moddable is made from
 * --configDist      what users get: `dist/` for Node, Moddable and Espruino, and `emulator/dist/`; in `build/api/` a report
 *                   of what is public
 */
export default async function config(options) {
  const emulator = ["emulator/main.ts", ...boards()];
  const device = "build/emulator/engine/device.js";
  const retention = deviceProgram(
    "build/emulator/engine/retention-program.js",
    {},
    "retention-program",
    "tsconfig.platforms.json",
  );
  if (options.configEmulator) {
    // Whoever runs it waits for it: types are checked with the tests.
    const unchecked = { noCheck: true };
    return [host(emulator, "emulator/tsconfig.json", unchecked), deviceProgram(device, unchecked)];
  }
  if (options.configTests) {
    const inputs = [...emulator, ...files("test", ".ts")];
    // Types of the soak are checked with the device program's: they share their settings.
    const soak = deviceProgram("build/emulator/engine/ethernet-soak.js", { noCheck: true }, "ethernet-soak");
    const outside = (id, importer) => isPackage(id) && !isTitled(id, importer);
    const tests = host(inputs, "tsconfig.json", {}, [titled, sweep("build/test")], outside);
    return [tests, deviceProgram(device), soak, retention];
  }
  if (options.configBench)
    return [host(files("bench", ".ts"), "bench/tsconfig.json", {}, [sweep("build/bench")]), retention];
  if (options.configDist) return dist();
  if (options.configModdable) return moddableParts((await import("@rollup/plugin-terser")).default);
  throw new Error(
    "rollup.config.js: --configEmulator, --configTests, --configBench, --configModdable or --configDist is missing",
  );
}
