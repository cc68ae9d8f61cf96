import test from "ava";
import { ESP32_LIGHT_SLEEP, ESP32_MODEM_SLEEP, PICO_W_RADIO } from "../../../emulator/network/energy";
import type { RadioPower } from "../../../emulator/network/energy";
import { Subnet } from "../../../emulator/network/subnet";
import { WifiCounter, WifiStation } from "../../../emulator/network/wifi-station";
import type { WifiOptions } from "../../../emulator/network/wifi-station";
import { Simulation } from "../../../emulator/simulation/simulation";
import { runUntil, Talker } from "../../support/network";

/** Round numbers: a frame of one octet takes 1.17 ms at 1 Mbit/s. */
const POWER: RadioPower = {
  volts: 3,
  dozing: 1,
  receiving: 100,
  sending: 300,
  beacon: 2,
  startUp: 1,
  lingering: 50,
};
const FRAME_OF_ONE = 0.506 + (83 * 8) / 1000;

const STATION = "192.168.0.2:4500";
const PEER = "192.168.0.9:4500";

function bench(options: Partial<WifiOptions> = {}) {
  const simulation = new Simulation();
  const subnet = new Subnet(simulation);
  const wifi = new WifiStation(simulation, subnet, { power: POWER, beaconInterval: 100, ...options });
  const station = new Talker(simulation, wifi, "192.168.0.2", 4500);
  const peer = new Talker(simulation, subnet, "192.168.0.9", 4500);
  const at = (time: number) => runUntil(simulation, time);
  return { wifi, station, peer, at };
}

test("a station that dozes sends as soon as its radio is up, and knows it", (t) => {
  const { station, peer, at } = bench();
  at(1010);
  t.true(station.say([1], PEER));
  at(1010 + 1 + FRAME_OF_ONE - 0.001);
  t.deepEqual(peer.heard(), []);
  at(1010 + 1 + FRAME_OF_ONE);
  t.deepEqual(peer.heard(), [`1012 ${STATION} 01`]);
  t.deepEqual(station.notes.told(), ["1012 sent"]);
});

test("what comes while it dozes waits for the next beacon that it listens to", (t) => {
  for (const [options, beacon] of [
    [{}, 1100],
    [{ dtim: 3 }, 1200],
    [{ dtim: 3, listenInterval: 10 }, 2000],
  ] as const) {
    const { wifi, station, peer, at } = bench(options);
    at(1010);
    peer.say([1], STATION);
    at(beacon);
    t.deepEqual(station.heard(), []);
    at(beacon + FRAME_OF_ONE);
    t.deepEqual(station.heard(), [`${beacon + 1} ${PEER} 01`]);
    t.is(wifi.counters[WifiCounter.Buffered], 1);
  }
});

test("while it lingers, what comes arrives at once; each frame makes it linger on", (t) => {
  const { wifi, station, peer, at } = bench();
  at(1010);
  station.say([1], PEER);
  for (const time of [1050, 1090, 1130]) {
    at(time);
    t.false(wifi.isDozing);
    peer.say([1], STATION);
    at(time + 2);
    t.is(station.heard().length, 1, `${time}`);
  }
  at(1130 + FRAME_OF_ONE + 50);
  t.true(wifi.isDozing);
  t.is(wifi.account.wakeUps, 1);
});

test("what waits is handed over when the station sends", (t) => {
  const { wifi, station, peer, at } = bench({ dtim: 10 });
  at(1010);
  peer.say([1], STATION);
  at(1020);
  peer.say([2], STATION);
  at(1030);
  station.say([3], PEER);
  at(1040);
  t.deepEqual(station.heard(), [`1033 ${PEER} 01`, `1034 ${PEER} 02`]);
  at(3000);
  t.deepEqual(station.heard(), [], "nothing twice");
  t.is(wifi.account.wakeUps, 1, "the beacon has nothing left to say");
});

test("a beacon that is missed makes what waits wait for another", (t) => {
  const delays = Array.from({ length: 200 }, (_, i) => {
    const { station, peer, at } = bench({ beaconLoss: 0.3, seed: i + 1 });
    peer.say([1], STATION);
    at(10_000);
    return Math.floor(Number(station.heard()[0]!.split(" ")[0]) / 100);
  });
  const late = delays.filter((beacons) => beacons > 1).length;
  t.true(late > 40 && late < 80, `${late} of 200`);
});

test("the access point keeps no more than it has room for", (t) => {
  const { wifi, station, peer, at } = bench({ buffer: 2 });
  for (const time of [10, 20, 30]) {
    at(time);
    peer.say([time], STATION);
  }
  at(200);
  t.is(station.heard().length, 2);
  t.is(wifi.counters[WifiCounter.Dropped], 1);
});

test("the account: a second of dozing is ten beacons, and a datagram a wake-up, its time on the air, and lingering", (t) => {
  const { wifi, station, at } = bench();
  at(1000);
  t.like(wifi.account, { beacons: 10, wakeUps: 0, dozing: 980, awake: 20, sending: 0 });
  t.is(wifi.account.energy(POWER), ((980 * 1 + 20 * 100) * 3) / 1e6);
  at(1010);
  const before = { ...wifi.account };
  station.say([1], PEER);
  at(1099);
  const { wakeUps, octetsSent, awake, sending, dozing } = wifi.account;
  t.is(wakeUps, 1);
  t.is(octetsSent, 83);
  t.true(Math.abs(sending - FRAME_OF_ONE) < 1e-9);
  t.true(Math.abs(awake - before.awake - (1 + FRAME_OF_ONE + 50)) < 1e-9);
  t.true(Math.abs(dozing + awake - 1099) < 1e-9);
});

test("a datagram that comes costs the beacon, its time on the air, and lingering", (t) => {
  const { wifi, peer, at } = bench();
  at(1010);
  const before = { ...wifi.account };
  peer.say([1], STATION);
  at(1199);
  const { wakeUps, octetsReceived, awake, beacons } = wifi.account;
  t.deepEqual([wakeUps, octetsReceived, beacons - before.beacons], [1, 83, 1]);
  t.true(Math.abs(awake - before.awake - (2 + FRAME_OF_ONE + 50)) < 1e-9);
});

/** The average current of a station that nobody talks to, mA. */
function idleCurrent(power: RadioPower, dtim: number): number {
  const { wifi, at } = bench({ power, dtim, beaconInterval: 102.4 });
  at(3_600_000);
  return wifi.account.current(power);
}

test("idle averages are those of the ESP-IDF Programming Guide, as far as its numbers agree with each other", (t) => {
  const measured: [RadioPower, [number, number][]][] = [
    [
      ESP32_LIGHT_SLEEP,
      [
        [1, 3.34],
        [3, 2.33],
        [10, 2.19],
      ],
    ],
    [
      ESP32_MODEM_SLEEP,
      [
        [1, 31.12],
        [3, 28.81],
        [10, 29.66],
      ],
    ],
  ];
  for (const [power, averages] of measured) {
    for (const [dtim, average] of averages) {
      const current = idleCurrent(power, dtim);
      t.true(Math.abs(current - average) < 0.07 * average, `DTIM ${dtim}: ${current} mA, measured ${average} mA`);
    }
  }
});

test("the radio of the Pico W draws at DTIM 1 what is said of it", (t) => {
  t.true(Math.abs(idleCurrent(PICO_W_RADIO, 1) - 1.19) < 0.01);
});
