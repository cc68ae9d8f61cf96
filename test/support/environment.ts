import type { ExecutionContext } from "ava";

/** Sets a variable of the environment, or takes it away, until the test is over. */
export function withEnvironment(t: ExecutionContext, name: string, value: string | undefined): void {
  const before = process.env[name];
  const set = (to: string | undefined) => {
    if (to === undefined) delete process.env[name];
    else process.env[name] = to;
  };
  set(value);
  t.teardown(() => set(before));
}
