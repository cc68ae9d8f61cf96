import test from "ava";
import fc from "fast-check";
import { parseAddress } from "../../../emulator/scenario/address";

test("addresses and their masks are int32", (t) => {
  t.deepEqual(parseAddress("10.0.0.1/8"), { address: 0x0a000001, mask: 0xff000000 | 0 });
  t.deepEqual(parseAddress("255.255.255.255/32"), { address: -1, mask: -1 });
  t.deepEqual(parseAddress("192.168.1.2/31"), { address: 0xc0a80102 | 0, mask: -2 });
  t.deepEqual(parseAddress("0.0.0.0/0"), { address: 0, mask: 0 });
});

test("every address and prefix length comes out of its text", (t) => {
  const octet = fc.nat(255);
  fc.assert(
    fc.property(octet, octet, octet, octet, fc.nat(32), (a, b, c, d, prefix) => {
      const found = parseAddress(`${a}.${b}.${c}.${d}/${prefix}`)!;
      t.is(found.address >>> 0, ((a * 256 + b) * 256 + c) * 256 + d);
      t.is(found.mask >>> 0, 2 ** 32 - 2 ** (32 - prefix));
    }),
  );
});

test("what is no address", (t) => {
  const texts = ["", "10.0.0.1", "10.0.0/8", "10.0.0.256/8", "10.0.0.1/33", "10.0.0.1/", "10.0.0.1/-1", " 10.0.0.1/8"];
  for (const text of [...texts, "10.0.0.1.5/8", "10.0.0.1/8\n", "1e1.0.0.1/8", "0010.0.0.1/8", "ask"]) {
    t.is(parseAddress(text), undefined, text);
  }
});
