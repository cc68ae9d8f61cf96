/** A pseudo-terminal as the package espruino reaches it: over TCP. serialport wants a process of its own for this. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ROOT } from "../support/lint";
import { openPort } from "../support/socat";
import { testWithAll } from "../support/tool";

/** Relays a port, writes to it, and closes the relay after half a second. */
const PROGRAM = `
import { connect } from "node:net";
import { relayed } from ${JSON.stringify(join(ROOT, "build/emulator/firmware/relay.js"))};
const [path, octets] = process.argv.slice(1);
const { address, close } = await relayed(path);
const socket = connect(Number(new URL(address).port), "127.0.0.1");
socket.on("error", () => {});
socket.on("data", (data) => process.stdout.write(data));
socket.write(Buffer.alloc(Number(octets), "x"));
await new Promise((resolve) => setTimeout(resolve, 500));
await close();
process.stdout.write(" closed");
`;

async function run(path: string, octets: number): Promise<string> {
  const args = ["--input-type=module", "-e", PROGRAM, "--", path, `${octets}`];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], cwd: ROOT });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said += String(data)));
  await once(child, "close");
  return said;
}

testWithAll([["socat", "socat"]], "octets pass both ways", async (t) => {
  const { path, line, sent } = await openPort(t);
  const answered = once(sent, "data").then(([data]) => {
    line.write(">");
    return String(data);
  });
  t.is(await run(path, 3), "> closed");
  t.is(await answered, "xxx");
});

testWithAll([["socat", "socat"]], "what a port does not take is lost when it is closed, and that is all", async (t) => {
  // Nobody reads what socat puts out: soon neither it nor the port takes any more.
  const { path } = await openPort(t);
  t.is(await run(path, 4_000_000), " closed");
});
