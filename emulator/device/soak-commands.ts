import { ascii } from "../../src/text";

/**
 * What somebody types in a round of the soak, each at its step. The second PPP link speaks HDLC for a while, and keepalives
 * of the fourth are off for a while.
 */
const LINES = [
  "show interfaces serial 0/2\r",
  "sh int\r",
  "show keepalive\rshow sch\r",
  "show run\r",
  "debug all\r",
  "show memory\r",
  "undebug all\r",
  "configure terminal\r?",
  "\x03show interfaces serial 9/9\r",
  "nonsense \x08\x08\x08\t\xff\x00\x7f\x1b[A\r",
  "conf t\rinterface serial 0/2\rencapsulation hdlc\rkeepalive 5 4\rend\r",
  "ping\rs\r",
  "conf t\rint serial 0/2\rencapsulation ppp\rno keepalive\rend\r",
  "conf t\rint serial 0/3\rkeepalive disable\rppp ?\rend\r",
  "conf t\rint serial 0/3\rkeepalive 10 3\rend\r",
  "clear ?\r",
  "conf t\rint serial 0/1\rencapsulation frame-relay\rkeepalive 10\rencapsulation hdlc\rend\r",
  "write memory\r",
  "exit\r",
];

/** @setup */
export function soakCommands(): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let i = 0; i < LINES.length; i++) lines.push(ascii(LINES[i]!));
  return lines;
}
