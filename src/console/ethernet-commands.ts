import { LoopbackMode } from "../keepalive/ethernet-loopback-options";
import type { EthernetInterface } from "../link/ethernet-interface";
import { ascii } from "../text";
import { Action } from "./command-table";
import type { LineWriter } from "./line-writer";

/** By `LoopbackMode`. */
export const LOOPBACK_MODES = ascii("self|phy|peer|auto");

const LOOPBACK = ascii(" loopback ");
const ASSIST = ascii("assist");

/** Changes what an Ethernet's keepalive asks. @returns false if its chip can't do it */
export function setLoopback(ethernet: EthernetInterface, action: Action, now: number): boolean {
  switch (action) {
    case Action.LoopbackAssist:
      ethernet.protocol.assists = true;
      return true;
    case Action.NoLoopbackAssist:
      ethernet.protocol.assists = false;
      return true;
    case Action.LoopbackPeer:
      ethernet.setLoopback(LoopbackMode.Peer, now);
      return true;
    case Action.LoopbackPhy:
      if (!ethernet.protocol.testsItself) return false;
      ethernet.setLoopback(LoopbackMode.Phy, now);
      return true;
    case Action.LoopbackSelf:
      ethernet.setLoopback(LoopbackMode.Self, now);
      return true;
    default:
      ethernet.setLoopback(LoopbackMode.Auto, now);
      return true;
  }
}

/** Takes all of it back to its defaults. */
export function resetLoopback(ethernet: EthernetInterface, now: number): void {
  ethernet.protocol.assists = false;
  ethernet.setLoopback(LoopbackMode.Auto, now);
}

/** Writes the line of the configuration, if the mode is not the default. */
export function writeLoopback(line: LineWriter, ethernet: EthernetInterface): void {
  if (ethernet.protocol.mode === LoopbackMode.Auto) return;
  line.text(LOOPBACK);
  line.item(LOOPBACK_MODES, ethernet.protocol.mode);
}

/** Writes the line of the configuration, if frames of other stations are sent on. */
export function writeAssist(line: LineWriter, ethernet: EthernetInterface): void {
  if (!ethernet.protocol.assists) return;
  line.text(LOOPBACK);
  line.text(ASSIST);
}
