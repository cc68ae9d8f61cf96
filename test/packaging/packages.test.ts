import { execFile } from "node:child_process";
import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import vm from "node:vm";
import test from "ava";
import ts from "typescript";
import { ROOT } from "../support/lint";
import { pack, unpack } from "../support/packages";

interface Manifest {
  name: string;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  bundledDependencies?: string[];
  exports?: Record<string, unknown>;
}

const manifest = (folder: string) => JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8")) as Manifest;
const device = await pack(".");
const emulator = await pack("emulator");
const paths = ({ files }: typeof device) => files.map(({ path }) => path);

/** The files that an entry of `exports` leads to. */
const targets = (entry: unknown): string[] =>
  typeof entry === "string" ? [entry] : Object.values(entry as object).flatMap(targets);

/** Runs a program of a project with nothing but the package in it. */
async function runIn(project: string, ...args: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, args, { cwd: project })).stdout;
}

test("the device package depends on nothing", (t) => {
  const { dependencies, peerDependencies, optionalDependencies, bundledDependencies } = manifest(".");
  t.deepEqual([dependencies, peerDependencies, optionalDependencies, bundledDependencies], Array(4).fill(undefined));
});

test("neither package runs a script when it is installed", (t) => {
  for (const folder of [".", "emulator"]) {
    const scripts = Object.keys(manifest(folder).scripts ?? {});
    for (const name of ["preinstall", "install", "postinstall", "prepare", "preprepare", "postprepare"]) {
      t.false(scripts.includes(name), `${folder}: ${name}`);
    }
  }
});

// `npm start` installs these only: types of another package would end its build on a machine that never ran the tests.
for (const config of ["emulator/tsconfig.json", "emulator/device/tsconfig.json"]) {
  test(`${config}: what npm start builds has its types from the emulator's own packages`, (t) => {
    const host = {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (problem: ts.Diagnostic) => t.fail(`${problem.code}`),
    };
    const { types } = ts.getParsedCommandLineOfConfigFile(join(ROOT, config), {}, host)!.options;
    const { dependencies, devDependencies } = manifest("emulator");
    const there = Object.keys({ ...dependencies, ...devDependencies });
    const elsewhere = types!.filter((name) => !there.includes(`@types/${name}`) && !there.includes(name));
    t.deepEqual(elsewhere, []);
  });
}

test("the device package holds sources, boards, firmware and dist/, and nothing of the host", (t) => {
  const known =
    /^(dist\/(node|moddable|espruino)\/[\w.]+|src\/.+\.(ts|js|c)|src\/parts\/\w+\/manifest\.json|(boards|firmware)\/.+|manifest\.json|package\.json|(README|CHANGELOG)\.md|LICENSE)$/;
  t.deepEqual(
    paths(device).filter((path) => !known.test(path)),
    [],
  );
});

test("the device package is small", (t) => {
  t.true(device.size < 1_200_000, `${device.size} octets`);
  t.true(device.unpackedSize < 4_500_000, `${device.unpackedSize} octets unpacked`);
});

test("what the device package exports is in it", (t) => {
  const exported = targets(manifest(".").exports);
  t.true(exported.length > 0);
  for (const target of exported) t.true(paths(device).includes(target.replace("./", "")), target);
});

test("the modules of the Moddable manifest are in the package", (t) => {
  const { modules } = JSON.parse(readFileSync(join(ROOT, "manifest.json"), "utf8")) as {
    modules: Record<string, string | string[]>;
  };
  const sources = Object.values(modules)
    .flat()
    .filter((source) => source.startsWith("./"));
  t.true(sources.length > 0);
  for (const source of sources) {
    const name = source.replace("./", "").replace("*", "");
    t.true(
      paths(device).some((path) => path.startsWith(name)),
      source,
    );
  }
});

test("on Node the device package loads with nothing else installed, and plain JavaScript has the names of enums", async (t) => {
  const project = unpack(".", device, "linkpulse");
  t.teardown(() => rmSync(project, { recursive: true }));
  writeFileSync(
    join(project, "main.mjs"),
    `import { Diagnostic, InterfaceCounter, Scheduler, Verdict } from "linkpulse";
     console.log(new Scheduler(3).capacity, Verdict.Down, Verdict[1], InterfaceCounter.Crc, Diagnostic[2]);`,
  );
  t.is(await runIn(project, "main.mjs"), "3 2 Up 7 Missed\n");
});

for (const [file, entry] of [
  ["linkpulse.js", "startHdlc"],
  ["linkpulse.min.js", "startPpp"],
  ["router.js", "startRouter"],
  ["router.min.js", "startRouter"],
  ["retention.js", "RouterRetention"],
  ["retention.min.js", "RouterRetention"],
  ["ds1307.js", "ClockChip"],
  ["rv3028.min.js", "ClockChip"],
  ["natt.js", "startNatt"],
  ["natt.min.js", "startNatt"],
  ["enc28j60.js", "startEthernet"],
  ["enc28j60.min.js", "startEthernet"],
  ["w5500.js", "startEthernet"],
  ["w5500.min.js", "startEthernet"],
] as const) {
  test(`dist/espruino/${file} is a module that needs nothing but the language`, (t) => {
    const exports: Record<string, unknown> = {};
    vm.runInNewContext(readFileSync(join(ROOT, "dist/espruino", file), "utf8"), { exports });
    t.is(typeof exports[entry], "function");
  });
}

test("a script for Espruino has no name left that could be shortened", (t) => {
  for (const name of ["linkpulse", "router", "retention", "natt", "enc28j60", "w5500", "ds3232", "mcp7940n"]) {
    const script = readFileSync(join(ROOT, `dist/espruino/${name}.min.js`), "utf8");
    t.notRegex(script, /\._[a-z]\w{2,}/);
  }
});

test("the emulator's package holds the command line, the boards, its scenarios and the schemas", (t) => {
  const known =
    /^(bin\/linkpulse\.mjs|dist\/(main|device|boards\/[\w-]+\/(board|header))\.js|scenarios\/[\w-]+\.yaml|(scenario|firmware)\.schema\.json|package\.json)$/;
  t.deepEqual(
    paths(emulator).filter((path) => !known.test(path)),
    [],
  );
  t.true(emulator.size < 480_000, `${emulator.size} octets`);
});

test("the packages that the command line imports are its dependencies", (t) => {
  const program = readFileSync(join(ROOT, "emulator/dist/main.js"), "utf8");
  const imports = [...program.matchAll(/(?:from |import\()['"]([^'".][^'"]*)['"]/g)].map(([, source]) => source!);
  const { dependencies: own, peerDependencies: optional } = manifest("emulator");
  const dependencies = Object.keys({ ...own, ...optional });
  t.true(imports.length > 0);
  for (const source of imports) t.true(source.startsWith("node:") || dependencies.includes(source), source);
});

test("the packed command line runs the documented session", async (t) => {
  const project = unpack("emulator", emulator, "linkpulse-emulator");
  t.teardown(() => rmSync(project, { recursive: true }));
  for (const name of Object.keys(manifest("emulator").dependencies ?? {})) {
    symlinkSync(join(ROOT, "node_modules", name), join(project, "node_modules", name));
  }
  const program = "node_modules/linkpulse-emulator/bin/linkpulse.mjs";
  t.regex(await runIn(project, program, "emulate", "hdlc-shutdown"), /Serial2\/0, changed state to down/);
  await t.throwsAsync(runIn(project, program, "bench", "/dev/none", "--html", "x.html"), {
    message: /--html draws with the package echarts, which is not installed: npm install echarts\n$/,
  });
  await t.throwsAsync(runIn(project, program, "build", "--board", "pico-2", "--runtime", "espruino"), {
    message: /the package linkpulse, which has the firmware, is not installed here: npm install linkpulse\n$/,
  });
});
