/**
 * What Espruino (2v29) lacks or gets wrong, found by running each form on it, as settings of ESLint's own rules. They
 * hold for the device's sources and for the script that is made from them; what only shows in the whole script is in
 * `espruino-output.mjs`.
 */

/** Names that a class can't give to a method: Espruino reads them as keywords there. */
const KEYWORDS =
  "break|case|catch|class|const|continue|debugger|default|delete|do|else|extends|false|finally|for|function|if|in|" +
  "instanceof|let|new|null|of|return|static|super|switch|this|throw|true|try|typeof|undefined|var|void|while";

/** Syntax: an esquery selector, and what it is called. */
const SYNTAX = {
  AssignmentPattern: "default values",
  RestElement: "rest parameters",
  SpreadElement: "spread",
  ObjectPattern: "destructuring",
  ArrayPattern: "destructuring",
  ChainExpression: "`?.`",
  ":matches(VariableDeclarator > .id, :function > .params)[name='of']": "variables named `of`",
  "BinaryExpression[operator='**']": "`**`",
  "AssignmentExpression[operator='**=']": "`**=`",
  "AssignmentExpression[operator=/^(\\|\\||&&|\\?\\?)=$/]": "logical assignment",
  ":function[generator=true]": "generators",
  ":function[async=true]": "async functions",
  AwaitExpression: "await",
  "ForOfStatement[await=true]": "for await",
  ImportExpression: "import()",
  MetaProperty: "`new.target` and `import.meta`",
  LabeledStatement: "labels",
  "SwitchCase[test=null]:not(:last-child)": "`case` after `default`",
  "Property[computed=true]": "computed keys",
  "MethodDefinition[computed=true]": "computed keys",
  "PropertyDefinition[computed=true]": "computed keys",
  PrivateIdentifier: "#private members",
  StaticBlock: "static blocks",
  [`MethodDefinition[computed=false][key.name=/^(${KEYWORDS})$/]`]: "methods named by a keyword",
  [`Property[kind=/^[gs]et$/][key.name=/^(${KEYWORDS})$/]`]: "accessors named by a keyword",
  ":matches(ClassDeclaration, ClassExpression)[superClass.name=/Error$/]": "`extends Error`",
  "Literal[bigint]": "BigInt",
  "Literal[regex.flags=/[^gimuy]/]": "this flag of a regular expression",
  "Literal[regex.pattern=/\\(\\?|[*+?}]\\?|\\{\\d/]": "this form of a regular expression",
  "NewExpression > ClassExpression.callee": "`new` of a class expression",
  "AssignmentExpression > MemberExpression.left[property.name='length']:not([object.type='ThisExpression'])":
    "setting the length of an array",
};

const MISSING_GLOBALS = (
  "Map Set WeakMap WeakSet WeakRef Symbol Proxy Reflect BigInt BigInt64Array BigUint64Array EvalError URIError " +
  "AggregateError FinalizationRegistry Atomics SharedArrayBuffer Intl TextEncoder TextDecoder structuredClone queueMicrotask"
).split(" ");

const MISSING_STATICS = {
  Math: "acosh asinh atanh cbrt clz32 cosh expm1 fround hypot imul log10 log1p log2 sinh tanh trunc",
  Number: "EPSILON MAX_SAFE_INTEGER MIN_SAFE_INTEGER isFinite isInteger isNaN isSafeInteger parseFloat parseInt",
  Object: "freeze getOwnPropertySymbols groupBy hasOwn is isExtensible isFrozen isSealed preventExtensions seal",
  Array: "from fromAsync of",
  String: "fromCodePoint raw",
  ArrayBuffer: "isView",
  Error: "captureStackTrace",
  Uint8Array: "from of",
  Int32Array: "from of",
};

/** Methods of built-in objects by names that nothing else bears. */
const MISSING_METHODS =
  "codePointAt copyWithin findLast findLastIndex flat flatMap isPrototypeOf lastIndexOf localeCompare matchAll normalize " +
  "propertyIsEnumerable reduceRight toExponential toPrecision toReversed toSorted toSpliced trimEnd trimStart";

const lacks = (what) => `Espruino lacks ${what}, or gets it wrong.`;

export const espruinoForms = {
  "no-restricted-syntax": [
    "error",
    ...Object.entries(SYNTAX).map(([selector, what]) => ({ selector, message: lacks(what) })),
  ],
  "no-restricted-globals": ["error", ...MISSING_GLOBALS.map((name) => ({ name, message: lacks(name) }))],
  "no-restricted-properties": [
    "error",
    ...Object.entries(MISSING_STATICS).flatMap(([object, names]) =>
      names.split(" ").map((property) => ({ object, property, message: lacks(`${object}.${property}`) })),
    ),
    ...MISSING_METHODS.split(" ").map((property) => ({ property, message: lacks(`.${property}()`) })),
  ],
};
