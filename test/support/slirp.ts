/** Slirp, a PPP peer in user space: it answers for 10.0.2.2, and gives us 10.0.2.15. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { dirname } from "node:path";
import type { ExecutionContext } from "ava";
import { endWithProcess } from "../../emulator/engine/child";
import type { Tool } from "./tool";
import type { Crossing } from "./wire";

export const SLIRP_TOOLS: Tool[] = [
  ["slirp-fullbolt", "slirp"],
  ["socat", "socat"],
];

/**
 * Starts slirp on a port. It prints a banner there, then waits for a Configure-Request.
 * @param options as in its configuration files, such as `lcp-echo-interval 1`
 */
export function startSlirp(t: ExecutionContext, port: string, options: string[]): ChildProcess {
  // It wants a terminal that it controls as its standard streams, reads and writes the first, and prints on the others.
  // Its home is where it looks for a configuration of the person who runs it.
  const command = `exec setsid --ctty slirp-fullbolt ppp "$@" <>"$0" >&0 2>&0`;
  const slirp = spawn("sh", ["-c", command, port, ...options], {
    stdio: "ignore",
    env: { ...process.env, HOME: dirname(port) },
  });
  endWithProcess(slirp);
  t.teardown(() => slirp.kill("SIGKILL"));
  return slirp;
}

/** What crossed a wire without the banner, which goes on until the first flag. */
export function withoutBanner(crossings: Crossing[]): Crossing[] {
  let banner = true;
  return crossings.flatMap((crossing) => {
    if (crossing.sent || !banner) return [crossing];
    const flag = crossing.bytes.indexOf(0x7e);
    banner = flag < 0;
    return banner ? [] : [{ ...crossing, bytes: crossing.bytes.subarray(flag) }];
  });
}
