import { readdirSync } from "node:fs";
import typescript from "@rollup/plugin-typescript";

/** The files below `folder` whose name ends in `ending`, without what other packages keep there. */
function files(folder, ending) {
  return readdirSync(folder, { recursive: true })
    .map((name) => `${folder}/${name}`)
    .filter((name) => name.endsWith(ending) && !name.includes("node_modules"));
}

/** The host side as it is developed: one module for each source file under `build/`, packages left outside. */
function host(input) {
  return {
    input,
    external: (id) => !/^[./]/.test(id),
    plugins: [typescript({ compilerOptions: { noEmit: false } })],
    output: {
      dir: "build",
      format: "es",
      preserveModules: true,
      preserveModulesRoot: ".",
      sourcemap: true,
    },
  };
}

/**
 * `rollup -c` with one of
 * --configEmulator  what `npm start` runs
 * --configTests     that and the tests
 */
export default function config(options) {
  const emulator = ["emulator/main.ts"];
  if (options.configTests) return host([...emulator, ...files("test", ".ts")]);
  return host(emulator);
}
