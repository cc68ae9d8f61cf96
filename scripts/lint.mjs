/** `npm run lint`: the rules of ESLint, those of this project in lint/ among them, and the form that Prettier gives. */
import { installAll } from "./lib/install.mjs";
import { Tally } from "./lib/tally.mjs";

const tally = new Tally();
await installAll();
await Promise.all([
  tally.check("eslint", "node_modules/eslint/bin/eslint.js", "--cache", "--cache-location", "build/.eslintcache", "."),
  tally.check("prettier", "node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."),
]);
