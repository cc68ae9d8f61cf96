import { chmodSync, writeFileSync } from "node:fs";
import test from "ava";
import type { ExecutionContext } from "ava";
import { UsageError } from "../../../emulator/cli/usage-error";
import { XsWorker } from "../../../emulator/engine/xs-worker";
import { temporaryFile } from "../../support/temporary-file";

/** A program that speaks as xsnap-worker does, so that each message can come as a test wants it. */
function standIn(t: ExecutionContext, answers: string): string {
  const path = temporaryFile(t, "worker.mjs");
  const program = `#!${process.execPath}
import { readSync, writeSync } from "node:fs";
const octet = Buffer.alloc(1);
const read = () => (readSync(3, octet) === 0 ? process.exit(9) : octet.toString("latin1"));
function receive() {
  let length = "";
  for (let digit = read(); digit !== ":"; digit = read()) length += digit;
  let message = "";
  for (let i = 0; i < Number(length); i++) message += read();
  if (read() !== ",") process.exit(8);
  if (message === "q") process.exit(0);
  return message;
}
const send = (message) => writeSync(4, Buffer.from(message.length + ":" + message + ",", "latin1"));
const USAGE = '{"currentHeapCount":5,"allocate":7}\\x01';
if (receive() !== "R") process.exit(7);
send(".");
${answers}
`;
  writeFileSync(path, program);
  chmodSync(path, 0o755);
  return path;
}

test("a request gives the reply and the usage", async (t) => {
  const worker = await XsWorker.start(standIn(t, `for (;;) send("." + USAGE + receive().toUpperCase());`));
  t.deepEqual((await worker.evaluate("abc")).usage, { currentHeapCount: 5, allocate: 7 });
  t.is(Buffer.from((await worker.command(Buffer.from("xyz"))).reply).toString(), "?XYZ");
  await worker.close();
});

test("an answer may come octet by octet, with any octets in it", async (t) => {
  const octets = Buffer.from([0, 1, 44, 58, 46, 255, 33]);
  const path = standIn(
    t,
    `for (;;) {
       const message = "." + USAGE + receive().slice(1);
       for (const octet of Buffer.from(message.length + ":" + message + ",", "latin1")) {
         writeSync(4, Buffer.from([octet]));
         Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
       }
     }`,
  );
  const worker = await XsWorker.start(path);
  t.deepEqual(Buffer.from((await worker.command(octets)).reply), octets);
  t.deepEqual(Buffer.from((await worker.command(octets)).reply), octets);
  await worker.close();
});

test("a query is handed on, and answered, before the reply", async (t) => {
  const worker = await XsWorker.start(
    standIn(t, `for (;;) { receive(); send("?one"); receive(); send("?two"); send("." + USAGE + receive()); }`),
  );
  const queries: string[] = [];
  worker.onQuery = (octets) => {
    queries.push(Buffer.from(octets).toString());
    return null;
  };
  const { reply } = await worker.command(new Uint8Array(0));
  t.deepEqual(queries, ["one", "two"]);
  t.is(Buffer.from(reply).toString(), "/");
  await worker.close();
});

test("what the program throws is thrown here, and the next request is served", async (t) => {
  const worker = await XsWorker.start(
    standIn(t, `receive(); send("!TypeError: no"); for (;;) send("." + USAGE + receive());`),
  );
  await t.throwsAsync(worker.evaluate("1"), { message: "TypeError: no" });
  t.is(Buffer.from((await worker.evaluate("1")).reply).toString(), "e1");
  await worker.close();
});

test("a worker that dies fails the request under way and all after it", async (t) => {
  const worker = await XsWorker.start(standIn(t, `receive(); process.exit(12);`));
  await t.throwsAsync(worker.evaluate("1"), { message: /worker\.mjs: ended with 12$/ });
  await t.throwsAsync(worker.evaluate("1"), { message: /worker\.mjs: ended with 12$/ });
  await worker.close();
});

test("a program that can't be started is named", async (t) => {
  await t.throwsAsync(XsWorker.start("/no/such/worker"), {
    instanceOf: UsageError,
    message: /^engine xs: \/no\/such\/worker: spawn .*ENOENT/,
  });
});

test("a program that speaks otherwise, or not at all, is named with how it ended", async (t) => {
  await t.throwsAsync(XsWorker.start("/bin/false"), {
    instanceOf: UsageError,
    message: "engine xs: /bin/false: ended with 1",
  });
});
