import test from "ava";
import { UsageError } from "../../../emulator/cli/usage-error";
import { isStorageEmpty, store } from "../../../emulator/rp2040/espruino-storage";

const STORAGE = 0x1c0000;

const erased = () => new Uint8Array(0x200000).fill(0xff);
const hex = (flash: Uint8Array, from: number, to: number) => Buffer.from(flash.subarray(from, to)).toString("hex");

test("a file is its size, its name in 28 octets, and what is in it; the next begins at a multiple of 4", (t) => {
  const flash = erased();
  t.true(isStorageEmpty(flash));
  store(flash, { name: "linkpulse", octets: Buffer.from("hello") });
  store(flash, { name: ".bootcde", octets: Buffer.from("x") });
  t.false(isStorageEmpty(flash));
  t.is(hex(flash, STORAGE, STORAGE + 40), "050000006c696e6b70756c7365" + "00".repeat(19) + "68656c6c6fffffff");
  t.is(hex(flash, STORAGE + 40, STORAGE + 74), "010000002e626f6f74636465" + "00".repeat(20) + "78ff");
  t.true(flash.subarray(0, STORAGE).every((octet) => octet === 0xff));
});

test("names and files that Storage can't hold are refused", (t) => {
  const refused = (name: string, length: number, message: string) => {
    t.throws(() => store(erased(), { name, octets: new Uint8Array(length) }), { instanceOf: UsageError, message });
  };
  refused("", 1, "--storage : a name in Storage has 1 to 28 characters");
  refused("n".repeat(29), 1, `--storage ${"n".repeat(29)}: a name in Storage has 1 to 28 characters`);
  refused("big", 0x40000 - 31, "--storage big: its 262113 octets don't fit into Storage");
  t.notThrows(() => store(erased(), { name: "n".repeat(28), octets: new Uint8Array(0x40000 - 32) }));
});
