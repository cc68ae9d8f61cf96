/**
 * Device code allocates while it is set up and never after: whatever a timer, an octet or a frame can reach must not
 * create an object, a closure or a string, on either engine.
 *
 * Set-up code is what runs in constructors, in the initialisers of fields, when a module loads, and in functions whose
 * comment has the tag `@setup`. Everything else is checked, closures inside set-up code included: they run later. That
 * the tag is honest is checked too: only set-up code may call what bears it.
 */
import ts from "typescript";

/** Methods whose result is a new object or string, and those by which an array grows. */
const ALLOCATING_METHODS = new Set(
  (
    "subarray slice map filter concat split join splice flat flatMap toSorted toReversed toSpliced with " +
    "entries keys values forEach reduce reduceRight some every find findIndex sort bind push unshift " +
    "toString toLocaleString toFixed toPrecision toExponential toJSON toUpperCase toLowerCase trim trimStart trimEnd " +
    "padStart padEnd repeat replace replaceAll substring substr charAt charCodeAt codePointAt normalize match matchAll " +
    "from of assign create fromEntries stringify parse then catch finally"
  ).split(" "),
);

/** Functions that make an object or a string when called without `new`. */
const ALLOCATING_FUNCTIONS = new Set(["Array", "Object", "String", "Symbol", "BigInt", "Error", "RangeError", "Date"]);

const isString = (type) => (type.isUnion() ? type.types.some(isString) : (type.flags & ts.TypeFlags.StringLike) !== 0);

export default {
  meta: {
    type: "problem",
    docs: { description: "no allocation outside of constructors and set-up code" },
    schema: [],
    messages: {
      allocates: "{{what}} allocates: only constructors and @setup functions may.",
      throws: "Only constructors and @setup functions may throw.",
      setup: "{{name}} is set-up code: only constructors and @setup functions may call it.",
    },
  },

  create(context) {
    const { sourceCode } = context;
    const services = sourceCode.parserServices;
    const checker = services.program.getTypeChecker();

    /** Whether a comment of the function, or of the statement or class member that it is, has the tag. */
    function isTagged(fn) {
      const named = fn.parent.type === "MethodDefinition" || fn.parent.type.startsWith("Export") ? fn.parent : fn;
      return sourceCode.getCommentsBefore(named).some((comment) => /@setup\b/.test(comment.value));
    }

    function isSetup(node) {
      for (let child = node, at = node.parent; at; child = at, at = at.parent) {
        if (at.type === "PropertyDefinition" && at.value === child) return true;
        if (at.type === "FunctionDeclaration") return isTagged(at);
        if (at.type === "ArrowFunctionExpression") return false;
        if (at.type === "FunctionExpression") {
          if (at.parent.type !== "MethodDefinition") return false;
          return at.parent.kind === "constructor" || isTagged(at);
        }
      }
      return true;
    }

    function report(node, what) {
      if (!isSetup(node)) context.report({ node, messageId: "allocates", data: { what } });
    }

    const rejects = (what) => (node) => report(node, what);
    const hasStringType = (node) => isString(services.getTypeAtLocation(node));

    function checkFunction(node) {
      if (node.async) context.report({ node, messageId: "allocates", data: { what: "An async function" } });
      if (node.generator) context.report({ node, messageId: "allocates", data: { what: "A generator" } });
      if (node.parent.type !== "MethodDefinition") report(node, "A closure");
    }

    function checkCall(node) {
      const { callee } = node;
      if (callee.type === "Identifier" && ALLOCATING_FUNCTIONS.has(callee.name)) report(node, `${callee.name}()`);
      const declaration = checker.getResolvedSignature(services.esTreeNodeToTSNodeMap.get(node))?.declaration;
      if (declaration !== undefined && ts.getJSDocTags(declaration).some((tag) => tag.tagName.text === "setup")) {
        const name = sourceCode.getText(callee.type === "MemberExpression" ? callee.property : callee);
        if (!isSetup(node)) context.report({ node, messageId: "setup", data: { name } });
        return;
      }
      // A method of that name that this project wrote itself is checked where it stands.
      const isOwn =
        declaration !== undefined && !services.program.isSourceFileDefaultLibrary(declaration.getSourceFile());
      if (isOwn || callee.type !== "MemberExpression" || callee.computed) return;
      if (ALLOCATING_METHODS.has(callee.property.name)) report(node, `.${callee.property.name}()`);
    }

    return {
      NewExpression: rejects("new"),
      ArrayExpression: rejects("An array literal"),
      ObjectExpression: rejects("An object literal"),
      ClassExpression: rejects("A class"),
      ClassDeclaration: rejects("A class"),
      ForOfStatement: rejects("for-of"),
      ForInStatement: rejects("for-in"),
      SpreadElement: rejects("Spread"),
      RestElement: rejects("A rest element"),
      ArrayPattern: rejects("Array destructuring"),
      ThrowStatement: (node) => {
        if (!isSetup(node)) context.report({ node, messageId: "throws" });
      },
      TaggedTemplateExpression: rejects("A template"),
      "TemplateLiteral[expressions.length>0]": rejects("A template"),
      "Literal[bigint]": rejects("A BigInt"),
      "Literal[regex]": rejects("A regular expression"),
      "Identifier[name='arguments']": rejects("arguments"),
      ":function": checkFunction,
      CallExpression: checkCall,
      "BinaryExpression[operator='+']": (node) => {
        if (hasStringType(node)) report(node, "Joining strings");
      },
      "AssignmentExpression[operator='+=']": (node) => {
        if (hasStringType(node.left) || hasStringType(node.right)) report(node, "Joining strings");
      },
      "MemberExpression[property.name='length']": (node) => {
        if (hasStringType(node.object)) report(node, "The length of a string, on XS,");
      },
      "MemberExpression[computed=true]": (node) => {
        if (hasStringType(node.object)) report(node, "A character of a string");
      },
    };
  },
};
