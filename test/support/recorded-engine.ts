import type { Delay, Device, RouterOutputs } from "../../emulator/device/contract";
import type { Board } from "../../emulator/device/router-power";
import type { Engine } from "../../emulator/engine/engine";
import type { Scenario } from "../../emulator/scenario/scenario";
import { World } from "../../emulator/world/world";

/**
 * Runs a scenario with all routers on one engine; returns every call of a device and all that it did, a line each. The
 * transactions on its buses come at the end: elsewhere they happen at once, and all else when the call is over.
 */
export async function recordRun(scenario: Scenario, engine: Engine): Promise<string[]> {
  const log: string[] = [];
  const transfers: string[] = [];
  const engines = scenario.routers.map(({ name }) => {
    const noteIn = (lines: string[]) => (text: string) => {
      const { seconds, nanos } = world.simulation;
      lines.push(`${seconds}.${String(nanos).padStart(9, "0")} ${name}: ${text}`);
    };
    return recorded(engine, noteIn(log), noteIn(transfers));
  });
  const world: World = new World(scenario, engines, {});
  try {
    await world.runUntil(scenario.duration);
    for (const router of world.routers) await router.report();
  } finally {
    await world.close();
  }
  return [...log, ...transfers];
}

/** Where two recordings part, or null. */
export function firstDifference(expected: readonly string[], seen: readonly string[]): string | null {
  for (let i = 0; i < Math.max(expected.length, seen.length); i++) {
    if (expected[i] !== seen[i]) return `line ${i + 1} of ${expected.length}: '${seen[i]}' instead of '${expected[i]}'`;
  }
  return null;
}

type Note = (text: string) => void;

function recorded(engine: Engine, note: Note, noteTransfer: Note): Engine {
  return async (config, outputs, now) => {
    note(`boot at ${now} with ${JSON.stringify(config)}`);
    const { device, close } = await engine(config, recordedOutputs(outputs, note, noteTransfer), now);
    return { device: recordedDevice(device, note), close };
  };
}

function recordedDevice(device: Device, note: (text: string) => void): Device {
  const told = (call: string, delay: Delay): Delay => {
    const noted = (result: number) => {
      note(`${call} returns ${result}`);
      return result;
    };
    return typeof delay === "number" ? noted(delay) : delay.then(noted);
  };
  return {
    start: (now) => told(`start(${now})`, device.start(now)),
    receive: (port, bytes, start, end, now) => {
      return told(`receive(${port}, ${hex(bytes, start, end)}, ${now})`, device.receive(port, bytes, start, end, now));
    },
    octetsSent: (port, octets, now) => {
      return told(`octetsSent(${port}, ${octets}, ${now})`, device.octetsSent(port, octets, now));
    },
    modemLinesChanged: (port, lines, now) => {
      return told(`modemLinesChanged(${port}, ${lines}, ${now})`, device.modemLinesChanged(port, lines, now));
    },
    framingErrors: (port, octets, now) => {
      return told(`framingErrors(${port}, ${octets}, ${now})`, device.framingErrors(port, octets, now));
    },
    interrupt: (port, now) => told(`interrupt(${port}, ${now})`, device.interrupt(port, now)),
    lostWhileWaking: (port, octets, now) => {
      return told(`lostWhileWaking(${port}, ${octets}, ${now})`, device.lostWhileWaking(port, octets, now));
    },
    command: (port, command, now) => told(`command(${port}, ${command}, ${now})`, device.command(port, command, now)),
    send: (port, protocol, bytes, start, end, now) => {
      const call = `send(${port}, ${protocol}, ${hex(bytes, start, end)}, ${now})`;
      return told(call, device.send(port, protocol, bytes, start, end, now));
    },
    datagramReceived: (port, bytes, start, end, address, udpPort, now) => {
      const call = `datagramReceived(${port}, ${hex(bytes, start, end)}, ${address}, ${udpPort}, ${now})`;
      return told(call, device.datagramReceived(port, bytes, start, end, address, udpPort, now));
    },
    datagramSent: (port, sent, now) =>
      told(`datagramSent(${port}, ${sent}, ${now})`, device.datagramSent(port, sent, now)),
    typed: (bytes, start, end, now) => {
      return told(`typed(${hex(bytes, start, end)}, ${now})`, device.typed(bytes, start, end, now));
    },
    run: (now) => told(`run(${now})`, device.run(now)),
  };
}

function recordedOutputs(outputs: RouterOutputs, note: Note, noteTransfer: Note): RouterOutputs {
  return {
    board: outputs.board && recordedBoard(outputs.board, noteTransfer),
    transfer: (port, bytes, start, end) => {
      const sent = hex(bytes, start, end);
      outputs.transfer(port, bytes, start, end);
      noteTransfer(`transfer ${port} ${sent} ${hex(bytes, start, end)}`);
    },
    transmit: (port, bytes, start, end) => {
      note(`transmit ${port} ${hex(bytes, start, end)}`);
      outputs.transmit(port, bytes, start, end);
    },
    modemLines: (port, lines) => {
      note(`modemLines ${port} ${lines}`);
      outputs.modemLines(port, lines);
    },
    datagram: (port, bytes, start, end, address, udpPort) => {
      note(`datagram ${port} ${hex(bytes, start, end)} to ${address} ${udpPort}`);
      outputs.datagram(port, bytes, start, end, address, udpPort);
    },
    print: (bytes, start, end) => {
      note(`print ${JSON.stringify(Buffer.from(bytes.subarray(start, end)).toString("latin1"))}`);
      outputs.print(bytes, start, end);
    },
    event: (port, event, a, b) => {
      note(`event ${port} ${event} ${a} ${b}`);
      outputs.event(port, event, a, b);
    },
    counters: (port, set, values) => {
      note(`counters ${port} ${set} ${values.join(" ")}`);
      outputs.counters(port, set, values);
    },
    trace: (port, bytes, start, end) => {
      note(`trace ${port} ${hex(bytes, start, end)}`);
      outputs.trace(port, bytes, start, end);
    },
  };
}

function recordedBoard({ bus, supply }: Board, note: Note): Board {
  return {
    bus: {
      longest: bus.longest,
      begin: (address, bytes, start, middle, end) => {
        const written = hex(bytes, start, middle);
        const result = bus.begin(address, bytes, start, middle, end);
        note(`I2C ${address} ${written} ${hex(bytes, middle, end)} ends with ${result}`);
        return result;
      },
      poll: () => bus.poll(),
      recover: () => {
        const result = bus.recover();
        note(`I2C freed with ${result}`);
        return result;
      },
    },
    supply,
  };
}

function hex(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString("hex");
}
