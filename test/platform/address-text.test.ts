import test from "ava";
import fc from "fast-check";
import { AddressText } from "../../src/platform/address-text";

test("an address becomes the text that stands for it, and back", (t) => {
  const texts = new AddressText();
  t.is(texts.textOf(0), "0.0.0.0");
  t.is(texts.addressOf("0.0.0.0"), 0);
  t.is(texts.textOf(0xc0000201 | 0), "192.0.2.1");
  t.is(texts.addressOf("255.255.255.255"), -1);
  t.is(texts.addressOf("10.20.30.40"), 0x0a141e28);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -0x80000000, max: 0x7fffffff }), { maxLength: 8 }), (addresses) => {
      const [out, back] = [new AddressText(), new AddressText()];
      for (const address of [...addresses, ...addresses]) t.is(back.addressOf(out.textOf(address)), address);
    }),
  );
});
