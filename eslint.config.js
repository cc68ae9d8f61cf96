import { fileURLToPath } from "node:url";
import js from "@eslint/js";
import tseslint from "typescript-eslint";
import { espruinoForms } from "./lint/espruino-forms.js";
import importDirection from "./lint/import-direction.js";
import noAllocation from "./lint/no-allocation.js";

const root = fileURLToPath(new URL("src", import.meta.url));

const linkpulse = { rules: { "import-direction": importDirection, "no-allocation": noAllocation } };

/** What each layer of src/ may import besides itself and the files that all may import. */
const LAYERS = {
  wire: [],
  framing: ["wire"],
  scheduler: [],
  keepalive: ["wire", "framing", "scheduler"],
  link: ["wire", "framing", "scheduler", "keepalive"],
  console: ["wire", "framing", "scheduler", "keepalive", "link", "retention"],
  drivers: ["wire", "scheduler"],
  retention: ["wire", "framing", "scheduler", "keepalive", "link", "console"],
  index: ["wire", "framing", "scheduler", "keepalive", "link", "console", "drivers", "retention"],
  platform: ["index", "wire", "framing", "scheduler", "keepalive", "link", "console", "drivers", "retention"],
  moddable: ["platform"],
  parts: ["drivers", "platform", "retention", "scheduler"],
};

/** The world outside, which the core is told about and never asks. */
const OUTSIDE = (
  "Date performance setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask console " +
  "process Buffer require global globalThis fetch crypto"
).split(" ");

export default tseslint.config(
  { ignores: ["**/node_modules", "build", "**/dist", "api"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommended],
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      // Enums name the numbers of a format, where two names may stand for one.
      "@typescript-eslint/no-duplicate-enum-values": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.js", "**/*.mjs"],
    languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } },
    rules: { eqeqeq: "error" },
  },
  {
    files: ["examples/espruino/*.js", "firmware/**/espruino/*.js"],
    languageOptions: {
      sourceType: "commonjs",
      globals: {
        D0: "readonly",
        D1: "readonly",
        E: "readonly",
        print: "readonly",
        Serial1: "readonly",
        Serial2: "readonly",
        USB: "readonly",
      },
    },
    rules: espruinoForms,
  },
  {
    files: ["examples/moddable/*.js", "firmware/**/moddable/*.js"],
    languageOptions: { globals: { trace: "readonly" } },
  },
  {
    files: ["src/**/*.ts"],
    plugins: { linkpulse },
    rules: {
      "linkpulse/import-direction": ["error", { root, layers: LAYERS, packages: ["platform/"] }],
    },
  },
  {
    files: ["src/**/*.ts", "emulator/device/**/*.ts"],
    ignores: ["src/platform/node/**"],
    plugins: { linkpulse },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "linkpulse/no-allocation": "error",
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["node:*"], message: "Only platform/node knows Node." }] },
      ],
    },
  },
  {
    files: ["src/**/*.ts", "emulator/device/**/*.ts"],
    ignores: ["src/platform/node/**", "src/platform/moddable/**"],
    rules: espruinoForms,
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["src/platform/**"],
    rules: {
      "no-restricted-globals": [
        ...espruinoForms["no-restricted-globals"],
        ...OUTSIDE.map((name) => ({ name, message: "The core is told the time and what arrived; it asks nobody." })),
      ],
      "no-restricted-properties": [
        ...espruinoForms["no-restricted-properties"],
        { object: "Math", property: "random", message: "Random numbers come in through the port Random." },
      ],
    },
  },
);
