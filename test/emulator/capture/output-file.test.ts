import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import fc from "fast-check";
import { makeFolder, OutputFile } from "../../../emulator/capture/output-file";
import { temporaryFile } from "../../support/temporary-file";

test("octets and text come out in the order in which they went in, whatever their lengths", (t) => {
  // The buffer holds 65536 octets: lengths around that, and many small ones.
  const length = fc.oneof(fc.nat(40), fc.integer({ min: 65_000, max: 66_000 }), fc.integer({ min: 0, max: 150_000 }));
  const parts = fc.array(fc.tuple(length, fc.boolean()), { maxLength: 12 });
  fc.assert(
    fc.property(parts, (all) => {
      const path = temporaryFile(t, "out");
      const file = new OutputFile(path);
      const expected = all.map(([size, isText], i) => {
        const bytes = Buffer.alloc(size, 65 + i);
        if (isText) file.writeText(bytes.toString("latin1"));
        else file.write(bytes);
        return bytes;
      });
      file.close();
      t.true(readFileSync(path).equals(Buffer.concat(expected)));
    }),
    { numRuns: 30 },
  );
});

test("what was in the file before is gone", (t) => {
  const path = temporaryFile(t, "out");
  for (const text of ["something long", "short"]) {
    const file = new OutputFile(path);
    file.writeText(text);
    file.close();
  }
  t.is(readFileSync(path, "utf8"), "short");
});

test("a path that can't be written to is refused at once", (t) => {
  const path = join(temporaryFile(t, "none"), "below", "file");
  t.throws(() => new OutputFile(path), { code: "ENOENT" });
});

test("a folder is made with those that it is in; one that is there is left as it is", (t) => {
  const path = temporaryFile(t, "folder");
  for (let i = 0; i < 2; i++) {
    makeFolder(join(path, "in", "it"));
    t.true(statSync(join(path, "in", "it")).isDirectory());
  }
  const file = join(path, "file");
  writeFileSync(file, "");
  t.throws(() => makeFolder(join(file, "below")), { message: `${file}: can't be written (it is no folder)` });
});
