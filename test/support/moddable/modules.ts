import { register } from "node:module";

/** Where a Moddable app's imports come from in the tests; the fakes are plain modules with a default export. */
const modules = {
  time: "./time.js",
  timer: "./timer.js",
  "embedded:io/serial": "./serial.js",
  "linkpulse/moddable": "../../../src/moddable.js",
  "linkpulse/serial": "./serial.js",
};

/** From here on, `import` finds Moddable's modules: the fakes of `host.ts`, and this library. */
export function registerModdableModules(): void {
  const places: Record<string, string> = {};
  for (const [name, place] of Object.entries(modules)) places[name] = new URL(place, import.meta.url).href;
  const hooks = `
    const places = ${JSON.stringify(places)};
    export function resolve(specifier, context, next) {
      const url = Object.hasOwn(places, specifier) ? places[specifier] : undefined;
      return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
    }`;
  register(`data:text/javascript,${encodeURIComponent(hooks)}`);
}

/** The library as a Moddable app gets it; to be called after {@link registerModdableModules}. */
export function importLinkpulse() {
  return import("../../../src/moddable");
}
