import type { NatTraversal } from "../link/nat-traversal";
import { ascii } from "../text";
import type { Console } from "./console";
import type { LineWriter } from "./line-writer";

/** What answers the commands of a router that is no end of a tunnel through a NAT. */
export const NO_NAT_TRAVERSAL = ascii("% crypto isakmp nat: this router has no NAT traversal");

const NO = ascii("no ");
const KEEPALIVE = ascii("crypto isakmp nat keepalive");
const BLANK = 32;

/** `crypto isakmp nat keepalive`, and with 0 ms its `no` form. */
export function setNatKeepalive(nat: NatTraversal, interval: number, now: number): void {
  nat.keepalive.setInterval(interval, now);
  nat.settingsChanged();
}

export function complainOfNat(console: Console): void {
  console.line.text(NO_NAT_TRAVERSAL);
  console.print();
}

/** Writes the line of the configuration. @param interval ms, 0 for none */
export function writeNatKeepalive(line: LineWriter, interval: number): void {
  if (interval === 0) line.text(NO);
  line.text(KEEPALIVE);
  if (interval === 0) return;
  line.octet(BLANK);
  line.seconds(interval);
}
