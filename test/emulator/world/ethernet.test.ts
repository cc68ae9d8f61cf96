import { readFileSync } from "node:fs";
import test from "ava";
import { FrameCapture } from "../../../emulator/capture/frame-capture";
import { VcdWriter } from "../../../emulator/capture/vcd";
import { RouterEvent } from "../../../emulator/device/contract";
import { parseScenario } from "../../../emulator/scenario/load";
import { pathStateName, diagnosticName } from "../../../emulator/world/run-record";
import { ethernetText } from "../../support/scenario-text";
import { readBlocks, readOptions } from "../../support/pcapng-blocks";
import { temporaryFile } from "../../support/temporary-file";
import { WorldRun } from "../../support/world-run";

/** r1 asks r2, which is a loop server, every second. */
function text(more = "", medium = "hub"): string {
  return `
duration: 1m
routers:
  r1:
    interfaces:
      Ethernet0: { ethernet: { chip: enc28j60 }, keepalive: { interval: 1s, mode: peer } }
  r2:
    interfaces:
      Ethernet0: { ethernet: { chip: w5500 }, keepalive: { interval: 0, assist: true } }
segments:
  lan: { medium: ${medium}, stations: [r1 Ethernet0, r2 Ethernet0] }
${more}`;
}

/** What r1's keepalive concludes, with its time in seconds. */
async function verdicts(source: string): Promise<string[]> {
  const log: string[] = [];
  const run: WorldRun = new WorldRun(source, {
    routerEvent: (router, _port, event, a, b) => {
      if (router !== 0 || event !== RouterEvent.Keepalive) return;
      log.push(`${pathStateName(a)} ${diagnosticName(b)} ${run.simulation.seconds}`);
    },
  });
  await run.until();
  return log;
}

test("a keepalive is down until the chip has its link, unknown until an answer, and then up", async (t) => {
  t.deepEqual(await verdicts(text()), [
    "down link down 0",
    "unknown none 0",
    "unknown no loop server 1",
    "up answered 2",
  ]);
});

test("a station without power has no link, at a cable nor has the other, and it begins anew", async (t) => {
  const timeline = `
timeline:
  - { at: 10s, router: r2, power: off }
  - { at: 20s, router: r2, power: on }`;
  t.deepEqual((await verdicts(text(timeline, "cable"))).slice(3), [
    "up answered 2",
    "down link down 10",
    "unknown none 20",
    // The other's link takes two seconds.
    "down missed 23",
    "up answered 23",
  ]);
  t.deepEqual((await verdicts(text(timeline))).slice(3), ["up answered 2", "down missed 13", "up answered 22"]);
});

test("a chip that is switched off with its router has forgotten everything, and is set up again", async (t) => {
  const run = await new WorldRun(
    text(`
timeline:
  - { at: 10s, router: r1, power: off }
  - { at: 20s, router: r1, power: on }
  - { at: 30s, chip: r1 Ethernet0, happens: reset }
expect:
  - { interface: r1 Ethernet0, at: 15s, line-protocol: down }
  - { interface: r1 Ethernet0, at: 15s, keepalive: up }
  - { interface: r1 Ethernet0, at: 25s, keepalive: up, diagnostic: answered }
  - { interface: r1 Ethernet0, at: 25s, keepalive: down }
  - { interface: r1 Ethernet0, at: 25s, line-protocol: up, diagnostic: missed }
  - { interface: r1 Ethernet0, counter: enc28j60-set-ups, is: 2 }
`),
  ).until();
  t.deepEqual(
    (await run.judged()).map(({ seen }) => seen),
    ["", "the router is off", "", "it is up", "it is up (answered)", ""],
  );
});

test("each fault of a W5500 has its own diagnostic, and is over when it is over", async (t) => {
  const faults = `
timeline:
  - { at: 10s, segment: lan, station: r1 Ethernet0, set: { cut: true } }
  - { at: 15s, segment: lan, station: r1 Ethernet0, set: { cut: false } }
  - { at: 20s, chip: r1 Ethernet0, set: { transmitter-fails: true } }
  - { at: 23.5s, chip: r1 Ethernet0, set: { transmitter-fails: false } }
  - { at: 30s, chip: r1 Ethernet0, set: { receiver-fails: true } }
  - { at: 35s, chip: r1 Ethernet0, set: { receiver-fails: false } }
  - { at: 40s, chip: r1 Ethernet0, set: { bus-cut: true } }
  - { at: 45s, chip: r1 Ethernet0, set: { bus-cut: false } }`;
  const log = await verdicts(text(faults, "switch").replace("enc28j60", "w5500"));
  t.deepEqual(
    log.filter((line) => !line.startsWith("unknown")),
    [
      "down link down 0",
      "up answered 2",
      "down link down 10",
      "up answered 17",
      "down transmit failed 23",
      "up answered 23",
      "down missed 33",
      "up answered 35",
      "down chip fault 40",
      // The chip is there again, and looks for its link.
      "down link down 45",
      "up answered 47",
    ],
  );
});

test("a W5500 that goes on sending nothing is reset again and again, and the line stays down", async (t) => {
  const run = await new WorldRun(
    text(
      `
timeline:
  - { at: 10s, chip: r1 Ethernet0, set: { transmitter-fails: true } }
  - { at: 50s, chip: r1 Ethernet0, set: { transmitter-fails: false } }
expect:
  - { interface: r1 Ethernet0, line-protocol-changes: [up, down, up] }
  - { interface: r1 Ethernet0, counter: w5500-stuck, at-least: 5 }
  - { interface: r1 Ethernet0, at: 55s, keepalive: up, diagnostic: answered }`,
      "switch",
    ).replace("enc28j60", "w5500"),
  ).until();
  t.deepEqual(
    (await run.judged()).map(({ seen }) => seen),
    ["", "", ""],
  );
});

test("a packet goes to all stations, as a broadcast", async (t) => {
  const packets: string[] = [];
  const source = text("timeline:\n  - { at: 10s, interface: r1 Ethernet0, send: { octets: 100, protocol: 2054 } }");
  const run = new WorldRun(source, {
    routerEvent: (router, _port, event, a, b) => {
      if (event === RouterEvent.Packet) packets.push(`r${router + 1} ${a} ${b}`);
    },
  });
  await run.until();
  t.deepEqual(packets, ["r2 2054 100"]);
  t.true(run.octets.some((line) => /^10\.\d+ r1 Ethernet0 sent ffffffffffff0200000001000806000102/.test(line)));
});

test("a capture has the frames of each station, without FCS, and says which had a wrong one", async (t) => {
  const path = temporaryFile(t, "out.pcapng");
  const scenario = parseScenario(text("timeline:\n  - { at: 10s, segment: lan, set: { damage: 1 } }"), "s.yaml");
  scenario.duration = { seconds: 12, nanos: 0 };
  const capture = new FrameCapture(path, scenario, () => run.simulation);
  const run: WorldRun = new WorldRun(scenario, capture);
  await run.until();
  capture.close();
  const [, first, second, ...packets] = readBlocks(path);
  for (const block of [first!, second!]) t.is(block.body.readUInt16LE(0), 1);
  t.deepEqual(readOptions(second!.body, 8)[0], [2, Buffer.from("r2 Ethernet0")]);
  const kinds = packets.map(({ body }) => {
    const length = body.readUInt32LE(12);
    t.is(length, 60);
    return `${body.readUInt32LE(0)} ${body.readUInt32LE(20 + length + 4).toString(16)}`;
  });
  // Request out and in, answer out and in; then what nobody takes any more.
  t.deepEqual(kinds.slice(-6), ["1 2", "0 1", "0 2", "1 1000001", "0 2", "1 1000001"]);
});

test("a logic analyser has four channels for each SPI bus", async (t) => {
  const path = temporaryFile(t, "out.vcd");
  const run = new WorldRun(parseScenario(ethernetText(), "s.yaml"));
  const vcd = new VcdWriter(path, 0, 1);
  run.world.observePins(vcd);
  await run.until(0.01);
  vcd.close(0, 10_000_000);
  const names = [...readFileSync(path, "latin1").matchAll(/^\$var wire 1 \S+ (\S+) \$end$/gm)].map(([, name]) => name);
  t.deepEqual(
    names,
    ["r1.Ethernet0", "r2.Ethernet0"].flatMap((port) => ["CS", "SCK", "MOSI", "MISO"].map((wire) => `${port}.${wire}`)),
  );
});
