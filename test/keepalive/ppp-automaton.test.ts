import test from "ava";
import { NEXT_STATE, PPP_STATES } from "../../src/keepalive/ppp-automaton";
import { pppTimerRuns, pppTransition } from "../../src/keepalive/ppp-automaton";
import { ACTIONS, cells, EVENTS, STATES, states, transitionOf } from "../support/rfc1661";

test("the printed table has ten states and sixteen events, by the names and numbers that we have", (t) => {
  t.deepEqual(states, STATES);
  t.is(states.size, PPP_STATES);
  t.deepEqual([...new Set(cells.map((cell) => cell.event))], [...EVENTS.keys()]);
  t.is(new Set(cells.map((cell) => `${cell.event} ${cell.state}`)).size, 160);
});

for (const [state, number] of STATES) {
  test(`${state}: every event does what the printed table says`, (t) => {
    const column = cells.filter((cell) => cell.state === number);
    t.is(column.length, 16);
    for (const { event, text } of column) {
      t.is(pppTransition(number, EVENTS.get(event)!), transitionOf(text), `${event}: ${text}`);
    }
  });
}

test("the restart timer runs in the states that the printed table has time out", (t) => {
  for (const number of STATES.values()) {
    const timesOut = cells.some((cell) => cell.state === number && cell.event === "TO+" && cell.text !== "-");
    t.is(pppTimerRuns(number), timesOut);
  }
});

test("no action's bit is another's, nor the next state's", (t) => {
  const bits = [...ACTIONS.values(), NEXT_STATE];
  t.is(
    bits.reduce((all, bit) => all + bit, 0),
    bits.reduce<number>((all, bit) => all | bit, 0),
  );
});
