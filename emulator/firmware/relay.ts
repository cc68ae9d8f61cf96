import { realpathSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** How a port is named to the package espruino, until it is closed. */
export interface RelayedPort {
  address: string;
  close(): Promise<void>;
}

/**
 * The package espruino takes only serial ports that the system lists, by their own names, or TCP: a link to a port is
 * followed, and what else can be opened, such as a pseudo-terminal, is reached through TCP on this machine.
 */
export async function relayed(path: string): Promise<RelayedPort> {
  const { SerialPort } = await import("serialport");
  const own = realpathSync(path);
  if ((await SerialPort.list()).some((port) => port.path === own)) return { address: own, close: async () => {} };
  const port = new SerialPort({ path: own, baudRate: 115200, hupcl: false });
  const sockets = new Set<Socket>();
  // It was unplugged, or closed while something was still to be written: whoever uploads is left without a line, and says so.
  port.on("error", () => sockets.forEach((socket) => socket.destroy()));
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("data", (data) => port.write(data)).on("error", () => {});
    const forward = (data: Buffer) => void socket.write(data);
    port.on("data", forward);
    socket.on("close", () => {
      sockets.delete(socket);
      port.off("data", forward);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await new Promise<void>((resolve) => port.close(() => resolve()));
    },
  };
}
