import test from "ava";
import { Command, RouterEvent } from "../../../emulator/device/contract";
import type { InterfaceConfig, RouterConfig, RouterOutputs } from "../../../emulator/device/contract";
import { I2C_LONGEST } from "../../../emulator/device/router-power";
import type { Board, PowerConfig } from "../../../emulator/device/router-power";
import { nodeEngine } from "../../../emulator/engine/engine";
import { RemoteDevice } from "../../../emulator/engine/remote-device";
import { I2cResult } from "../../../src/ports";
import type { I2cBus } from "../../../src/ports";
import { Restored } from "../../../src/retention/options";
import { BareChannel, bareEngine } from "../../support/bare-engine";
import { hurriedScenario } from "../../support/hurried";
import { firstDifference, recordRun } from "../../support/recorded-engine";
import { routerConfig } from "../../support/router-config";
import { builtInScenario } from "../../support/scenarios";

const NOTHING: RouterOutputs = {
  transfer: () => {},
  transmit: () => {},
  modemLines: () => {},
  datagram: () => {},
  print: () => {},
  event: () => {},
  counters: () => {},
  trace: () => {},
};

function config(changes: Partial<InterfaceConfig> = {}): RouterConfig {
  const plain = builtInScenario("hdlc-shutdown").routers[0]!.interfaces[0]!.config;
  return routerConfig({ interfaces: [{ ...plain, ...changes }] });
}

for (const name of [
  "hdlc-shutdown",
  "hdlc-address",
  "hdlc-carrier",
  "hdlc-clock-wrap",
  "hdlc-loop",
  "ethernet-loop",
  "nat-reboot",
]) {
  test(`${name} is the same in a bare context behind the bridge as in this process`, async (t) => {
    const direct = await recordRun(builtInScenario(name), nodeEngine);
    const bridged = await recordRun(builtInScenario(name), bareEngine);
    t.true(direct.length > 50);
    t.is(firstDifference(direct, bridged), null);
  });
}

for (const name of ["power-retention", "memory-keeper"]) {
  test(`${name}, its clock chip and its supply on this side of the bridge, is the same`, async (t) => {
    const direct = await recordRun(hurriedScenario(name, false), nodeEngine);
    const bridged = await recordRun(hurriedScenario(name, false), bareEngine);
    t.true(direct.length > 10_000);
    t.is(firstDifference(direct, bridged), null);
  });
}

test("what is wrong on the I2C bus crosses the bridge, and frees the bus as in this process", async (t) => {
  const holdUp = { capacitance: 2200, failing: 8000, minimum: 6500, current: 30, saveTime: 10 };
  const power: PowerConfig = { clock: "ds1307", holdUp, checkpoint: 60_000, codeLock: false };
  const seen: string[][] = [];
  for (const engine of [nodeEngine, bareEngine]) {
    const calls: string[] = [];
    const bus: I2cBus = {
      longest: I2C_LONGEST,
      begin: (address, bytes, start, middle, end) => {
        calls.push(`${address} ${Buffer.from(bytes.subarray(start, middle)).toString("hex")} ${end - middle}`);
        return calls.length === 1 ? I2cResult.DataHeld : I2cResult.AddressNak;
      },
      poll: () => I2cResult.Done,
      recover: () => {
        calls.push("recover");
        return I2cResult.Done;
      },
    };
    const board: Board = { bus, supply: { millivolts: () => 12_000 } };
    const event = (_port: number, event: RouterEvent, a: number, b: number) => calls.push(`event ${event} ${a} ${b}`);
    const { device } = await engine({ ...config(), power }, { ...NOTHING, board, event }, 0);
    for (let now = await device.start(0); now < 4000; now += await device.run(now)) t.true(now >= 0);
    seen.push(calls);
  }
  t.deepEqual(seen[0]!.slice(0, 3), ["104 00 7", "recover", "104 00 7"]);
  t.true(seen[0]!.includes(`event ${RouterEvent.Resumed} ${Restored.NotYet} -1`));
  t.deepEqual(seen[1], seen[0]);
});

test("a response that is longer than a piece comes in several, with every octet in its place", async (t) => {
  const packet = Uint8Array.from({ length: 9000 }, (_, i) => i * 7);
  const sent: string[] = [];
  for (const engine of [nodeEngine, bareEngine]) {
    const hex: string[] = [];
    const transmit = (_: number, bytes: Uint8Array, start: number, end: number) => {
      hex.push(Buffer.from(bytes.subarray(start, end)).toString("hex"));
    };
    const { device } = await engine(config({ mtu: 9000 }), { ...NOTHING, transmit }, 0);
    await device.start(0);
    await device.send(0, 0x0800, packet, 0, packet.length, 5);
    sent.push(hex.join());
  }
  t.true(sent[0]!.length > 2 * 9000);
  t.is(sent[1], sent[0]);
});

test("most responses are one piece", async (t) => {
  const channel = new BareChannel();
  const device = await RemoteDevice.boot(channel, config({ debug: true }), NOTHING, 0);
  for (let now = await device.start(0); now < 60_000; now += await device.run(now)) t.true(now >= 0);
  t.is(channel.pieces, channel.requests);
  await device.command(0, Command.ShowInterface, 60_000);
  t.is(channel.pieces, channel.requests);
});

test("an option out of its range is refused in the same words as in this process", async (t) => {
  const wrong = config({ retries: 0 });
  const direct = await t.throwsAsync(nodeEngine(wrong, NOTHING, 0), { instanceOf: RangeError });
  const bridged = await t.throwsAsync(bareEngine(wrong, NOTHING, 0), { instanceOf: RangeError });
  t.is(bridged.message, direct.message);
  t.regex(bridged.message, /retries is 0: it must be a whole number from 1 to 255/);
});

test("an error that no option explains is handed on as what it is", async (t) => {
  const broken = { seed: 1, timeOfDay: 0 } as RouterConfig;
  const error = await t.throwsAsync(bareEngine(broken, NOTHING, 0), { instanceOf: Error });
  t.false(error instanceof RangeError);
  t.regex(error.message, /^TypeError: /);
});

test("a call that fails later fails on this side, and the next one works", async (t) => {
  const { device } = await bareEngine(config(), NOTHING, 0);
  await device.start(0);
  await t.throwsAsync(async () => device.command(7, Command.Shut, 0), { message: /^TypeError: / });
  t.is(await device.run(10), 9990);
});

test("names beyond ASCII arrive as they are", async (t) => {
  const lines: string[][] = [];
  for (const engine of [nodeEngine, bareEngine]) {
    const printed: string[] = [];
    const print = (bytes: Uint8Array, start: number, end: number) => {
      printed.push(Buffer.from(bytes.subarray(start, end)).toString("latin1"));
    };
    const { device } = await engine(config({ hardware: 'Z\u00fcrich "2"\\' }), { ...NOTHING, print }, 0);
    await device.start(0);
    await device.command(0, Command.ShowInterface, 0);
    lines.push(printed);
  }
  t.true(lines[0]!.some((line) => line.includes('Z\u00fcrich "2"\\')));
  t.deepEqual(lines[1], lines[0]);
});

test("times and numbers cross with all their 32 bits", async (t) => {
  for (const now of [0x7fffffff, -0x80000000, -1, 0]) {
    const { device } = await bareEngine(config({ interval: 0x3fffffff }), NOTHING, now);
    t.is(await device.start(now), 0x3fffffff);
    t.is(await device.run((now + 5) | 0), 0x3ffffffa);
  }
});
