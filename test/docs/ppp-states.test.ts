import { readFileSync } from "node:fs";
import test from "ava";
import { NEXT_STATE, pppTransition } from "../../src/keepalive/ppp-automaton";
import { EVENTS, STATES } from "../support/rfc1661";

/** The automaton's changes of state, drawn from its table: one arrow from state to state, with all its events. */
function diagram(): string {
  const arrows: string[] = [];
  for (const [from, state] of STATES) {
    for (const [to, next] of STATES) {
      const events = [...EVENTS].filter(([, event]) => (pppTransition(state, event) & NEXT_STATE) === next);
      if (next === state || events.length === 0) continue;
      arrows.push(
        `  ${from} --> ${to}: ${events.map(([name]) => name).join(" ")}`.replaceAll("-S", "S").replaceAll("-R", "R"),
      );
    }
  }
  return `stateDiagram-v2\n  [*] --> Initial\n${arrows.join("\n")}\n`;
}

test("the state diagram of PPP's page is drawn from the automaton's table", (t) => {
  const page = readFileSync("docs/ppp.md", "utf8");
  t.is(/```mermaid\n([\s\S]*?)```/.exec(page)?.[1], diagram());
});
