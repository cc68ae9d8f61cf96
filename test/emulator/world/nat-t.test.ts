/** Routers with an end of a tunnel through a NAT, as scenarios have them. */
import test from "ava";
import { FrameCapture } from "../../../emulator/capture/frame-capture";
import { RouterEvent } from "../../../emulator/device/contract";
import { networkLog } from "../../../emulator/cli/network-log";
import { parseScenario } from "../../../emulator/scenario/load";
import type { Simulation } from "../../../emulator/simulation/simulation";
import { readBlocks, readOptions } from "../../support/pcapng-blocks";
import { natText } from "../../support/scenario-text";
import type { NatParts } from "../../support/scenario-text";
import { temporaryFile } from "../../support/temporary-file";
import { WorldRun } from "../../support/world-run";

/** A run with what happened on its networks, a line each. */
async function logOf(parts: NatParts, seconds?: number): Promise<string[]> {
  const scenario = parseScenario(natText(parts), "s.yaml");
  const lines: string[] = [];
  const log = networkLog(
    scenario,
    (): Simulation => run.simulation,
    (line) => lines.push(line),
  );
  const run: WorldRun = new WorldRun(scenario, log);
  await run.until(seconds);
  return lines;
}

/** What is seen of a run in place of what is expected of it; "" where it is that. */
async function seen(parts: NatParts): Promise<string> {
  const run = await new WorldRun(natText(parts)).until();
  return (await run.judged())[0]!.seen;
}

const LATENCY = "path: { latency: 10ms }";

test("it finds the NAT, and its peer learns where it is", async (t) => {
  t.deepEqual(await logOf({ host: LATENCY, nat: LATENCY }, 5), [
    "00:00:00.020: gateway: r1 is at 203.0.113.1:4500",
    "00:00:00.040: r1: its peer answers: there is a NAT on the way",
  ]);
});

test("without a NAT on the way no keepalive is sent, unless it is forced", async (t) => {
  const text = (natT: string) =>
    natText({ natT }).replace("network: home, address: 192.168.0.2", "network: internet, address: 203.0.113.5");
  const sent = async (natT: string) => (await new WorldRun(text(natT)).until()).counter(0, "nat-keepalives-sent");
  t.is(await sent("forced: false"), 0);
  t.is(await sent("forced: true"), 30);
});

test("a NAT that changes the port alone is found too", async (t) => {
  const lines = await logOf({ nat: "preserves-ports: false" }, 5);
  t.regex(lines[0]!, /gateway: r1 is at 203\.0\.113\.1:(?!4500$)\d+$/);
  t.regex(lines[1]!, /there is a NAT on the way$/);
});

test("its first message is sent again after 2, 4, 8 s and so on until it is answered", async (t) => {
  const lines = await logOf({ nat: "path: { loss: 1 }", events: ["at: 20s, nat: box, path: { loss: 0 }"] }, 100);
  t.deepEqual(lines, [
    '00:00:20.000: box: path {"loss":0}',
    "00:00:30.000: gateway: r1 is at 203.0.113.1:4500",
    "00:00:30.000: r1: its peer answers: there is a NAT on the way",
  ]);
});

test("packets go both ways, with numbers of their own", async (t) => {
  const esp = "host: gateway, sends: esp, to: r1";
  const lines = await logOf({
    host: LATENCY,
    events: [`at: 10s, ${esp}`, `at: 11s, ${esp}`, "at: 12s, router: r1, sends: esp"],
  });
  t.deepEqual(lines.slice(2), [
    "00:00:10.000: gateway: sends ESP 1 to r1",
    "00:00:10.010: r1: ESP 1 arrives",
    "00:00:11.000: gateway: sends ESP 2 to r1",
    "00:00:11.010: r1: ESP 2 arrives",
    "00:00:12.000: r1: sends ESP",
    "00:00:12.010: gateway: ESP 1 from r1 arrives",
  ]);
});

test("a host that has heard nothing of a router does not know where to send", async (t) => {
  const parts = {
    r1: "power-on: 1m",
    events: ["at: 30s, host: gateway, sends: esp, to: r1"],
    expect: "{ router: r1, at: 40s, esp: arrives }",
  };
  t.is((await logOf(parts, 31))[0], "00:00:30.000: gateway: sends ESP 1 to r1, and does not know where it is");
  t.is(await seen(parts), "it is lost");
});

test("a packet is judged by the last that was sent up to the time", async (t) => {
  const esp = "host: gateway, sends: esp, to: r1";
  const events = [`at: 10s, ${esp}`, "at: 20s, nat: box, reboot: 10s", `at: 25s, ${esp}`];
  const at = (time: string, esp: string) => seen({ events, expect: `{ router: r1, at: ${time}, esp: ${esp} }` });
  t.is(await at("9s", "arrives"), "none was sent by then");
  t.is(await at("10s", "arrives"), "");
  t.is(await at("24s", "lost"), "it arrives");
  t.is(await at("25s", "lost"), "");
  t.is(await at("9m", "arrives"), "it is lost");
});

test("mappings are all that the peer has known, in order", async (t) => {
  const events = [
    "at: 1m, nat: box, reboot: 0, addresses: [203.0.113.9]",
    "at: 2m, router: r1, sends: ike",
    "at: 3m, router: r1, sends: ike",
  ];
  const mappings = (list: string, natT?: string) => seen({ events, natT, expect: `{ router: r1, mappings: ${list} }` });
  t.is(await mappings("[203.0.113.1:4500, 203.0.113.9:4500]"), "");
  t.is(await mappings("[203.0.113.1:4500]"), "it is 203.0.113.1:4500, then 203.0.113.9:4500");
  t.is(await mappings("[203.0.113.1:4500]", "path: { loss: 1 }"), "its peer never hears of it");
});

test("without mappings nothing from outside arrives until something is sent", async (t) => {
  const esp = "host: gateway, sends: esp, to: r1";
  const events = ["at: 25s, nat: box, reboot: 0", `at: 30s, ${esp}`, `at: 45s, ${esp}`];
  const lines = await logOf({ events });
  t.deepEqual(lines.slice(2), [
    "00:00:25.000: box: loses its mappings",
    "00:00:30.000: gateway: sends ESP 1 to r1",
    "00:00:45.000: gateway: sends ESP 2 to r1",
    "00:00:45.000: r1: ESP 2 arrives",
  ]);
});

test("while the link is away the device is told that nothing leaves, and nothing arrives", async (t) => {
  const run = new WorldRun(
    natText({
      events: [
        "at: 30s, router: r1, link: down",
        "at: 35s, host: gateway, sends: esp, to: r1",
        "at: 45s, router: r1, link: up",
      ],
      expect: "{ router: r1, at: 40s, esp: lost }",
    }),
  );
  await run.until(44);
  t.is(await run.counter(0, "nat-keepalives-sent"), 1);
  t.true((await run.counter(0, "nat-keepalives-not-sent"))! > 5);
  await run.until(65);
  t.is(await run.counter(0, "nat-keepalives-sent"), 2);
  t.is((await run.judged())[0]!.seen, "");
});

test("a router that sleeps lets its timers wait, hears nothing, and is told afterwards what left", async (t) => {
  const probes: string[] = [];
  const run = new WorldRun(
    natText({
      natT: "wifi: { board: esp32 }",
      events: [
        "at: 65s, router: r1, sends: esp",
        "at: 65.0001, router: r1, sleep: 90s",
        "at: 100s, host: gateway, sends: esp, to: r1",
        "at: 101s, router: r1, sends: esp",
      ],
      expect: "{ router: r1, at: 100s, esp: lost }",
    }),
    {
      routerEvent: (_router, _port, event, a) => {
        if (event === RouterEvent.ProbeWanted) probes.push(`${run.simulation.seconds} ${a}`);
      },
    },
  );
  await run.until(154);
  t.is(await run.counter(0, "nat-t-datagrams-sent"), 1, "the packet of 65 s is leaving, as far as it knows");
  await run.until(200);
  t.is(await run.counter(0, "nat-t-datagrams-sent"), 3, "that packet and the probe; none of 101 s");
  t.deepEqual(probes, ["155 90000"]);
  t.is((await run.judged())[0]!.seen, "");
});

test("what leaves after its router was switched off and on again is none of the new boot's", async (t) => {
  const run = new WorldRun(
    natText({
      natT: "wifi: { board: esp32 }",
      events: [
        "at: 65s, router: r1, sends: esp",
        "at: 65.0001, router: r1, power: off",
        "at: 65.0002, router: r1, power: on",
      ],
    }),
  );
  await run.until(66);
  t.is(await run.counter(0, "nat-t-datagrams-sent"), 1, "its first message alone");
});

test("a router that was put to sleep wakes when it is switched off and on", async (t) => {
  const run = new WorldRun(
    natText({
      events: ["at: 30s, router: r1, sleep: 5m", "at: 1m, router: r1, power: off", "at: 61s, router: r1, power: on"],
    }),
  );
  await run.until(100);
  t.is(await run.counter(0, "ike-received"), 1);
  t.is(await run.counter(0, "nat-keepalives-sent"), 1);
});

test("Wi-Fi has an account of its energy, a cable none", async (t) => {
  const radio = async (natT?: string) => {
    const run = await new WorldRun(natText({ natT })).until();
    return (await run.reports())[0]![0]!.radio;
  };
  t.is(await radio(), null);
  const { account, power } = (await radio("wifi: { board: esp32, dtim: 3 }"))!;
  // The first message, and every 20 s a keepalive up to the end.
  t.is(account.wakeUps, 31);
  t.true(account.energy(power) > 4 && account.energy(power) < 6, `${account.energy(power)}`);
});

test("a capture has what stations bring to each network, as IPv4 packets", async (t) => {
  const path = temporaryFile(t, "out.pcapng");
  const scenario = parseScenario(natText(), "s.yaml");
  scenario.duration = { seconds: 20, nanos: 0 };
  const capture = new FrameCapture(path, scenario, () => run.simulation);
  const run: WorldRun = new WorldRun(scenario, capture);
  await run.until();
  capture.close();
  const [, serial, home, internet, ...packets] = readBlocks(path);
  t.is(serial!.body.readUInt16LE(0), 104);
  for (const block of [home!, internet!]) t.is(block.body.readUInt16LE(0), 101);
  t.deepEqual(readOptions(home!.body, 8)[0], [2, Buffer.from("home")]);
  const kinds = packets
    .filter(({ body }) => body.readUInt32LE(0) > 0)
    .map(({ body }) => {
      const packet = body.subarray(20, 20 + body.readUInt32LE(12));
      const address = (from: number) => [...packet.subarray(from, from + 4)].join(".");
      const ports = `${packet.readUInt16BE(20)} to ${packet.readUInt16BE(22)}`;
      return `${body.readUInt32LE(0)}: ${address(12)} to ${address(16)}, ${ports}, ttl ${packet[8]}, ${packet.length}`;
    });
  t.deepEqual(kinds, [
    "1: 192.168.0.2 to 198.51.100.1, 4500 to 4500, ttl 64, 74",
    "2: 203.0.113.1 to 198.51.100.1, 4500 to 4500, ttl 63, 74",
    "2: 198.51.100.1 to 203.0.113.1, 4500 to 4500, ttl 64, 74",
    "1: 198.51.100.1 to 192.168.0.2, 4500 to 4500, ttl 63, 74",
    "1: 192.168.0.2 to 198.51.100.1, 4500 to 4500, ttl 64, 29",
    "2: 203.0.113.1 to 198.51.100.1, 4500 to 4500, ttl 63, 29",
  ]);
});
