import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import fc from "fast-check";
import { Fcs16, Fcs32 } from "../../../../src/framing/fcs";
import { copyRun, stuff } from "../../../../src/framing/octet-run";
import { toHex } from "../../../support/framing";
import { ROOT } from "../../../support/lint";

/** What stands in for TypeScript on Moddable is compiled here, and called beside it. */
const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
const program = join(folder, "calls");
const strict = ["-Wall", "-Wextra", "-Werror", "-fsanitize=address,undefined", "-fno-sanitize-recover"];
const C = `${ROOT}test/support/moddable/c/`;
const compiled = spawnSync("cc", [...strict, "-I", C, "-o", program, `${C}calls.c`], { encoding: "utf8" });
const nativeTest = compiled.error ? test.skip : test;
const why = compiled.error ? " (skipped: there is no C compiler)" : "";

test.after.always(() => rmSync(folder, { recursive: true }));

/** A function's name, and the arguments of a call. */
type Call = [name: string, ...args: (number | Uint8Array)[]];

const spoken = (argument: number | Uint8Array) =>
  typeof argument === "number" ? `${argument}` : `x${toHex(argument)}`;

/** What C makes of these calls. */
function inC(calls: Call[]): string[] {
  const input = calls.map(([name, ...args]) => [name, ...args.map(spoken)].join(" ") + "\n").join("");
  const { stdout, stderr, status } = spawnSync(program, { input, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout.trimEnd().split("\n");
}

const FUNCTIONS: Record<string, (...args: never[]) => number> = {
  fcs16: (...args: Parameters<Fcs16["update"]>) => new Fcs16().update(...args),
  fcs32: (...args: Parameters<Fcs32["update"]>) => new Fcs32().update(...args),
  copyRun,
  stuff,
};

/** What TypeScript makes of one. */
function inTypeScript([name, ...args]: Call): string {
  const result = FUNCTIONS[name]!(...(args as never[]));
  const last = args.filter((argument) => typeof argument !== "number").at(-1)!;
  return `${result} x${toHex(last)}`;
}

/** Octets, and a place in them; many of the octets mean something. */
const octet = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x7e, 0x7d, 0x00, 0x11, 0x1f, 0x20));
const part = fc
  .array(octet, { minLength: 1, maxLength: 60 })
  .chain((bytes) => fc.tuple(fc.constant(bytes), fc.nat(bytes.length), fc.nat(bytes.length)))
  .map(([bytes, a, b]): [Uint8Array, number, number] => [Uint8Array.from(bytes), Math.min(a, b), Math.max(a, b)]);
const int32 = fc.integer({ min: -0x80000000, max: 0x7fffffff });
/** Room for all of it, escaped. */
const room = fc.nat(9).map((at): [Uint8Array, number] => [new Uint8Array(160), at]);

const call = fc.oneof(
  fc.tuple(fc.nat(0xffff), part).map(([register, [...p]]): Call => ["fcs16", register, ...p]),
  fc.tuple(int32, part).map(([register, [...p]]): Call => ["fcs32", register, ...p]),
  fc.tuple(part, room, fc.nat(3)).map(([p, out, special]): Call => ["copyRun", ...p, ...out, special]),
  fc.tuple(part, room, int32).map(([p, out, accm]): Call => ["stuff", ...p, ...out, accm]),
);

nativeTest(`C and TypeScript say the same of any octets${why}`, (t) => {
  t.is(compiled.status, 0, compiled.stderr);
  fc.assert(
    fc.property(fc.array(call, { minLength: 300, maxLength: 300 }), (calls) => {
      const found = inC(calls);
      t.deepEqual(found, calls.map(inTypeScript));
    }),
    { numRuns: 5 },
  );
});

nativeTest(`the wall clock is the system's, in milliseconds${why}`, (t) => {
  const before = Date.now();
  const [time] = inC([["wallClock"]]).map(parseFloat);
  t.true(time! >= before && time! <= Date.now(), `${time}`);
});

nativeTest(`what lies outside of a buffer is refused${why}`, (t) => {
  const octets = new Uint8Array(8);
  const calls: Call[] = [
    ["fcs16", 0, octets, 0, 9],
    ["fcs32", 0, octets, -1, 4],
    ["copyRun", octets, 0, 9, octets, 0, 3],
    ["copyRun", octets, -1, 4, octets, 0, 3],
    ["copyRun", octets, 0, 4, octets, 9, 3],
    ["stuff", octets, 0, 9, octets, 0, 0],
    ["stuff", octets, 0, 5, octets, 0, -1],
    ["stuff", octets, 5, 4, octets, 0, 0],
  ];
  t.deepEqual(
    inC(calls),
    calls.map(() => "RangeError"),
  );
});

nativeTest(`a copy ends where its room does${why}`, (t) => {
  t.deepEqual(inC([["copyRun", new Uint8Array(8), 0, 8, new Uint8Array(3), 0, 1]]), ["3 x000000"]);
});
