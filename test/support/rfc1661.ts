/** The option negotiation automaton as RFC 1661 prints it. */
import { ILLEGAL, PppAction, PppEvent, PppState } from "../../src/keepalive/ppp-automaton";

/** RFC 1661 section 4.1, "State Transition Table", as it is printed there. */
const TABLE = `
      | State
      |    0         1         2         3         4         5
Events| Initial   Starting  Closed    Stopped   Closing   Stopping
------+-----------------------------------------------------------
 Up   |    2     irc,scr/6     -         -         -         -
 Down |    -         -         0       tls/1       0         1
 Open |  tls/1       1     irc,scr/6     3r        5r        5r
 Close|    0       tlf/0       2         2         4         4
      |
  TO+ |    -         -         -         -       str/4     str/5
  TO- |    -         -         -         -       tlf/2     tlf/3
      |
 RCR+ |    -         -       sta/2 irc,scr,sca/8   4         5
 RCR- |    -         -       sta/2 irc,scr,scn/6   4         5
 RCA  |    -         -       sta/2     sta/3       4         5
 RCN  |    -         -       sta/2     sta/3       4         5
      |
 RTR  |    -         -       sta/2     sta/3     sta/4     sta/5
 RTA  |    -         -         2         3       tlf/2     tlf/3
      |
 RUC  |    -         -       scj/2     scj/3     scj/4     scj/5
 RXJ+ |    -         -         2         3         4         5
 RXJ- |    -         -       tlf/2     tlf/3     tlf/2     tlf/3
      |
 RXR  |    -         -         2         3         4         5


      | State
      |    6         7         8           9
Events| Req-Sent  Ack-Rcvd  Ack-Sent    Opened
------+-----------------------------------------
 Up   |    -         -         -           -
 Down |    1         1         1         tld/1
 Open |    6         7         8           9r
 Close|irc,str/4 irc,str/4 irc,str/4 tld,irc,str/4
      |
  TO+ |  scr/6     scr/6     scr/8         -
  TO- |  tlf/3p    tlf/3p    tlf/3p        -
      |
 RCR+ |  sca/8   sca,tlu/9   sca/8   tld,scr,sca/8
 RCR- |  scn/6     scn/7     scn/6   tld,scr,scn/6
 RCA  |  irc/7     scr/6x  irc,tlu/9   tld,scr/6x
 RCN  |irc,scr/6   scr/6x  irc,scr/8   tld,scr/6x
      |
 RTR  |  sta/6     sta/6     sta/6   tld,zrc,sta/5
 RTA  |    6         6         8       tld,scr/6
      |
 RUC  |  scj/6     scj/7     scj/8       scj/9
 RXJ+ |    6         6         8           9
 RXJ- |  tlf/3     tlf/3     tlf/3   tld,irc,str/5
      |
 RXR  |    6         7         8         ser/9
`;

/** The numbers by the names of the RFC. */
export const EVENTS = new Map<string, PppEvent>([
  ["Up", PppEvent.Up],
  ["Down", PppEvent.Down],
  ["Open", PppEvent.Open],
  ["Close", PppEvent.Close],
  ["TO+", PppEvent.Timeout],
  ["TO-", PppEvent.TimeoutLast],
  ["RCR+", PppEvent.GoodRequest],
  ["RCR-", PppEvent.BadRequest],
  ["RCA", PppEvent.Ack],
  ["RCN", PppEvent.NakOrReject],
  ["RTR", PppEvent.TerminateRequest],
  ["RTA", PppEvent.TerminateAck],
  ["RUC", PppEvent.UnknownCode],
  ["RXJ+", PppEvent.RejectHarmless],
  ["RXJ-", PppEvent.RejectFatal],
  ["RXR", PppEvent.Echo],
]);

export const STATES = new Map<string, PppState>([
  ["Initial", PppState.Initial],
  ["Starting", PppState.Starting],
  ["Closed", PppState.Closed],
  ["Stopped", PppState.Stopped],
  ["Closing", PppState.Closing],
  ["Stopping", PppState.Stopping],
  ["Req-Sent", PppState.ReqSent],
  ["Ack-Rcvd", PppState.AckRcvd],
  ["Ack-Sent", PppState.AckSent],
  ["Opened", PppState.Opened],
]);

export const ACTIONS = new Map<string, PppAction>([
  ["tlu", PppAction.LayerUp],
  ["tld", PppAction.LayerDown],
  ["tls", PppAction.LayerStarted],
  ["tlf", PppAction.LayerFinished],
  ["irc", PppAction.InitializeRestart],
  ["zrc", PppAction.ZeroRestart],
  ["scr", PppAction.SendRequest],
  ["sca", PppAction.SendAck],
  ["scn", PppAction.SendNakOrReject],
  ["str", PppAction.SendTerminateRequest],
  ["sta", PppAction.SendTerminateAck],
  ["scj", PppAction.SendCodeReject],
  ["ser", PppAction.SendEchoReply],
]);

export interface Cell {
  event: string;
  state: number;
  text: string;
}

/** The table's cells, and the names in its heads. */
function parse(text: string): { cells: Cell[]; states: Map<string, PppState> } {
  const cells: Cell[] = [];
  const states = new Map<string, PppState>();
  let numbers: number[] = [];
  for (const line of text.split("\n").filter((row) => row.includes("|"))) {
    const [head, row] = line.split("|") as [string, string];
    const words = row.trim().split(/\s+/).filter(Boolean);
    if (head.trim() === "Events") words.forEach((name, i) => states.set(name, numbers[i]!));
    else if (head.trim() !== "")
      words.forEach((cell, i) => cells.push({ event: head.trim(), state: numbers[i]!, text: cell }));
    else if (words.length > 1) numbers = words.map(Number);
  }
  return { cells, states };
}

/** What a cell of the table asks for, as {@link pppTransition} says it. `r`, `p` and `x` point to footnotes. */
export function transitionOf(cell: string): number {
  if (cell === "-") return ILLEGAL;
  const [next, actions = ""] = cell.split("/").reverse() as [string, string?];
  return actions
    .split(",")
    .filter(Boolean)
    .reduce((bits, action) => bits | ACTIONS.get(action)!, parseInt(next, 10));
}

/** The table's 160 cells, and the states by its heads. */
export const { cells, states } = parse(TABLE);
