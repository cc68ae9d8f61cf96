import test from "ava";
import { uf2Size } from "../../../emulator/firmware/uf2";
import { uf2 } from "../../support/uf2";

test("an image is as large as the flash from its first block to its last", (t) => {
  t.is(uf2Size(uf2([0x10000000, 0x10000100, 0x10000200])), 768);
  t.is(uf2Size(uf2([0x10000000, 0x10001000])), 0x1100, "what lies between counts");
});

test("the block that RP2350 images begin with does not count", (t) => {
  t.is(uf2Size(uf2([0x10ffff00, 0x10000000])), 256);
});

test("a file that is none", (t) => {
  t.is(uf2Size(Buffer.alloc(1024)), undefined);
  t.is(uf2Size(Buffer.alloc(0)), undefined);
});
