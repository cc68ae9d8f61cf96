import test from "ava";
import fc from "fast-check";
import {
  isTunnelMessage,
  messageAddress,
  messageId,
  messagePort,
  messageSpi,
  TUNNEL_MESSAGE,
  writeTunnelMessage,
} from "../../../emulator/device/tunnel-message";
import { checkNatTraversal, NatTraversalKind, NON_ESP_MARKER } from "../../../src/wire/nat-t";
import { ip } from "../../support/slarp";

test("a request is an INFORMATIONAL message with one Notify, behind the non-ESP marker", (t) => {
  const bytes = new Uint8Array(TUNNEL_MESSAGE).fill(0xaa);
  writeTunnelMessage(bytes, false, 7, 3, ip("192.168.0.2"), 4500);
  t.is(
    Buffer.from(bytes).toString("hex"),
    "00000000" +
      "0000000000000007" +
      "0000000000000000" +
      "29202508" +
      "00000003" +
      "0000002a" +
      "0000000e00004004c0a800021194",
  );
  t.is(checkNatTraversal(bytes, 0, bytes.length), NatTraversalKind.Ike);
});

test("what is written is read, and a response is no request", (t) => {
  const int32 = fc.integer({ min: -0x80000000, max: 0x7fffffff });
  fc.assert(
    fc.property(fc.boolean(), int32, int32, int32, fc.integer({ min: 0, max: 65535 }), (response, ...fields) => {
      const bytes = new Uint8Array(TUNNEL_MESSAGE);
      writeTunnelMessage(bytes, response, ...fields);
      const at = NON_ESP_MARKER;
      t.true(isTunnelMessage(bytes, at, bytes.length, response));
      t.false(isTunnelMessage(bytes, at, bytes.length, !response));
      t.deepEqual(
        [messageSpi(bytes, at), messageId(bytes, at), messageAddress(bytes, at), messagePort(bytes, at)],
        fields,
      );
    }),
  );
});

test("other lengths are no messages of ours", (t) => {
  const bytes = new Uint8Array(TUNNEL_MESSAGE + 1);
  writeTunnelMessage(bytes, false, 1, 1, 1, 1);
  for (let end = NON_ESP_MARKER; end <= bytes.length; end++) {
    t.is(isTunnelMessage(bytes, NON_ESP_MARKER, end, false), end === TUNNEL_MESSAGE);
  }
});
