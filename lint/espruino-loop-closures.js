/** In Espruino all rounds of a loop share the variable that its head declares: closures see its last value. */
const LOOPS = new Set(["ForStatement", "ForInStatement", "ForOfStatement"]);

export default {
  meta: {
    type: "problem",
    docs: { description: "no closure captures a variable that the head of a loop declares" },
    schema: [],
    messages: { captured: "In Espruino all rounds of the loop share {{name}}: this closure would see its last value." },
  },

  create(context) {
    const { scopeManager } = context.sourceCode;
    return {
      "Program:exit"() {
        for (const scope of scopeManager.scopes) {
          if (!LOOPS.has(scope.block.type)) continue;
          for (const { name, references } of scope.variables) {
            for (const { identifier, from } of references) {
              if (from.variableScope === scope.variableScope) continue;
              context.report({ node: identifier, messageId: "captured", data: { name } });
            }
          }
        }
      },
    };
  },
};
