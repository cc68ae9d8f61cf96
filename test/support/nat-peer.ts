/**
 * `node nat-peer.js`: the other end of `nat-device.js`, on port 4500. It remembers where each device's first ESP packet
 * came from, by the device's port if the NAT kept that, and prints it: `device 10.0.0.1:4501`. A device with an odd port
 * is answered. On `send <number>` on standard input an ESP packet with that number goes to all of them.
 */
import { createSocket } from "node:dgram";
import { createInterface } from "node:readline";
import { checkNatTraversal, NatTraversalKind } from "../../src/wire/nat-t";
import { esp } from "./nat-t";

const socket = createSocket("udp4");
const devices = new Map<number, string>();

socket.on("message", (bytes, from) => {
  if (checkNatTraversal(bytes, 0, bytes.length) !== NatTraversalKind.Esp) return;
  devices.set(from.port, from.address);
  process.stdout.write(`device ${from.address}:${from.port}\n`);
  if (from.port % 2 === 1) socket.send(esp(1), from.port, from.address);
});
createInterface({ input: process.stdin }).on("line", (line) => {
  const number = Number(line.replace("send ", ""));
  for (const [port, address] of devices) socket.send(esp(number), port, address);
});
socket.bind(4500, () => process.stdout.write("listening\n"));
