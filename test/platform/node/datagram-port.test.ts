/** A real socket on the loopback interface. */
import { createSocket } from "node:dgram";
import type { Socket } from "node:dgram";
import { once } from "node:events";
import test from "ava";
import type { ExecutionContext } from "ava";
import { NodeDatagramPort } from "../../../src/platform/node/datagram-port";
import { DatagramNotes } from "../../support/datagram-notes";
import { manualLoop } from "../../support/manual-clock";
import { eventually } from "../../support/processes";
import { ip } from "../../support/slarp";

const LOOPBACK = ip("127.0.0.1");

async function socket(t: ExecutionContext): Promise<Socket> {
  const made = createSocket("udp4");
  made.bind(0, "127.0.0.1");
  await once(made, "listening");
  t.teardown(() => made.close());
  return made;
}

function open(t: ExecutionContext, port = 0) {
  const { clock, loop } = manualLoop();
  const errors: string[] = [];
  const onError = (error: Error) => errors.push(error.message);
  const made = new NodeDatagramPort({ port, address: "127.0.0.1", onError }, loop);
  const notes = new DatagramNotes();
  made.attach(notes);
  t.teardown(() => made.close());
  return { clock, port: made, notes, errors };
}

test("a datagram goes out, and its answer comes in", async (t) => {
  const peer = await socket(t);
  peer.on("message", (bytes, from) => peer.send(Buffer.from([...bytes, 1]), from.port, from.address));
  const { port, notes, clock } = open(t);
  clock.time = 70;
  t.true(port.send(Uint8Array.of(9, 0xff, 9), 1, 2, LOOPBACK, peer.address().port));
  t.false(port.send(Uint8Array.of(1), 0, 1, LOOPBACK, peer.address().port), "one at a time");
  t.true(await eventually(() => notes.log.length === 2));
  t.deepEqual(notes.log, ["70 sent", `70 127.0.0.1:${peer.address().port} ff01`]);
  t.true(port.localPort > 0);
});

test("the caller's buffer may change at once", async (t) => {
  const peer = await socket(t);
  const received: string[] = [];
  peer.on("message", (bytes) => received.push(bytes.toString("hex")));
  const { port } = open(t);
  const bytes = Uint8Array.of(1, 2, 3);
  t.true(port.send(bytes, 0, 3, LOOPBACK, peer.address().port));
  bytes.fill(0xee);
  t.true(await eventually(() => received.length === 1));
  t.deepEqual(received, ["010203"]);
});

test("an empty datagram arrives as one", async (t) => {
  const peer = await socket(t);
  const { port, notes } = open(t);
  t.true(await eventually(() => port.localPort > 0));
  peer.send(Buffer.alloc(0), port.localPort, "127.0.0.1");
  t.true(await eventually(() => notes.log.length === 1));
  t.deepEqual(notes.log, [`0 127.0.0.1:${peer.address().port} `]);
});

test("what the operating system does not send is told as not sent", async (t) => {
  const { port, notes } = open(t);
  // A socket that is bound to the loopback interface reaches nobody else.
  t.true(port.send(Uint8Array.of(1), 0, 1, ip("192.0.2.1"), 4500));
  t.true(await eventually(() => notes.log.length === 1));
  t.deepEqual(notes.log, ["0 not sent"]);
  t.false(port.send(new Uint8Array(70_000), 0, 70_000, LOOPBACK, 4500), "longer than a datagram can be");
});

test("a port that is taken is told to onError", async (t) => {
  const peer = await socket(t);
  const { errors, port } = open(t, peer.address().port);
  t.true(await eventually(() => errors.length === 1));
  t.regex(errors[0]!, /EADDRINUSE/);
  t.is(port.localPort, 0);
});

test("a closed port tells nothing, and takes nothing", async (t) => {
  const peer = await socket(t);
  const { port, notes } = open(t);
  t.true(await eventually(() => port.localPort > 0));
  const to = port.localPort;
  port.close();
  port.close();
  peer.send(Buffer.of(1), to, "127.0.0.1");
  t.false(port.send(Uint8Array.of(1), 0, 1, LOOPBACK, 4500));
  await new Promise((resolve) => setImmediate(resolve));
  t.deepEqual(notes.log, []);
});

test("a port out of range is refused", (t) => {
  t.throws(() => new NodeDatagramPort({ port: 65536 }, manualLoop().loop), {
    instanceOf: RangeError,
    message: "UDP: port is 65536: it must be a whole number from 0 to 65535",
  });
});
