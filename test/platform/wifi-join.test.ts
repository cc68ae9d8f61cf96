import test from "ava";
import { Console } from "../../src/console/console";
import { TimeOfDay } from "../../src/console/time-of-day";
import { WIFI_JOIN_TIMERS, WifiJoin } from "../../src/platform/wifi-join";
import type { WifiOptions } from "../../src/platform/wifi-join";
import { FakeWifi } from "../support/fake-wifi";
import { manualLoop } from "../support/manual-clock";

/** A station that begins to join at 0. */
function bench(refuses = false) {
  const { clock, loop } = manualLoop(WIFI_JOIN_TIMERS);
  const wifi = new FakeWifi();
  wifi.refuses = refuses;
  const lines: string[] = [];
  const network: string[] = [];
  const write = (bytes: Uint8Array, start: number, end: number) =>
    void lines.push(Buffer.from(bytes.subarray(start, end)).toString().trimEnd());
  const join = new WifiJoin({ ssid: "lab" }, wifi, loop, new Console({ write }, new TimeOfDay(0, 0)), {
    networkUp: (now) => network.push(`${now} up`),
    networkDown: (now) => network.push(`${now} down`),
  });
  join.start(loop.now());
  loop.update();
  return {
    clock,
    join,
    wifi,
    lines: () => lines.splice(0),
    network: () => network.splice(0),
  };
}

const FAILED = 'Wi-Fi: could not join "lab": wrong name or password, out of reach, or no address given';

test("a network that is joined is told once, with our address", (t) => {
  const { clock, wifi, lines, network } = bench();
  t.deepEqual(wifi.told(), ["join"]);
  clock.runUntil(1_500);
  wifi.listener!.wifiJoined();
  wifi.listener!.wifiJoined();
  t.deepEqual(lines(), [
    '00:00:00.000: Wi-Fi: joining "lab"',
    '00:00:01.500: Wi-Fi: joined "lab", address 192.168.1.7',
  ]);
  t.deepEqual(network(), ["1500 up"]);
  t.is(clock.alarm, -1, "nothing is left to wait for");
});

test("one that can't be joined is tried again and again, ever less often, at least once a minute", (t) => {
  const { clock, wifi, lines, network } = bench();
  const tries: number[] = [];
  while (tries.length < 10) {
    clock.runUntil(clock.alarm);
    if (wifi.told().includes("join")) tries.push(clock.time);
    clock.runUntil(clock.time + 100);
    wifi.listener!.wifiLost();
    wifi.listener!.wifiLost();
  }
  const pauses = tries.map((at, i) => at - (tries[i - 1] ?? 0));
  t.deepEqual(pauses.slice(1, 8), [1_000, 2_100, 4_100, 8_100, 16_100, 32_100, 60_100]);
  t.is(pauses[9], 60_100);
  t.is(lines()[1], `00:00:30.000: ${FAILED}; again in 1 sec`);
  t.deepEqual(network(), []);
});

test("one that says nothing for 30 s is given up, and tried again", (t) => {
  const { clock, wifi, lines } = bench();
  clock.runUntil(29_999);
  t.deepEqual(wifi.told(), ["join"]);
  clock.runUntil(30_000);
  t.deepEqual(wifi.told(), ["leave"]);
  t.deepEqual(lines().slice(1), [`00:00:30.000: ${FAILED}; again in 1 sec`]);
  clock.runUntil(31_000);
  t.deepEqual(wifi.told(), ["join"]);
});

test("a station that can't even begin is asked again too", (t) => {
  const { clock, wifi, lines, network } = bench(true);
  t.deepEqual(lines(), ['00:00:00.000: Wi-Fi: joining "lab"', `00:00:00.000: ${FAILED}; again in 1 sec`]);
  wifi.refuses = false;
  clock.runUntil(1_000);
  t.deepEqual(wifi.told(), ["join", "join"]);
  wifi.listener!.wifiJoined();
  t.deepEqual(network(), ["1000 up"]);
});

test("a network that is lost is joined again, from a second on", (t) => {
  const { clock, wifi, lines, network } = bench();
  wifi.listener!.wifiLost();
  clock.runUntil(1_000);
  wifi.listener!.wifiJoined();
  clock.runUntil(60_000);
  t.deepEqual(network(), ["1000 up"]);
  lines();
  wifi.listener!.wifiLost();
  t.deepEqual(lines(), ['00:01:00.000: Wi-Fi: lost "lab"; again in 1 sec']);
  t.deepEqual(network(), ["60000 down"]);
  clock.runUntil(61_000);
  t.deepEqual(wifi.told(), ["join", "join", "join"]);
});

test("a network that comes by itself while nobody asked is taken", (t) => {
  const { clock, wifi, network } = bench();
  wifi.listener!.wifiLost();
  clock.runUntil(500);
  wifi.listener!.wifiJoined();
  clock.runUntil(200_000);
  t.deepEqual(network(), ["500 up"]);
  t.deepEqual(wifi.told(), ["join"]);
});

test("after close nothing is tried or told", (t) => {
  const { clock, join, wifi, network } = bench();
  join.close();
  wifi.listener!.wifiJoined();
  wifi.listener!.wifiLost();
  clock.runUntil(200_000);
  t.deepEqual(wifi.told(), ["join", "close"]);
  t.deepEqual(network(), []);
});

test("a name or a password that can't be one is refused", (t) => {
  const make = (options: Partial<WifiOptions>) => () =>
    new WifiJoin(options as WifiOptions, new FakeWifi(), manualLoop().loop, null, {
      networkUp: () => {},
      networkDown: () => {},
    });
  for (const [options, message] of [
    [{}, "Wi-Fi: ssid is missing: it must have 1 to 32 characters"],
    [{ ssid: "" }, "Wi-Fi: ssid is missing: it must have 1 to 32 characters"],
    [{ ssid: "x".repeat(33) }, "Wi-Fi: ssid is 33 characters long: it must have 1 to 32 characters"],
    [{ ssid: "lab", password: "secret" }, "Wi-Fi: password is 6 characters long: it must have 8 to 64 characters"],
  ] as const) {
    t.throws(make(options), { instanceOf: RangeError, message });
  }
  t.notThrows(make({ ssid: "lab", password: "" }));
});
