import test from "ava";
import { portError } from "../../../emulator/cli/port-error";
import { UsageError } from "../../../emulator/cli/usage-error";

/** As serialport 13 words them on Linux, macOS and Windows. */
for (const [message, expected] of [
  ["Error: No such file or directory, cannot open /dev/ttyUSB0", "there is no such port"],
  ["Error: No such device or address, cannot open /dev/tty", "there is no such port"],
  ["Opening COM9: File not found ENOENT", "there is no such port"],
  [
    "Error: Permission denied, cannot open /dev/ttyUSB0",
    "no permission to open it (is your user in the group dialout?)",
  ],
  ["Error Resource temporarily unavailable Cannot lock port", "it is in use by another program"],
  ["Error: Device or resource busy, cannot open /dev/ttyUSB0", "it is in use by another program"],
  ["Error: Inappropriate ioctl for device, cannot open /dev/null", "it is no serial port"],
  ["Error: Inappropriate ioctl for device, cannot set", "it has no modem lines"],
  ["EIO: i/o error, read", "it was unplugged"],
  ["Error: something else", "something else"],
] as const) {
  test(message, (t) => {
    const error = portError("/dev/ttyUSB0", new Error(message));
    t.true(error instanceof UsageError);
    t.is(error.message, `/dev/ttyUSB0: ${expected}`);
  });
}
