import { UsageError } from "./usage-error";

/** What serialport says is wrong with a port, as a mistake of the person who named it. */
export function portError(path: string, error: Error): UsageError {
  return new UsageError(`${path}: ${reason(error)}`);
}

function reason(error: Error): string {
  if (/lock|busy|EBUSY|EAGAIN|temporarily unavailable/i.test(error.message)) return "it is in use by another program";
  if (/ENOENT|no such file|no such device or address/i.test(error.message)) return "there is no such port";
  if (/EACCES|permission/i.test(error.message)) return "no permission to open it (is your user in the group dialout?)";
  if ((error as { disconnected?: boolean }).disconnected || /^EIO: .*(read|write)$/.test(error.message)) {
    return "it was unplugged";
  }
  if (/cannot (set|get)$/i.test(error.message)) return "it has no modem lines";
  if (/inappropriate ioctl|is a directory|ENOTTY/i.test(error.message)) return "it is no serial port";
  return error.message.replace(/^Error: /, "");
}
