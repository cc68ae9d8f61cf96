import { portError } from "./port-error";
import { UsageError } from "./usage-error";

/**
 * The serial port that was named, or else the one that there is; whether it can be opened has been tried.
 * @throws UsageError
 */
export async function choosePort(named: string | undefined): Promise<string> {
  const { SerialPort } = await import("serialport");
  const path = named ?? theOnlyOne((await SerialPort.list()).filter(({ vendorId }) => vendorId !== undefined));
  await new Promise<void>((resolve, reject) => {
    const port = new SerialPort({ path, baudRate: 115200, hupcl: false }, (error) => {
      if (error) reject(portError(path, error));
      else port.close(() => resolve());
    });
  });
  return path;
}

function theOnlyOne(ports: { path: string }[]): string {
  if (ports.length === 1) return ports[0]!.path;
  if (ports.length === 0) throw new UsageError("no board is plugged into USB; --port names another port");
  throw new UsageError(`--port is missing: it must be one of ${ports.map(({ path }) => path).join(", ")}`);
}
