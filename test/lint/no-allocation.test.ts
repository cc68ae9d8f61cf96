import tseslint from "typescript-eslint";
import { ownRule, ROOT, ruleTester } from "../support/lint";

/** In a method, which a timer may reach. */
const hot = (body: string) =>
  `class Machine { value = 0; poll(a: number, text: string, bytes: Uint8Array, list: number[]) { ${body} } }`;

/** One error, whose message holds `what`. */
const rejected = (name: string, code: string, message: RegExp) => ({
  name: `rejects ${name}`,
  code,
  errors: [{ message }],
});
const allowed = (name: string, code: string) => ({ name: `allows ${name}`, code });

const tester = ruleTester({
  parser: tseslint.parser,
  parserOptions: {
    projectService: { allowDefaultProject: ["*.ts"], defaultProject: "tsconfig.device.json" },
    tsconfigRootDir: ROOT,
  },
});

tester.run("no-allocation", await ownRule("no-allocation.js"), {
  valid: [
    allowed("arithmetic on typed arrays", hot("bytes[0] = (bytes[1]! + a) | 0; this.value += a;")),
    allowed(
      "loops, switches and calls",
      hot("for (let i = 0; i < a; i++) { switch (i) { case 1: this.poll(i, text, bytes, list); } }"),
    ),
    allowed("native bulk calls", hot("bytes.fill(0); bytes.set(bytes); return bytes.indexOf(126);")),
    allowed("comparing strings", hot("return typeof a === 'number' && text === 'x';")),
    allowed("a template without expressions", hot("return text === `x`;")),
    allowed("the length of an array", hot("return list.length + bytes.length;")),
    allowed(
      "a constructor",
      "class A { b: number[]; constructor(n: string) { this.b = [1]; if (n === '') throw new Error(`${n}`); } }",
    ),
    allowed("the initialiser of a field", "class A { private b = new Uint8Array(4); static c = [1]; }"),
    allowed(
      "a module's own statements",
      "export const TABLE = new Int32Array(4); for (const i of [1, 2]) TABLE[i] = i; const f = () => 1;",
    ),
    allowed(
      "a function with the tag",
      "/** Checks. @setup */ export function check(n: string) { throw new RangeError(`${n} is wrong`); }",
    ),
    allowed("a method with the tag", "class A { /** @setup */ register(list: A[]) { list.push(new A()); } }"),
    allowed(
      "the tag behind another comment",
      "/** @setup */\n/* @__NO_SIDE_EFFECTS__ */ function table() { return [1]; }",
    ),
    allowed("a closure in a constructor", "class A { f: () => number; constructor() { this.f = () => 1; } }"),
    allowed(
      "set-up code that calls set-up code",
      "/** @setup */ function a() { return [1]; } class B { c: number[]; constructor() { this.c = a(); } }",
    ),
    allowed(
      "an own method called like an allocating one",
      "class Q { slice(n: number) { return n; } poll(): number { return this.slice(1); } }",
    ),
  ],
  invalid: [
    rejected("new", hot("return new Uint8Array(4);"), /^new allocates/),
    rejected("an array literal", hot("return [a];"), /^An array literal/),
    rejected("an object literal", hot("return { a };"), /^An object literal/),
    rejected("a template", hot("return text === `${a}`;"), /^A template/),
    rejected(
      "a tagged template",
      "declare const tag: (s: TemplateStringsArray) => number; function f() { return tag`x`; }",
      /^A template/,
    ),
    rejected("joining strings", hot("return text + a;"), /^Joining strings/),
    rejected("joining strings of unknown content", hot("return a + text;"), /^Joining strings/),
    rejected("appending to a string", hot("text += a;"), /^Joining strings/),
    rejected("the length of a string", hot("return text.length;"), /^The length of a string/),
    rejected("a character of a string", hot("return text[0];"), /^A character/),
    rejected("charCodeAt", hot("return text.charCodeAt(0);"), /^\.charCodeAt\(\)/),
    rejected("an arrow function", hot("this.value = (() => a)();"), /^A closure/),
    rejected("a function expression", hot("this.value = (function () { return 1; })();"), /^A closure/),
    rejected("a nested function", hot("function inner() { return 1; } return inner();"), /^A closure/),
    rejected("a class expression", hot("return class {};"), /^A class/),
    rejected("a nested class", hot("class Inner {} return Inner;"), /^A class/),
    rejected("for-of", hot("for (const octet of bytes) this.value = octet;"), /^for-of/),
    rejected("for-in", hot("for (const key in list) this.value = key === '0' ? 1 : 0;"), /^for-in/),
    rejected("spread", hot("return Math.max(...bytes);"), /^Spread/),
    rejected("a rest parameter", "function f(...all: number[]) { return all[0]; }", /^A rest element/),
    rejected("array destructuring", hot("const [first] = list; return first;"), /^Array destructuring/),
    rejected("throw", hot("throw 5;"), /may throw/),
    rejected("a BigInt", hot("return 1n === BigInt64Array.prototype[0];"), /^A BigInt/),
    rejected("BigInt()", hot("return BigInt(a);"), /^BigInt\(\)/),
    rejected("String()", hot("return String(a);"), /^String\(\)/),
    rejected("a regular expression", hot("return /a/;"), /^A regular expression/),
    rejected("arguments", hot("return arguments[0];"), /^arguments/),
    rejected("an async function", "async function f() {}", /^An async function/),
    rejected("a generator", "function* f() { yield 1; }", /^A generator/),
    ...[
      "bytes.subarray(1)",
      "bytes.slice(1)",
      "list.map(Math.abs)",
      "list.filter(Boolean)",
      "list.concat(list)",
      "a.toString()",
    ].map((call) => rejected(call, hot(`return ${call};`), /^\.\w+\(\) allocates/)),
    ...[
      "text.split('')",
      "list.join()",
      "Object.keys(this)",
      "JSON.stringify(a)",
      "list.push(a)",
      "a.toFixed(2)",
      "bytes.entries()",
    ].map((call) => rejected(call, hot(`return ${call};`), /^\.\w+\(\) allocates/)),
    rejected("a plain function without the tag", "export function check() { return [1]; }", /^An array literal/),
    rejected("the body of an arrow function in a module", "export const f = () => [1];", /^An array literal/),
    rejected(
      "the body of a closure that a constructor makes",
      "class A { f: () => number[]; constructor() { this.f = () => [1]; } }",
      /^An array/,
    ),
    rejected("the body of a closure in a field", "class A { f = () => [1]; }", /^An array literal/),
    rejected(
      "the body of a closure in set-up code",
      "/** @setup */ function f() { return () => [1]; }",
      /^An array literal/,
    ),
    rejected("a method of an object literal", "export const o = { m() { return [1]; } };", /^An array literal/),
    rejected(
      "a call of a set-up function",
      "/** @setup */ function a() { return [1]; } function b() { return a(); }",
      /^a is set-up code/,
    ),
    rejected(
      "a call of a set-up method, through an interface too",
      "interface A {\n/** @setup */\nmake(): number[] } function b(x: A) { return x.make(); }",
      /^make is set-up code/,
    ),
    rejected("a tag in the text of a string", "function f() { const s = '@setup'; return [s]; }", /^An array literal/),
  ],
});
