import { register } from "node:module";
import { ROOT } from "../lint";

/** Where a Moddable app's imports come from in the tests; the fakes are plain modules with a default export. */
const modules = {
  time: "./time.js",
  timer: "./timer.js",
  "embedded:io/serial": "./serial.js",
  "linkpulse/moddable": "../../../src/moddable.js",
  "linkpulse/serial": "./serial.js",
};

/** The library's parts come from `dist/`, and what they leave to the platform from what they are made of. */
const DIST = `file://${ROOT}dist/`;
const COMPILED = `file://${ROOT}build/moddable/`;

/** From here on, `import` finds Moddable's modules: the fakes of `host.ts`, and this library. */
export function registerModdableModules(): void {
  const places: Record<string, string> = {};
  for (const [name, place] of Object.entries(modules)) places[name] = new URL(place, import.meta.url).href;
  const hooks = `
    const places = ${JSON.stringify(places)};
    const place = (name) => {
      if (Object.hasOwn(places, name)) return places[name];
      if (!name.startsWith("linkpulse/")) return undefined;
      const path = name.slice("linkpulse/".length) + ".js";
      return path.startsWith("moddable/") ? ${JSON.stringify(DIST)} + path : ${JSON.stringify(COMPILED)} + path;
    };
    export function resolve(specifier, context, next) {
      const url = place(specifier);
      return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
    }`;
  register(`data:text/javascript,${encodeURIComponent(hooks)}`);
}

/** The library as a Moddable app gets it; to be called after {@link registerModdableModules}. */
export function importLinkpulse() {
  return import("../../../src/moddable");
}
