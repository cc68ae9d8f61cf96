import { createSocket } from "node:dgram";
import { HOST_FORM, parseHost } from "../scenario/address";
import { AddressText } from "../../src/platform/address-text";
import { Reflector } from "../reflector/reflector";
import { systemReason } from "../system-error";
import { number } from "./arguments";
import { interrupted } from "./interrupted";
import { UsageError } from "./usage-error";

export interface ReflectOptions {
  address: string;
  port: string;
}

/**
 * `linkpulse reflect`: the other side of `linkpulse nat-timeout`, until it is interrupted.
 * @throws UsageError when an option is wrong, or the port can't be had
 */
export async function reflect(options: ReflectOptions): Promise<void> {
  const port = number("--port", options.port, 0, 65535);
  if (parseHost(options.address) === undefined) throw new UsageError(`--address ${options.address}: ${HOST_FORM}`);
  const socket = createSocket("udp4");
  const texts = new AddressText();
  const reflector = new Reflector((bytes, address, to) =>
    // Whoever can't be reached asks again.
    socket.send(Buffer.from(bytes), to, texts.textOf(address), () => {}),
  );
  let timer: NodeJS.Timeout | undefined;
  const serve = () => {
    clearTimeout(timer);
    reflector.poll(performance.now());
    if (reflector.due !== undefined)
      timer = setTimeout(serve, Math.max(0, Math.ceil(reflector.due - performance.now())));
  };
  socket.on("message", (bytes, from) => {
    reflector.receive(bytes, parseHost(from.address)!, from.port, performance.now());
    serve();
  });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.bind(port, options.address, resolve);
    });
  } catch (error) {
    throw new UsageError(`${options.address}:${port}: ${reason(error as NodeJS.ErrnoException)}`);
  }
  process.stdout.write(`reflecting on ${options.address}:${socket.address().port}\n`);
  await interrupted();
  clearTimeout(timer);
  socket.close();
  const { answered, refused, limited, junk } = reflector.counters;
  process.stdout.write(`${answered} answered, ${refused} refused, ${limited} too many, ${junk} no requests\n`);
}

function reason(error: NodeJS.ErrnoException): string {
  if (error.code === "EADDRINUSE") return "it is in use by another program";
  if (error.code === "EADDRNOTAVAIL") return "this machine does not have that address";
  if (error.code === "EACCES") return "no permission to open it";
  return systemReason(error);
}
