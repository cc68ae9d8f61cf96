import test from "ava";
import { SerialConsole } from "../../../src/platform/moddable/serial-console";
import { FakeSerial, newHost } from "../../support/moddable/host";

const UART = { io: FakeSerial, port: 1, transmit: 4, receive: 5, baud: 115200 };
const line = (text: string) => Buffer.from(`${text}\r\n`, "latin1");

function open() {
  const host = newHost();
  const output = new SerialConsole(UART);
  const uart = host.ports.get(1)!;
  let printed = "";
  const drain = (octets?: number) => {
    host.runUntil(host.ticks + 1);
    printed += Buffer.from(uart.leave(octets)).toString("latin1");
    return printed;
  };
  return { output, drain };
}

test.serial("lines wait for the transmitter, and come out in order", (t) => {
  const { output, drain } = open();
  let expected = "";
  for (let i = 0; i < 200; i++) {
    const text = line(`line ${i} ${"x".repeat(i % 60)}`);
    // Not from the start of its buffer.
    output.write(Buffer.concat([Buffer.from("#"), text]), 1, 1 + text.length);
    expected += text.toString("latin1");
    drain(50);
    drain(50);
  }
  for (let i = 0; i < 20; i++) drain();
  t.is(drain(), expected);
  t.is(output.dropped, 0);
});

test.serial("a line for which there is no room is dropped whole and counted", (t) => {
  const { output, drain } = open();
  const text = line("x".repeat(98));
  for (let i = 0; i < 6; i++) output.write(text, 0, text.length);
  t.is(output.dropped, 1);
  for (let i = 0; i < 10; i++) drain();
  t.is(drain(), text.toString("latin1").repeat(5));
});
