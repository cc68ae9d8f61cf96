import tseslint from "typescript-eslint";
import { ownRule, ruleTester } from "../support/lint";

const options = [
  {
    root: "/r/src",
    layers: {
      wire: [],
      framing: ["wire"],
      link: ["wire", "framing"],
      index: ["wire", "link"],
      platform: ["index", "link"],
    },
    packages: ["platform/"],
  },
];

const case_ = (file: string, code: string) => ({ filename: `/r/src/${file}`, code, options });
const allowed = (file: string, source: string) => ({
  name: `${file} may import ${source}`,
  ...case_(file, `import { x } from "${source}"; x();`),
});
const rejected = (
  file: string,
  source: string,
  messageId: string,
  statement = `import { x } from "${source}"; x();`,
) => ({
  name: `${file} must not import ${source}: ${statement}`,
  ...case_(file, statement),
  errors: [{ messageId }],
});

ruleTester({ parser: tseslint.parser }).run("import-direction", await ownRule("import-direction.js"), {
  valid: [
    allowed("framing/a.ts", "../wire/b"),
    allowed("framing/a.ts", "./b"),
    allowed("framing/a.ts", "../options"),
    allowed("options.ts", "./ports"),
    allowed("index.ts", "./link/a"),
    allowed("platform/node/a.ts", "../../link/b"),
    allowed("platform/node/a.ts", "../../index"),
    allowed("platform/node/a.ts", "../start"),
    allowed("platform/node/a.ts", "node:fs"),
    allowed("platform/moddable/a.ts", "embedded:io/serial"),
  ],
  invalid: [
    rejected("wire/a.ts", "../framing/b", "direction"),
    rejected("framing/a.ts", "../link/b", "direction"),
    rejected("link/a.ts", "../platform/node/b", "direction"),
    rejected("link/a.ts", "../index", "direction"),
    rejected("link/a.ts", "../../src/index", "direction"),
    rejected("options.ts", "./wire/a", "direction"),
    rejected("index.ts", "./platform/node/a", "direction"),
    rejected("link/a.ts", "../../emulator/main", "outside"),
    rejected("platform/node/a.ts", "../../../emulator/main", "outside"),
    rejected("link/a.ts", "node:fs", "package"),
    rejected("options.ts", "ajv", "package"),
    rejected("novelty/a.ts", "../wire/b", "unknown"),
    rejected("wire/a.ts", "../link/b", "direction", 'import type { X } from "../link/b"; export type Y = X;'),
    rejected("wire/a.ts", "../link/b", "direction", 'export { x } from "../link/b";'),
    rejected("wire/a.ts", "../link/b", "direction", 'export * from "../link/b";'),
    rejected("wire/a.ts", "../link/b", "direction", 'void import("../link/b");'),
  ],
});
