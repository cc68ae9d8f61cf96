import test from "ava";
import { espruinoOutputLint } from "../support/lint";

const lint = await espruinoOutputLint();

/** What the script is told off for, by the words that the message must hold. */
const REJECTED: Record<string, [script: string, words: RegExp]> = {
  "default values": ["function f(a = 1) { return a; }", /default values/],
  "rest parameters": ["function f(...all) { return all; }", /rest/],
  "spread in a call": ["Math.max(...[1, 2]);", /spread/],
  "spread in an array": ["var a = [...[1]];", /spread/],
  "object destructuring": ["var { a } = { a: 1 };", /destructuring/],
  "array destructuring": ["var [a] = [1];", /destructuring/],
  "destructuring parameters": ["function f({ a }) { return a; }", /destructuring/],
  "optional chaining": ["var a = null; var b = a?.c;", /`\?\.`/],
  "variables named of": ["var of = 1;", /named `of`/],
  "parameters named of": ["function f(of) { return 1; }", /named `of`/],
  exponentiation: ["var a = 2 ** 3;", /`\*\*`/],
  "exponentiation in place": ["var a = 2; a **= 3;", /`\*\*=`/],
  "||=": ["var a; a ||= 1;", /logical assignment/],
  "&&=": ["var a; a &&= 1;", /logical assignment/],
  "??=": ["var a; a ??= 1;", /logical assignment/],
  generators: ["function* f() { yield 1; }", /generators/],
  "async functions": ["async function f() {}", /async/],
  "async arrows": ["var f = async () => 1;", /async/],
  "import()": ["import('x');", /import\(\)/],
  "new.target": ["function f() { return new.target; }", /new\.target/],
  labels: ["a: for (;;) { break a; }", /labels/],
  "case after default": ["switch (1) { default: break; case 1: break; }", /`case` after `default`/],
  "computed keys": ["var k = 'x'; var a = { [k]: 1 };", /computed keys/],
  "computed method names": ["var k = 'x'; class A { [k]() {} }", /computed keys/],
  "#private": ["class A { #x = 1; }", /#private/],
  fields: ["class A { x = 1; }", /fields/],
  "static blocks": ["class A { static { print(1); } }", /static blocks/],
  "methods named by a keyword": ["class A { delete() {} }", /keyword/],
  "getters named by a keyword": ["class A { get default() { return 1; } }", /keyword/],
  "static methods named by a keyword": ["class A { static new() {} }", /keyword/],
  "getters of objects named by a keyword": ["var a = { get if() { return 1; } };", /keyword/],
  "extends Error": ["class A extends Error {}", /extends Error/],
  "extends TypeError": ["class A extends TypeError {}", /extends Error/],
  "BigInt literals": ["var a = 1n;", /BigInt/],
  "BigInt()": ["var a = BigInt(1);", /BigInt/],
  "flags of regular expressions": ["var a = /a/s;", /flag/],
  lookahead: ["var a = /a(?=b)/;", /regular expression/],
  "lazy quantifiers": ["var a = /a+?/;", /regular expression/],
  "counted quantifiers": ["var a = /a{2}/;", /regular expression/],
  "setting the length of an array": ["var a = [1]; a.length = 0;", /length/],
  "new of a class expression": ["var a = new (class { m() {} })();", /class expression/],
  Map: ["var a = new Map();", /Map/],
  Set: ["var a = new Set();", /Set/],
  WeakMap: ["var a = new WeakMap();", /WeakMap/],
  Symbol: ["var a = Symbol('x');", /Symbol/],
  RangeError: ["throw new RangeError('x');", /RangeError/],
  "Math.imul": ["var a = Math.imul(1, 2);", /Math\.imul/],
  "Math.clz32": ["var a = Math.clz32(1);", /Math\.clz32/],
  "Math.trunc": ["var a = Math.trunc(1.5);", /Math\.trunc/],
  "Number.isInteger": ["var a = Number.isInteger(1);", /Number\.isInteger/],
  "Object.freeze": ["var a = Object.freeze({});", /Object\.freeze/],
  "Array.from": ["var a = Array.from([1]);", /Array\.from/],
  copyWithin: ["new Uint8Array(4).copyWithin(0, 1);", /copyWithin/],
  "globals that it does not have": ["var a = new TextEncoder();", /TextEncoder/],
  "globals of Node": ["var a = Buffer.alloc(1);", /Buffer/],
  import: ["import x from 'x';", /import/],
  "a function that runs before it is declared": [
    "f(); function f() {}",
    /f is used here, before its declaration on line 2/,
  ],
  "the same in a function": ["function g() { f(); function f() {} } g();", /f is used here/],
  "a table made before its function is declared": [
    "const T = table(1);\nfunction table(n) { return [n]; }",
    /declaration on line 3/,
  ],
  "a class that is made before it is declared": ["var a = new A(); class A {}", /A is used here/],
  "closures over the variable of a for loop": [
    "var f = []; for (let i = 0; i < 3; i++) f.push(function () { return i; });",
    /share i/,
  ],
  "closures over the variable of a for-of loop": ["var f = []; for (const i of [1, 2]) f.push(() => i);", /share i/],
  "super.m through three levels": [
    "class A { m() {} } class B extends A { m() { super.m(); } } class C extends B { m() { super.m(); } }",
    /calls itself without end, because B is extended/,
  ],
  "super.m inherited by a third level": [
    "class A { m() {} } class B extends A { m() { super.m(); } } class C extends B {}",
    /B is extended/,
  ],
  "a super getter through three levels": [
    "class A { get v() { return 1; } } var B = class extends A { get v() { return super.v; } }; class C extends B {}",
    /B is extended/,
  ],
};

for (const [name, [script, words]] of Object.entries(REJECTED)) {
  test(`rejects ${name}`, (t) => {
    const problems = lint(`print(0);\n${script}`, "bundle.js");
    t.true(
      problems.some((problem) => words.test(problem) && /^bundle\.js:[2-9]:\d+ /.test(problem)),
      problems.join("\n"),
    );
  });
}

const ACCEPTED: Record<string, string> = {
  "classes with getters, setters and statics":
    "class A { constructor() { this.x = 1; } get v() { return this.x; } set v(n) { this.x = n; } static s() {} }",
  "super() through three levels":
    "class A {} class B extends A { constructor() { super(); } } class C extends B { constructor() { super(); } }",
  "super.m in a class that nobody extends":
    "class A { m() {} } class B extends A {} class C extends B { m() { super.m(); } }",
  "a function that is declared behind the one that calls it":
    "function g() { return f(); } function f() { return 1; } g();",
  "closures over a variable of a loop's body":
    "var f = []; for (let i = 0; i < 3; i++) { const n = i; f.push(() => n); }",
  "a loop variable used in the loop": "for (let i = 0; i < 3; i++) print(i);",
  "?? and templates": "var a = null ?? `x${1}`;",
  "default as the last case": "switch (1) { case 1: break; default: break; }",
  "properties and object methods named by keywords": "var a = { delete: 1, new() {} }; a.if = 2;",
  "an own length": "class A { clear() { this.length = 0; } }",
  "an own RangeError": "var RangeError = Error; throw new RangeError('x');",
  "exports and require": "exports.x = require('Storage');",
  "typed arrays": "var a = new Int32Array(4); a.fill(1); a.set(a.subarray(1)); var b = a.indexOf(1);",
  "catch without a name": "try { print(1); } catch { print(2); }",
};

for (const [name, script] of Object.entries(ACCEPTED)) {
  test(`accepts ${name}`, (t) => t.deepEqual(lint(script, "bundle.js"), []));
}

test("says where, for each form that it finds", (t) => {
  t.deepEqual(lint("var a = 1;\nif (a) a **= 2;\n  var b = a?.c;", "dist/x.js"), [
    "dist/x.js:2:8 Espruino lacks `**=`, or gets it wrong.",
    "dist/x.js:3:11 Espruino lacks `?.`, or gets it wrong.",
  ]);
});

test("what is no JavaScript is told with its place", (t) => {
  const problems = lint("var a = ;", "x.js");
  t.is(problems.length, 1);
  t.regex(problems[0]!, /^x\.js:1:9 Parsing error/);
});
