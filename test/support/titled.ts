import ava from "ava";
import type { TestFn } from "ava";

/**
 * What the build puts in place of AVA where a test imports it: where test files share a thread (see
 * scripts/lib/together.mjs), a title begins with the name of its file, so that it is found, and two files may have the same.
 */
function titled<Part extends object>(part: Part): Part {
  return new Proxy(part, {
    apply(target, self, args: unknown[]) {
      const { testFile } = globalThis as { testFile?: string };
      const [title, ...rest] = args;
      const named = testFile !== undefined && typeof title === "string" ? [`${testFile} › ${title}`, ...rest] : args;
      return Reflect.apply(target as (...all: unknown[]) => unknown, self, named);
    },
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? titled(value) : value;
    },
  });
}

export default titled(ava) as TestFn;
