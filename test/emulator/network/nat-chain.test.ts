/** Two NATs in a row: one at home, and the carrier's (RFC 6888), between which 100.64.0.0/10 is used (RFC 6598). */
import test from "ava";
import { Nat } from "../../../emulator/network/nat";
import { Subnet } from "../../../emulator/network/subnet";
import { Simulation } from "../../../emulator/simulation/simulation";
import { runUntil, Talker } from "../../support/network";
import { ip } from "../../support/slarp";

function chain(homeTimeout: number, carrierTimeout: number, hairpinning = true) {
  const simulation = new Simulation();
  const [internet, carrier, home, otherHome] = Array.from({ length: 4 }, () => new Subnet(simulation));
  const timeouts = (timeout: number) => ({ oneWay: timeout, replied: timeout });
  const carrierNat = new Nat(simulation, {
    inside: carrier!,
    outside: internet!,
    addresses: [ip("203.0.113.1")],
    behaviour: { timeouts: timeouts(carrierTimeout), hairpinning },
  });
  const homeNat = (inside: Subnet, address: string) =>
    new Nat(simulation, {
      inside,
      outside: carrier!,
      addresses: [ip(address)],
      behaviour: { timeouts: timeouts(homeTimeout) },
    });
  return {
    simulation,
    carrierNat,
    homeNat: homeNat(home!, "100.64.0.2"),
    otherNat: homeNat(otherHome!, "100.64.0.3"),
    device: new Talker(simulation, home!, "192.168.0.2", 4500),
    other: new Talker(simulation, otherHome!, "192.168.0.2", 4500),
    peer: new Talker(simulation, internet!, "198.51.100.1", 4500),
  };
}

test("a datagram is translated twice each way", (t) => {
  const { simulation, device, other, peer } = chain(60_000, 60_000);
  device.say([1], "198.51.100.1:4500");
  other.say([2], "198.51.100.1:4500");
  runUntil(simulation, 1);
  t.deepEqual(peer.heard(), ["0 203.0.113.1:4500 01", "0 203.0.113.1:4502 02"]);
  peer.say([3], "203.0.113.1:4500");
  runUntil(simulation, 2);
  t.deepEqual(device.heard(), ["1 198.51.100.1:4500 03"]);
  t.deepEqual(other.heard(), []);
});

test("the shorter of the two timeouts closes the way", (t) => {
  for (const [home, carrier] of [
    [10_000, 60_000],
    [60_000, 10_000],
  ] as const) {
    const { simulation, device, peer } = chain(home, carrier);
    device.say([1], "198.51.100.1:4500");
    runUntil(simulation, 9999);
    peer.say([2], "203.0.113.1:4500");
    runUntil(simulation, 15_000);
    t.is(device.heard().length, 1);
    runUntil(simulation, 9999 + 10_000);
    peer.say([2], "203.0.113.1:4500");
    runUntil(simulation, 30_000);
    t.is(device.heard().length, 0, `${home}, ${carrier}`);
  }
});

test("either may reboot by itself", (t) => {
  for (const which of ["homeNat", "carrierNat"] as const) {
    const bench = chain(60_000, 60_000);
    bench.device.say([1], "198.51.100.1:4500");
    runUntil(bench.simulation, 1000);
    bench[which].reboot();
    bench.peer.say([2], "203.0.113.1:4500");
    runUntil(bench.simulation, 2000);
    t.deepEqual(bench.device.heard(), [], which);
    bench.device.say([1], "198.51.100.1:4500");
    runUntil(bench.simulation, 3000);
    t.is(bench.peer.heard().length, 2);
  }
});

test("REQ-9: two homes behind one carrier's NAT reach each other if that one hairpins", (t) => {
  for (const hairpinning of [true, false]) {
    const { simulation, device, other } = chain(60_000, 60_000, hairpinning);
    device.say([1], "198.51.100.1:4500");
    runUntil(simulation, 1);
    other.say([7], "203.0.113.1:4500");
    runUntil(simulation, 2);
    t.deepEqual(device.heard(), hairpinning ? ["1 203.0.113.1:4502 07"] : []);
  }
});
