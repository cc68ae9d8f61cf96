/**
 * A board and a peer with keepalives every second: at peace, with noise, with the cable cut, and at peace again.
 * @param baud bit/s
 */
export function tenMinutes(encapsulation: "hdlc" | "ppp", baud: number): string {
  const prefix = encapsulation === "hdlc" ? "/24" : "";
  const end = (address: string) =>
    `{ encapsulation: ${encapsulation}, address: ${address}${prefix}, keepalive: { interval: 1s }, debug: false, uart: { baud: ${baud} } }`;
  return `
duration: 10m
seed: 5
routers:
  board:
    interfaces:
      Serial0/0: ${end("10.0.0.1")}
  peer:
    interfaces:
      Serial0/0: ${end("10.0.0.2")}
wires:
  line: { ends: [board Serial0/0, peer Serial0/0] }
timeline:
  - { at: 3m, wire: line, set: { bit-errors: 0.001 } }
  - { at: 5m, wire: line, set: { bit-errors: 0 } }
  - { at: 6m, wire: line, set: { cut: true } }
  - { at: 7m, wire: line, set: { cut: false } }
expect:
  - { interface: board Serial0/0, at: 170s, line-protocol: up }
  - { interface: peer Serial0/0, at: 170s, line-protocol: up }
  - { interface: board Serial0/0, at: 350s, line-protocol: up }
  - { interface: peer Serial0/0, at: 350s, line-protocol: up }
  - { interface: board Serial0/0, at: 400s, line-protocol: down }
  - { interface: peer Serial0/0, at: 400s, line-protocol: down }
  - { interface: board Serial0/0, at: 450s, line-protocol: up }
  - { interface: peer Serial0/0, at: 450s, line-protocol: up }
  - { interface: board Serial0/0, at: 599s, line-protocol: up }
  - { interface: peer Serial0/0, at: 599s, line-protocol: up }
  - { interface: board Serial0/0, counter: packets-in, at-least: 400 }
  - { interface: board Serial0/0, counter: input-errors, at-least: 10 }
`;
}
