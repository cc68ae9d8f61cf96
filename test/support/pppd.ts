/** The real pppd on Linux's own PPP, in a kernel of its own: user-mode Linux, a process of this machine. */
import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { realpathSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";
import type { ExecutionContext } from "ava";
import { endWithProcess } from "../../emulator/engine/child";
import { OutputLog } from "./output-log";
import { temporaryFile } from "./temporary-file";
import type { Tool } from "./tool";

export const PPPD_TOOLS: Tool[] = [
  ["linux.uml", "user-mode-linux"],
  ["/usr/sbin/pppd", "ppp"],
  ["/usr/sbin/insmod", "kmod"],
  ["ping", "iputils-ping"],
  ["socat", "socat"],
];

const PPPD_ADDRESS = "10.97.0.1";
const OUR_ADDRESS = "10.97.0.2";

/**
 * What the kernel runs, on this machine's files but without its settings of pppd. The console is where pppd's log goes,
 * and where commands come from; where it ends, so does the kernel.
 */
function init(options: string): string {
  return `#!/bin/sh
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
stty raw -echo
mount -t proc proc /proc
mount -t sysfs sysfs /sys
for folder in /run /var/log /etc/ppp; do mount -t tmpfs tmpfs $folder; done
# A secret to compare ours with, without which it would not ask for one.
echo '* * secret *' > /etc/ppp/pap-secrets
modules=/usr/lib/uml/modules/$(uname -r)/kernel
insmod $modules/lib/crc-ccitt.ko
for module in slip/slhc ppp/ppp_generic ppp/ppp_async; do insmod $modules/drivers/net/$module.ko; done
pppd /dev/ttyS0 nodetach local noauth nocrtscts nolock noccp noipdefault ${PPPD_ADDRESS}:${OUR_ADDRESS} \\
  persist holdoff 0 maxfail 0 debug logfd 1 ${options} &
while read -r command; do eval "$command"; done
echo o > /proc/sysrq-trigger
`;
}

export class Pppd {
  readonly log: OutputLog;
  private readonly _kernel: ChildProcessByStdio<Writable, Readable, Readable>;

  /** Boots a kernel whose serial port is the given one, and starts pppd there, which takes some seconds. */
  constructor(t: ExecutionContext, port: string, options: string) {
    const script = temporaryFile(t, "init");
    const folder = dirname(script);
    writeFileSync(script, init(options), { mode: 0o755 });
    this._kernel = spawn(
      "linux.uml",
      [
        "mem=64M",
        "rootfstype=hostfs",
        "rootflags=/",
        "ro",
        `init=${script}`,
        "loglevel=0",
        // Each of the 256 that it would make takes as long as a program's start.
        "pty.legacy_count=0",
        "con=null",
        "con0=fd:0,fd:1",
        "ssl=null",
        `ssl0=tty:${realpathSync(port)}`,
        "umid=pppd",
        `uml_dir=${folder}/`,
      ],
      { stdio: ["pipe", "pipe", "pipe"], detached: true, env: { ...process.env, TMPDIR: folder } },
    );
    this._kernel.stdin.on("error", () => {});
    endWithProcess(this._kernel, () => this.end());
    t.teardown(() => this.end());
    this.log = new OutputLog(this._kernel.stdout, this._kernel.stderr);
  }

  /** Runs a command of the shell in the peer's kernel; what it prints is in the log. */
  run(command: string): void {
    this._kernel.stdin.write(`${command}\n`);
  }

  /** Stops the peer, kernel and all, in the middle of whatever it does. */
  freeze(): void {
    this._kernel.kill("SIGSTOP");
  }

  thaw(): void {
    this._kernel.kill("SIGCONT");
  }

  /** Ends the kernel and the processes that it keeps beside it, all of one group. */
  end(): void {
    try {
      process.kill(-this._kernel.pid!, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}
