/** Espruino does not hoist: a function or class exists once its declaration has been executed, and not before. */
export default {
  meta: {
    type: "problem",
    docs: { description: "nothing runs that uses a function or class before its declaration" },
    schema: [],
    messages: { order: "Espruino does not hoist: {{name}} is used here, before its declaration on line {{line}}." },
  },

  create(context) {
    const { scopeManager } = context.sourceCode;
    return {
      "Program:exit"() {
        for (const scope of scopeManager.scopes) {
          for (const variable of scope.variables) {
            const declaration = variable.defs.find(({ type }) => type === "FunctionName" || type === "ClassName")?.node;
            if (declaration === undefined) continue;
            for (const { identifier, from } of variable.references) {
              // A use inside another function runs later: when that is called.
              const runsHere = from.variableScope === variable.scope.variableScope;
              if (!runsHere || identifier.range[0] >= declaration.range[0]) continue;
              const data = { name: variable.name, line: declaration.loc.start.line };
              context.report({ node: identifier, messageId: "order", data });
            }
          }
        }
      },
    };
  },
};
