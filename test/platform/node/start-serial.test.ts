import { createRequire } from "node:module";
import { SerialPortStream } from "@serialport/stream";
import test from "ava";
import { NodeAlarm, startHdlc } from "../../../src/platform/node";
import { Peer } from "../../support/peer";

interface MockPortBinding {
  readonly openOptions: object;
  /** Everything that was written. */
  readonly recording: Buffer;
  emitData(data: Buffer): void;
}

interface MockBinding {
  createPort(path: string, options: { record: boolean }): void;
}

// The package's types are not where its exports say.
const { MockBinding } = createRequire(import.meta.url)("@serialport/binding-mock") as { MockBinding: MockBinding };

/** serialport's own class on serialport's own mock of the hardware. */
class SerialPort extends SerialPortStream {
  static readonly opened: SerialPort[] = [];

  constructor(options: { path: string; baudRate: number; hupcl: boolean }) {
    super({ binding: MockBinding as never, ...options });
    SerialPort.opened.push(this);
  }
}

const INTERVAL = 100;

const wait = (delay: number) => new Promise((resolve) => setTimeout(resolve, delay));

test.serial("a link on serialport goes down and up with its peer", async (t) => {
  MockBinding.createPort("/dev/ttyUSB0", { record: true });
  const told: string[] = [];
  const lines: string[] = [];
  const link = startHdlc({
    name: "Serial1/0",
    serial: { io: SerialPort, path: "/dev/ttyUSB0", baud: 115200 },
    keepalive: { interval: INTERVAL },
    console: { write: (bytes, start, end) => lines.push(Buffer.from(bytes.subarray(start, end)).toString("latin1")) },
    debug: true,
    listener: { lineProtocolChanged: () => told.push(link.lineProtocolUp ? "up" : "down") },
  });
  const stream = SerialPort.opened[0]!;
  await new Promise((resolve) => stream.once("open", resolve));
  const binding = stream.port as unknown as MockPortBinding;
  t.like(binding.openOptions, { path: "/dev/ttyUSB0", baudRate: 115200, hupcl: false });

  const peer = new Peer((octets) => binding.emitData(Buffer.from(octets)), INTERVAL);
  let heard = 0;
  const relay = setInterval(() => {
    const now = Math.floor(performance.now());
    const { recording } = binding;
    peer.receive(recording.subarray(heard), now);
    heard = recording.length;
    peer.run(now);
  }, 2);
  peer.serial.start(Math.floor(performance.now()));

  await wait(6 * INTERVAL);
  t.deepEqual(told, []);
  t.true(lines.some((line) => /: Serial1\/0: HDLC myseq \d+, mineseen \d+\*, yourseen \d+, line up\r\n$/.test(line)));
  peer.serial.shut(Math.floor(performance.now()));
  while (told.length < 1) await wait(INTERVAL);
  peer.serial.noShut(Math.floor(performance.now()));
  while (told.length < 2) await wait(INTERVAL);
  t.deepEqual(told, ["down", "up"]);

  clearInterval(relay);
  link.close();
  await new Promise((resolve) => stream.once("close", resolve));
  t.false(stream.isOpen);
});

test.serial("a port that does not exist is an error that names it", async (t) => {
  const error = await new Promise<Error>((resolve) => {
    const link = startHdlc({
      serial: {
        io: SerialPort,
        path: "/dev/nothing",
        baud: 9600,
        onError: (error) => {
          link.close();
          resolve(error);
        },
      },
    });
  });
  t.regex(error.message, /\/dev\/nothing/);
});

test.serial("the alarm wakes after the input that waits behind a late timer", async (t) => {
  const order: string[] = [];
  const alarm = new NodeAlarm();
  const woken = new Promise<void>((resolve) => {
    alarm.attach({
      wake: () => {
        order.push("alarm");
        resolve();
      },
    });
  });
  const { createServer, connect } = await import("node:net");
  const server = createServer((socket) => socket.on("data", () => order.push("input"))).listen(0);
  await new Promise((resolve) => server.once("listening", resolve));
  const client = connect((server.address() as { port: number }).port);
  await new Promise((resolve) => client.once("connect", resolve));
  await wait(50);

  alarm.set(20);
  client.write("x");
  const until = performance.now() + 60;
  while (performance.now() < until);
  await woken;
  client.destroy();
  server.close();
  t.deepEqual(order, ["input", "alarm"]);
});

test.serial("an alarm that was taken back or closed does not ring", async (t) => {
  const alarm = new NodeAlarm();
  alarm.attach({ wake: () => t.fail() });
  alarm.set(5);
  alarm.set(-1);
  alarm.set(5);
  alarm.close();
  await wait(30);
  t.pass();
});
