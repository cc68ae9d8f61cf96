/** VCD files as sigrok's UART decoder reads them: as a logic analyser would read the real pins. */
import { stepFor, VcdWriter } from "../../emulator/capture/vcd";
import type { UartSettings } from "../../emulator/serial/line";
import type { PinLine } from "../../emulator/serial/pin-line";
import { LineBench } from "../support/line-bench";
import { temporaryFile } from "../support/temporary-file";
import { uartOctets, VCD_INPUT } from "../support/sigrok";
import { runTool, testWith } from "../support/tool";

/** Writes what both ends send, after a little silence, and returns the octets that arrived at each. */
function record(path: string, uart: Partial<UartSettings>, octets: [number[], number[]]): [number[], number[]] {
  const bench = new LineBench("pins", { uarts: [uart, uart], crossed: true });
  const vcd = new VcdWriter(path, 0, stepFor(uart.baud!));
  (bench.line as PinLine).observe(0, "r1.Serial0/0", vcd);
  (bench.line as PinLine).observe(1, "r2.Serial2/0", vcd);
  bench.line.ends[0].setModemLines(3);
  bench
    .at(1000)
    .send(0, ...octets[0])
    .send(1, ...octets[1]);
  bench.at(500_000);
  vcd.close(bench.simulation.seconds, bench.simulation.nanos);
  return [bench.users[0].arrivals.map(({ octet }) => octet), bench.users[1].arrivals.map(({ octet }) => octet)];
}

/** What the decoder finds on a channel: its data octets and, as text, whatever it warns of. */
function decoded(path: string, channel: string, options: string): { octets: number[]; warnings: string } {
  const uart = `uart:rx=${channel}:${options}`;
  return {
    octets: uartOctets(path, uart),
    warnings: runTool("sigrok-cli", [
      "-I",
      VCD_INPUT,
      "-i",
      path,
      "-P",
      uart,
      "-A",
      "uart=rx-warnings:rx-break:rx-parity-err",
    ]),
  };
}

const THERE = Array.from({ length: 256 }, (_, i) => i);
const BACK = [0x7e, 0x0f, 0x00, 0x80, 0x35, 0x00, 0x7d, 0x5e, 0xff, 0x7e];

for (const baud of [9600, 115200]) {
  testWith("sigrok-cli", "sigrok-cli", `${baud} baud: the same octets on all four wires`, (t) => {
    const path = temporaryFile(t, "out.vcd");
    t.deepEqual(record(path, { baud }, [THERE, BACK]), [BACK, THERE]);
    for (const [channel, octets] of [
      ["r1.Serial0_0.TX", THERE],
      ["r2.Serial2_0.RX", THERE],
      ["r2.Serial2_0.TX", BACK],
      ["r1.Serial0_0.RX", BACK],
    ] as const) {
      t.deepEqual(decoded(path, channel, `baudrate=${baud}`), { octets, warnings: "" }, channel);
    }
  });
}

testWith("sigrok-cli", "sigrok-cli", "seven data bits, odd parity and two stop bits are what they are called", (t) => {
  const path = temporaryFile(t, "out.vcd");
  record(path, { baud: 115200, dataBits: 7, parity: "odd", stopBits: 2 }, [THERE.slice(0, 128), BACK]);
  const format = "baudrate=115200:data_bits=7";
  const right = decoded(path, "r1.Serial0_0.TX", `${format}:parity=odd`);
  t.deepEqual(right, { octets: THERE.slice(0, 128), warnings: "" });
  t.not(decoded(path, "r1.Serial0_0.TX", `${format}:parity=even`).warnings, "");
});
