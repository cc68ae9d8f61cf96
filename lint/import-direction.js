/**
 * Imports point one way. A layer is a folder of `src/`, or a file there that collects others; the option `layers` lists
 * the layers that it may import besides itself. The other files that lie directly in `src/` may be imported by all, and
 * import only each other. Nothing in `src/` imports from outside of it, and packages only where `packages` says so.
 */
import { dirname, relative, resolve } from "node:path";

export default {
  meta: {
    type: "problem",
    docs: { description: "imports between the folders of src/ point one way" },
    schema: [
      {
        type: "object",
        properties: {
          root: { type: "string" },
          layers: { type: "object", additionalProperties: { type: "array", items: { type: "string" } } },
          packages: { type: "array", items: { type: "string" } },
        },
        required: ["root", "layers", "packages"],
        additionalProperties: false,
      },
    ],
    messages: {
      direction: "{{from}} must not import {{to}}: imports point one way, and it may import {{allowed}}.",
      outside: "src/ must not import {{source}}, which lies outside of it.",
      package: "{{from}} must not import the package {{source}}: only {{allowed}} may import packages.",
      unknown: "src/{{from}} is not among the layers in eslint.config.js.",
    },
  },

  create(context) {
    const { root, layers, packages } = context.options[0];
    const file = relative(root, context.filename).replaceAll("\\", "/");
    const layerOf = (path) => {
      const [first, ...rest] = path.split("/");
      return rest.length > 0 || layers[first] !== undefined ? first : "";
    };
    const from = layerOf(file.replace(/\.ts$/, ""));

    function check(node) {
      const source = node.source?.value;
      if (typeof source !== "string") return;
      const report = (messageId, data) => {
        context.report({ node: node.source, messageId, data: { from: from || file, source, ...data } });
      };
      const allowed = from === "" ? [] : layers[from];
      if (allowed === undefined) {
        report("unknown");
      } else if (!source.startsWith(".")) {
        if (!packages.some((folder) => file.startsWith(folder))) report("package", { allowed: packages.join(", ") });
      } else {
        const target = relative(root, resolve(dirname(context.filename), source)).replaceAll("\\", "/");
        const to = layerOf(target);
        if (target.startsWith("..")) report("outside");
        else if (to !== "" && to !== from && !allowed.includes(to)) {
          report("direction", { to, allowed: ["the files of src/ itself", ...allowed].join(", ") });
        }
      }
    }

    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};
