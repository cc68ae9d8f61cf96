/**
 * Lints scripts that are made for Espruino: nothing in them may be a form that Espruino lacks or gets wrong.
 *
 *     node lint/espruino-output.mjs FILE...
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Linter } from "eslint";
import { espruinoForms } from "./espruino-forms.js";
import loopClosures from "./espruino-loop-closures.js";
import order from "./espruino-order.js";
import superMethods from "./espruino-super.js";

/** The globals of the language that Espruino has, and its own that a library may use. */
const GLOBALS = (
  "Array ArrayBuffer Boolean DataView Date E Error Float32Array Float64Array Function Infinity Int16Array Int32Array " +
  "Int8Array JSON Math NaN Number Object Promise ReferenceError RegExp Serial1 Serial2 String SyntaxError TypeError " +
  "Uint16Array Uint32Array Uint8Array Uint8ClampedArray clearInterval clearTimeout clearWatch console digitalRead digitalWrite exports " +
  "getTime global isFinite isNaN module parseFloat parseInt peek32 poke32 print process require setInterval setTimeout setWatch undefined"
).split(" ");

const CONFIG = {
  languageOptions: {
    ecmaVersion: "latest",
    sourceType: "commonjs",
    globals: Object.fromEntries(GLOBALS.map((name) => [name, "readonly"])),
  },
  linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
  plugins: { espruino: { rules: { loopClosures, order, superMethods } } },
  rules: {
    ...espruinoForms,
    "no-restricted-syntax": [
      ...espruinoForms["no-restricted-syntax"],
      {
        selector: "PropertyDefinition[static=false]",
        message: "Espruino puts class fields on the prototype, where all objects share them.",
      },
    ],
    "no-restricted-globals": [
      ...espruinoForms["no-restricted-globals"],
      { name: "RangeError", message: "Espruino lacks RangeError: the build must define it." },
    ],
    "no-undef": "error",
    "espruino/loopClosures": "error",
    "espruino/order": "error",
    "espruino/superMethods": "error",
  },
};

/** Returns what is wrong with the script, one line for each: `file:line:column what`. */
export function lintEspruinoOutput(script, file) {
  const messages = new Linter().verify(script, [{ files: ["**"], ...CONFIG }], { filename: "script.js" });
  return messages.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = process.argv.slice(2).flatMap((file) => lintEspruinoOutput(readFileSync(file, "utf8"), file));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
