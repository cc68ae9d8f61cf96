import { existsSync, statSync } from "node:fs";
import { UsageError } from "../cli/usage-error";
import { FirmwareDevice } from "../rp2040/firmware-device";
import type { Engine } from "./engine";

/** The RP2040's boot ROM, octets. */
const BOOTROM = 16384;

/**
 * A firmware image on an emulated Pico: `rp2040:xs_pico.uf2`.
 * @param bootrom the file of the RP2040's boot ROM, or undefined if none was named
 * @throws UsageError when a file is missing or not what it must be
 */
export function rp2040Engine(image: string, bootrom: string | undefined): Engine {
  if (image === "") throw new UsageError("engine rp2040: no image is named: it must be as in rp2040:xs_pico.uf2");
  if (!existsSync(image)) throw new UsageError(`engine rp2040: ${image}: there is no such file`);
  if (bootrom === undefined) {
    throw new UsageError(
      "engine rp2040: --bootrom is missing: it must name the RP2040's boot ROM, bootrom-b1.bin or -b2",
    );
  }
  if (!existsSync(bootrom)) throw new UsageError(`--bootrom ${bootrom}: there is no such file`);
  const octets = statSync(bootrom).size;
  if (octets !== BOOTROM) {
    throw new UsageError(`--bootrom ${bootrom}: it has ${octets} octets: the RP2040's boot ROM has ${BOOTROM}`);
  }
  return async (config, outputs) => ({
    device: new FirmwareDevice(config, outputs, image, bootrom),
    close: async () => {},
  });
}
