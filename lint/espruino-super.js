/**
 * Espruino looks for `super.m` from the object's own prototype, not from the class that the method stands in: in an
 * object of a class further down the method finds itself, without end. `super()` in constructors is right.
 */
export default {
  meta: {
    type: "problem",
    docs: { description: "no class that others extend uses super.m" },
    schema: [],
    messages: {
      endless: "In Espruino this calls itself without end, because {{name}} is extended (on line {{line}}).",
    },
  },

  create(context) {
    const used = new Map();
    const extended = new Map();

    const nameOf = (node) =>
      node.id?.name ?? (node.parent.type === "VariableDeclarator" ? node.parent.id.name : undefined);

    return {
      ":matches(ClassDeclaration, ClassExpression)"(node) {
        if (node.superClass?.type === "Identifier") extended.set(node.superClass.name, node.loc.start.line);
      },
      "MemberExpression > Super.object"(node) {
        const owner = context.sourceCode
          .getAncestors(node)
          .findLast(({ type }) => type.startsWith("Class") && type !== "ClassBody");
        const name = nameOf(owner);
        used.set(name, [...(used.get(name) ?? []), node.parent]);
      },
      "Program:exit"() {
        for (const [name, nodes] of used) {
          const line = extended.get(name);
          if (line === undefined) continue;
          for (const node of nodes) context.report({ node, messageId: "endless", data: { name, line } });
        }
      },
    };
  },
};
