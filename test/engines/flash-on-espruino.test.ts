/** `linkpulse flash` puts a firmware on Espruino for Linux, which sits behind a pseudo-terminal as a board does behind USB. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { linkpulse } from "../support/command-line";
import { testOnEspruino } from "../support/espruino";
import { ROOT } from "../support/lint";
import { eventually } from "../support/processes";

/** A Pico whose program takes Espruino for Linux for one: its line is nowhere, its console where Espruino's is. */
function boardsWithLinux(folder: string): string {
  const boards = join(folder, "boards");
  mkdirSync(join(boards, "linux"), { recursive: true });
  writeFileSync(join(boards, "package.json"), `{ "type": "module" }`);
  cpSync(join(ROOT, "build/boards/pico/header.js"), join(boards, "linux/header.js"));
  const pico = readFileSync(join(ROOT, "build/boards/pico/board.js"), "utf8");
  const linux = pico
    .replace("ESPR_RP2040_PICO", "LINUX")
    .replace(`"Serial1"`, `"LoopbackA"`)
    // Whoever looks for that chip's registers on Linux reads where nothing is.
    .replace(`chip: "RP2040",`, "");
  writeFileSync(join(boards, "linux/board.js"), linux);
  return boards;
}

/** A program that is killed when the one that started it ends, in whatever way: Espruino ends by nothing less. */
const DYING = ["setpriv", "--pdeathsig", "KILL"] as const;

/** Espruino for Linux with its console at a pseudo-terminal and its flash in a file of `folder`. */
async function espruinoAt(t: ExecutionContext, folder: string): Promise<string> {
  const path = join(folder, "tty");
  const engine = `EXEC:${[...DYING, process.env.ESPRUINO].join(" ")},pty,raw,echo=0`;
  const [command, ...args] = [...DYING, "socat", `PTY,link=${path},raw,echo=0`, engine];
  const socat = spawn(command!, args, { cwd: folder, stdio: "ignore" });
  t.teardown(() => socat.kill());
  await eventually(() => existsSync(path));
  return path;
}

/** Runs `linkpulse` with boards of our own, where the package espruino is installed. */
async function linkpulseWith(boards: string, args: string[]): Promise<{ status: number | null; output: string }> {
  const home = { scenarios: "", version: "0.0.0", boards, device: ROOT.replace(/\/$/, "") };
  const program = `import { main } from ${JSON.stringify(join(ROOT, "build/emulator/main.js"))};
    process.exitCode = await main(process.argv.slice(1), ${JSON.stringify(home)});`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program, "--", ...args], {
    cwd: join(ROOT, "test/engines/espruino"),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += String(data)));
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, output })));
}

testOnEspruino("a firmware is uploaded over a pty, saved, and runs", async (t) => {
  t.timeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const boards = boardsWithLinux(folder);
  const path = await espruinoAt(t, folder);
  const config = join(folder, "config.yaml");
  writeFileSync(config, "hostname: Flashed\nrouter: { interval: 300ms }\n");

  const options = ["--board", "linux", "--runtime", "espruino", "--config", config, "--out", join(folder, "out")];
  const { status, output } = await linkpulseWith(boards, ["flash", ...options, "--port", path]);
  t.is(status, 0, output);
  t.regex(output, /router\.js and its library: \d+ of 262144 octets of flash\n/);
  t.regex(output, /Raspberry Pi Pico: flashed\n$/);
  t.notRegex(output, /espruino\.com\/(json|modules)|getURL/, "nothing is looked up elsewhere");

  const flash = readFileSync(join(folder, "espruino.flash"), "latin1");
  t.true(flash.includes(readFileSync(join(ROOT, "dist/espruino/router.min.js"), "latin1")));
  t.true(flash.includes(`"interval": 300`));

  let said = "";
  let interrupt: () => unknown = () => {};
  const monitor = linkpulse(["monitor", path], (child) => {
    child.stdout!.on("data", (data) => (said += String(data)));
    interrupt = () => child.kill("SIGINT");
  });
  writeFileSync(path, "\r");
  t.true(await eventually(() => said.includes("Flashed#")), said);
  t.true(await eventually(() => /Serial0\/0: HDLC myseq \d+/.test(said)), said);
  interrupt();
  t.is((await monitor).status, 0);
});
