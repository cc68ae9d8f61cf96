import { existsSync, statSync } from "node:fs";
import { UsageError } from "../cli/usage-error";
import { readInput } from "../input-file";
import { isStorageEmpty, store } from "../rp2040/espruino-storage";
import type { StoredFile } from "../rp2040/espruino-storage";
import { FirmwareDevice } from "../rp2040/firmware-device";
import { isEspruino, readFlash } from "../rp2040/image";
import type { Engine } from "./engine";

/** The RP2040's boot ROM, octets. */
const BOOTROM = 16384;

/** The command line's options for boards. */
export interface BoardOptions {
  /** The file of the RP2040's boot ROM. */
  bootrom?: string;
  /** Files for Espruino's Storage, as `NAME:FILE`. */
  storage?: readonly string[];
}

/**
 * A firmware image on an emulated Pico: `rp2040:xs_pico.uf2`.
 * @throws UsageError when a file is missing or not what it must be
 */
export function rp2040Engine(image: string, { bootrom, storage = [] }: BoardOptions): Engine {
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
  const flash = readFlash(image);
  const program = { image, bootrom, isEspruino: isEspruino(flash), stored: storage.map(readStored) };
  if (program.isEspruino) checkStorage(image, flash, program.stored);
  return async (config, outputs) => ({
    device: new FirmwareDevice(config, outputs, program),
    close: async () => {},
  });
}

/** Espruino is no router by itself: a program must be in its Storage. */
function checkStorage(image: string, flash: Uint8Array, stored: readonly StoredFile[]): void {
  for (const file of stored) store(flash, file);
  if (!isStorageEmpty(flash)) return;
  throw new UsageError(
    `engine rp2040: ${image}: Espruino's Storage is empty: its program must be there, as in ` +
      "--storage linkpulse:router.min.js --storage .bootcde:main.js",
  );
}

function readStored(assignment: string): StoredFile {
  const [, name, file] = /^([^:]+):(.+)$/.exec(assignment) ?? [];
  if (file === undefined) {
    throw new UsageError(`--storage ${assignment}: it must be NAME:FILE, as in linkpulse:router.min.js`);
  }
  if (!existsSync(file)) throw new UsageError(`--storage ${assignment}: there is no file ${file}`);
  return { name: name!, octets: readInput(file) };
}
