import type { ChildProcess } from "node:child_process";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What to do for each child that runs when this process ends. */
const running = new Map<ChildProcess, () => void>();

/**
 * Sees to it that a child ends when this process does, by whatever way but SIGKILL; for that one, a child must itself
 * end when its pipes do. `tidy` is called once, after the child ended or when this process does.
 */
export function endWithProcess(child: ChildProcess, tidy: () => void = () => {}): void {
  if (running.size === 0) {
    process.on("exit", endAll);
    for (const signal of SIGNALS) process.on(signal, passOn);
  }
  running.set(child, tidy);
  const ended = () => {
    if (!running.delete(child)) return;
    tidy();
    if (running.size === 0) letGo();
  };
  child.on("exit", ended);
  child.on("error", ended);
}

function endAll(): void {
  for (const [child, tidy] of running) {
    child.kill("SIGKILL");
    tidy();
  }
  running.clear();
  letGo();
}

/** Ends as this process would without a handler. */
function passOn(signal: NodeJS.Signals): void {
  endAll();
  process.kill(process.pid, signal);
}

function letGo(): void {
  process.off("exit", endAll);
  for (const signal of SIGNALS) process.off(signal, passOn);
}
