import { execFile } from "node:child_process";
import test from "ava";

interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `linkpulse console` with text piped into it. */
function consoleWith(input: string, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["emulator/bin/linkpulse.mjs", "console", ...args],
      (error, stdout, stderr) => {
        resolve({ status: error === null ? 0 : ((error.code as unknown as number) ?? null), stdout, stderr });
      },
    );
    child.stdin!.end(input);
  });
}

test("what is piped in is typed at the console, and what the router says comes out", async (t) => {
  const script = "conf t\ninterface serial 0/0\nencapsulation ppp\nend\nshow running-config\n";
  const { status, stdout } = await consoleWith(script, "hdlc-loop", "--router", "careful");
  t.is(status, 0);
  t.deepEqual(stdout.split("\r\n"), [
    "careful#conf t",
    "Enter configuration commands, one per line.  End with CNTL/Z.",
    "careful(config)#interface serial 0/0",
    "careful(config-if)#encapsulation ppp",
    "careful(config-if)#end",
    "careful#show running-config",
    "!",
    "interface Serial0/0",
    " encapsulation ppp",
    " ip address negotiated",
    " down-when-looped",
    "end",
    "careful#",
  ]);
});

test("without --router it is the first one; Ctrl-] and a number goes to another, Ctrl-] and q leaves", async (t) => {
  const { status, stdout } = await consoleWith("exit\n\x1d2show bugs\n\x1dqnever typed\n", "ppp-closed-by-peer");
  t.is(status, 0);
  t.deepEqual(stdout.split("\r\n"), [
    "router1#exit",
    "router2#show bugs",
    "             ^",
    "% Invalid input detected at '^' marker.",
    "",
    "router2#",
  ]);
});

test("a router that is not there", async (t) => {
  const { status, stderr } = await consoleWith("", "hdlc-loop", "--router", "r9");
  t.is(status, 2);
  t.is(stderr, "linkpulse: --router r9: the scenario has no such router; it has careful, trusting\n");
});
