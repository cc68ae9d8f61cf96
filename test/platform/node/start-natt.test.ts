import { createSocket } from "node:dgram";
import type { Socket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import test from "ava";
import type { ExecutionContext } from "ava";
import { startNatt } from "../../../src/platform/node";

async function socketOn(t: ExecutionContext): Promise<Socket> {
  const socket = createSocket("udp4");
  t.teardown(() => socket.close());
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return socket;
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}

test("a keepalive leaves at once, from our port to the peer's", async (t) => {
  const peer = await socketOn(t);
  const port = await freePort();
  const link = startNatt({
    peerAddress: "127.0.0.1",
    peerPort: peer.address().port,
    port,
    address: "127.0.0.1",
    keepalive: { interval: 5_000, forced: true },
  });
  const [bytes, from] = (await once(peer, "message")) as [Buffer, AddressInfo];
  t.deepEqual([...bytes], [0xff]);
  t.is(from.port, port);
  link.close();
});

test("a port that another has is an error", async (t) => {
  const other = await socketOn(t);
  const options = { peerAddress: "127.0.0.1", port: other.address().port, address: "127.0.0.1" };
  t.throws(() => startNatt(options), { message: /EADDRINUSE/ });
  const error = await new Promise<Error>((resolve) => {
    const link = startNatt({ ...options, onError: resolve });
    t.teardown(() => link.close());
  });
  t.regex(error.message, /EADDRINUSE/);
});

test("an option out of its range opens nothing", (t) => {
  t.throws(() => startNatt({ peerAddress: "127.0.0.1", port: 70_000 }), {
    instanceOf: RangeError,
    message: "NAT-T: our port is 70000: it must be a whole number from 1 to 65535",
  });
  t.throws(() => startNatt({ peerAddress: "127.0.0.1 " }), { instanceOf: RangeError, message: /peer's address/ });
});
