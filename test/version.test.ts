import { readFileSync } from "node:fs";
import test from "ava";
import { VERSION } from "../src/version";

test("the version that a device tells is its package's, and the emulator's", (t) => {
  for (const folder of [".", "emulator"]) {
    const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as { version: string };
    t.is(String.fromCharCode(...VERSION), version, folder);
  }
});
