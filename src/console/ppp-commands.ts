import type { Ppp } from "../keepalive/ppp";
import { ascii } from "../text";
import { Action } from "./command-table";
import type { LineWriter } from "./line-writer";

/** Restart timer where nobody says otherwise, ms. */
const DEFAULT_RESTART = 3000;

const ACCM = ascii(" ppp accm 0x");
const NO_ACFC = ascii(" no ppp acfc");
const ECHO_ADAPTIVE = ascii(" ppp echo adaptive");
const FCS = ascii(" ppp fcs ");
const NO_PFC = ascii(" no ppp pfc");
const RESTART = ascii(" ppp timeout restart ");
const PEER_ADDRESS = ascii(" peer default ip address ");

/** Changes what PPP negotiates from the next time on. */
export function setPpp(ppp: Ppp, action: Action, value: number): void {
  const lcp = ppp.lcp;
  switch (action) {
    case Action.PeerAddress:
      ppp.ipcp.assign = value;
      break;
    case Action.NoPeerAddress:
      ppp.ipcp.assign = 0;
      break;
    case Action.PppAccm:
      lcp.accm = value;
      break;
    case Action.NoPppAccm:
      lcp.accm = 0;
      break;
    case Action.PppAcfc:
      lcp.acfc = true;
      break;
    case Action.NoPppAcfc:
      lcp.acfc = false;
      break;
    case Action.PppEchoAdaptive:
      ppp.echo.adaptive = true;
      break;
    case Action.NoPppEchoAdaptive:
      ppp.echo.adaptive = false;
      break;
    case Action.PppFcs0:
      lcp.fcs = 0;
      break;
    case Action.PppFcs16:
      lcp.fcs = 16;
      break;
    case Action.PppFcs32:
      lcp.fcs = 32;
      break;
    case Action.PppPfc:
      lcp.pfc = true;
      break;
    case Action.NoPppPfc:
      lcp.pfc = false;
      break;
    case Action.PppTimeoutRestart:
      ppp.timers.restart = value;
      break;
    case Action.NoPppTimeoutRestart:
      ppp.timers.restart = DEFAULT_RESTART;
      break;
  }
}

/** Takes all of it back to its defaults. */
export function resetPpp(ppp: Ppp): void {
  ppp.ipcp.assign = 0;
  ppp.lcp.accm = 0;
  ppp.lcp.acfc = true;
  ppp.lcp.fcs = 16;
  ppp.lcp.pfc = true;
  ppp.echo.adaptive = false;
  ppp.timers.restart = DEFAULT_RESTART;
}

const enum Setting {
  PeerAddress,
  Accm,
  Acfc,
  EchoAdaptive,
  Fcs,
  Pfc,
  Restart,
}

/** How many settings of PPP a configuration can have. */
export const PPP_SETTINGS = Setting.Restart + 1;

/** Writes a setting's line of the configuration, if it differs from the default. */
export function writePppSetting(line: LineWriter, ppp: Ppp, setting: number): void {
  const lcp = ppp.lcp;
  switch (setting) {
    case Setting.PeerAddress:
      if (ppp.ipcp.assign === 0) return;
      line.text(PEER_ADDRESS);
      line.address(ppp.ipcp.assign);
      return;
    case Setting.Accm:
      if (lcp.accm === 0) return;
      line.text(ACCM);
      line.hexadecimal(lcp.accm, 8);
      return;
    case Setting.Acfc:
      if (!lcp.acfc) line.text(NO_ACFC);
      return;
    case Setting.EchoAdaptive:
      if (ppp.echo.adaptive) line.text(ECHO_ADAPTIVE);
      return;
    case Setting.Fcs:
      if (lcp.fcs === 16) return;
      line.text(FCS);
      line.decimal(lcp.fcs, 1);
      return;
    case Setting.Pfc:
      if (!lcp.pfc) line.text(NO_PFC);
      return;
    case Setting.Restart:
      if (ppp.timers.restart === DEFAULT_RESTART) return;
      line.text(RESTART);
      line.seconds(ppp.timers.restart);
  }
}
