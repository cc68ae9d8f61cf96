/** `linkpulse build` and `flash`: what they would do for each board, and what they say when something is missing. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import type { Board } from "../../../boards/board";
import { board as esp32 } from "../../../boards/esp32/board";
import { board as pico } from "../../../boards/pico/board";
import { board as pico2 } from "../../../boards/pico-2/board";
import { boardNames } from "../../../emulator/firmware/boards";
import { findDrive, usualDrive } from "../../../emulator/firmware/drive";
import { explainUpload } from "../../../emulator/firmware/espruino";
import { requireParts } from "../../../emulator/firmware/moddable";
import { requireModdable } from "../../../emulator/firmware/moddable-sdk";
import { linkpulseHere } from "../../support/command-line";
import { uf2 } from "../../support/uf2";

const SNAPSHOTS = "test/emulator/firmware/dry-run";

function temporaryFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Sets variables of the environment until the test is over; undefined takes one away. */
function environment(t: ExecutionContext, variables: Record<string, string | undefined>): void {
  const set = (values: Record<string, string | undefined>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  // What is looked for goes in front of PATH.
  const { PATH } = process.env;
  set(variables);
  t.teardown(() => set({ ...before, PATH }));
}

/** A program that can be run, in a folder of programs. */
function program(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, name), 0o755);
}

/** Looks at what flashing would do, as `name` in the folder of what is recorded has it. */
async function matchesRecord(t: ExecutionContext, name: string, args: string[]): Promise<void> {
  const { status, out, err } = await linkpulseHere(["flash", ...args, "--dry-run"]);
  t.is(err, "");
  t.is(status, 0);
  const seen = out
    .replaceAll(process.cwd(), "/linkpulse")
    .replace(/\/(run\/)?media\/.*$/m, "/media/DRIVE")
    .replace(/\n\/\* global[^]*?\n(?=\} catch)/, "\n(the program)\n");
  const path = join(SNAPSHOTS, `${name}.txt`);
  if (!existsSync(path)) {
    writeFileSync(path, seen);
    t.fail(`${path} was missing, and is written: look at it before it is committed`);
  }
  t.is(seen, readFileSync(path, "utf8"), `if that is meant, remove ${path} and run the test again`);
}

for (const board of boardNames("build/boards")) {
  for (const runtime of ["moddable", "espruino"]) {
    test.serial(`what flashing a ${board} with ${runtime} would do`, (t) =>
      matchesRecord(t, `${board}-${runtime}`, ["--board", board, "--runtime", runtime]),
    );
  }
}

for (const board of ["pico-w", "esp32"]) {
  for (const programs of ["router,ethernet", "router,ethernet,natt"]) {
    test.serial(`what flashing a ${board} with Moddable and ${programs} would do`, async (t) => {
      const config = join(temporaryFolder(t), "config.yaml");
      writeFileSync(config, "{ ethernet: { chip: w5500 }, natt: { ssid: lab, peer: 192.0.2.1 } }\n");
      const args = ["--board", board, "--runtime", "moddable", "--program", programs, "--config", config];
      await matchesRecord(t, `${board}-moddable-${programs.replaceAll(",", "-")}`, args);
    });
  }
}

test.serial("what an image on Moddable has besides its main program is chosen by the environment", async (t) => {
  const config = join(temporaryFolder(t), "config.yaml");
  writeFileSync(config, "natt: { ssid: lab, peer: 192.0.2.1 }\n");
  for (const [programs, folder, chosen] of [
    ["router", "router", ""],
    ["natt", "natt", ""],
    ["ethernet", "ethernet", "LINKPULSE_CHIP=enc28j60 "],
    ["natt,ethernet", "ethernet", "LINKPULSE_CHIP=enc28j60 LINKPULSE_NATT=part "],
    ["natt,router", "router", "LINKPULSE_NATT=part "],
    [
      "ethernet,retention",
      "router",
      "LINKPULSE_RETENTION=part LINKPULSE_MEMORY=rtc LINKPULSE_CLOCK=none LINKPULSE_SUPPLY=none " +
        "LINKPULSE_ETHERNET=part LINKPULSE_CHIP=enc28j60 ",
    ],
  ] as const) {
    const args = ["build", "--board", "esp32", "--runtime", "moddable", "--program", programs, "--config", config];
    const { out, err } = await linkpulseHere([...args, "--dry-run"]);
    t.is(err, "");
    t.regex(out, new RegExp(`"\\S*/firmware/${folder}/manifest\\.json"`), programs);
    t.regex(out, new RegExp(`^(MAKEFLAGS=\\S+ )?${chosen}mcconfig `, "m"), programs);
  }
});

test.serial(
  "firmware/retention has what is chosen: by the environment with Moddable, in Storage with Espruino",
  async (t) => {
    const config = join(temporaryFolder(t), "config.yaml");
    writeFileSync(config, "retention: { clock: ds3232, memory: clock, checkpoint: 10s }\n");
    const args = ["flash", "--program", "retention", "--config", config, "--dry-run"];
    const moddable = await linkpulseHere([...args, "--board", "pico", "--runtime", "moddable"]);
    t.is(moddable.err, "");
    t.regex(
      moddable.out,
      /LINKPULSE_RETENTION=part LINKPULSE_MEMORY=clock LINKPULSE_CLOCK=ds3232 LINKPULSE_SUPPLY=none mcconfig -m -p pico /,
    );
    t.regex(moddable.out, /"checkpoint": 10000/);
    t.notRegex(moddable.out, /"memory"/);
    const espruino = await linkpulseHere([...args, "--board", "esp32", "--runtime", "espruino"]);
    t.is(espruino.err, "");
    const storage = /--storage linkpulse:\S*\/retention\.min\.js --storage clock:\S*\/ds3232\.min\.js/;
    t.regex(espruino.out, storage);
    t.regex(espruino.out, /"sda": "D21"/);
  },
);

test.serial("building for Espruino makes the script that the dry run shows", async (t) => {
  const out = temporaryFolder(t);
  const args = ["build", "--board", "pico-2", "--runtime", "espruino", "--out", out];
  const dry = await linkpulseHere([...args, "--dry-run"]);
  const { status, err } = await linkpulseHere(args);
  t.true(status === 0 || /router\.min\.js is not there: npm run build makes it/.test(err), err);
  const script = readFileSync(join(out, "pico-2/espruino/router.js"), "utf8");
  t.true(dry.out.includes(script));
  t.true(script.length > 512, "shorter ones would hang the package espruino");
  t.regex(script, /"board": "RP2350_PICO2"/);
});

test.serial("a folder for it that can't be made is named", async (t) => {
  const file = join(temporaryFolder(t), "file");
  writeFileSync(file, "");
  const places = [[file, `${file}: can't be written (it is no folder)`]];
  if (process.platform === "linux") {
    places.push(["/proc/none", "/proc/none: can't be written (no such file or directory)"]);
  }
  for (const [out, message] of places) {
    const outcome = await linkpulseHere(["build", "--board", "pico", "--runtime", "espruino", "--out", out!]);
    t.deepEqual(outcome, { status: 2, out: "", err: `linkpulse: ${message}\n` });
  }
});

const PICO = ["build", "--board", "pico", "--runtime", "moddable"];
const SETUP = "https://github.com/Moddable-OpenSource/moddable/blob/public/documentation/devices";

for (const [title, variables, args, message] of [
  [
    "no Moddable SDK",
    { MODDABLE: undefined },
    PICO,
    `MODDABLE is not set: install the Moddable SDK; ${SETUP}/pico.md tells how`,
  ],
  [
    "a Moddable SDK that is gone",
    { MODDABLE: "/none" },
    PICO,
    `MODDABLE is /none, which is not there; ${SETUP}/pico.md tells how`,
  ],
  [
    "tools of the SDK that have not been built",
    { MODDABLE: "/", PATH: "/none" },
    PICO,
    /^mcconfig is neither on PATH nor in \/build\/bin\/\w+\/release, where make puts it; /,
  ],
  [
    "a board that is not there",
    {},
    ["build", "--board", "uno", "--runtime", "moddable"],
    /^--board uno: it must be one of esp32, pico, /,
  ],
  [
    "a board without Wi-Fi",
    {},
    [...PICO, "--program", "natt"],
    "--program natt: there is no Wi-Fi on Raspberry Pi Pico with moddable",
  ],
  [
    "a board without Wi-Fi, for a part",
    {},
    [...PICO, "--program", "natt,router"],
    "--program router,natt: there is no Wi-Fi on Raspberry Pi Pico with moddable",
  ],
  [
    "several programs on Espruino",
    {},
    ["build", "--board", "esp32", "--runtime", "espruino", "--program", "ethernet,router"],
    "--program router,ethernet: with Espruino a board carries one of them",
  ],
  [
    "a program that there is not",
    {},
    [...PICO, "--program", "router,hdlc"],
    "option '--program <list>' argument 'router,hdlc' is invalid. 'hdlc' is none of router, retention, ethernet, natt. " +
      "(linkpulse --help tells more)",
  ],
  [
    "no network named",
    {},
    ["build", "--board", "pico-w", "--runtime", "moddable", "--program", "natt"],
    /^firmware\/config\.yaml:\d+:3: natt > ssid is "": it must be the network's name$/,
  ],
  [
    "no network named, for a part",
    {},
    ["build", "--board", "pico-w", "--runtime", "moddable", "--program", "router,natt"],
    /^firmware\/config\.yaml:\d+:3: natt > ssid is "": it must be the network's name$/,
  ],
  [
    "a configuration that is not there",
    {},
    [...PICO, "--config", "none.yaml"],
    "none.yaml: can't be read (no such file or directory)",
  ],
  [
    "a board in no boot loader",
    {},
    ["flash", "--board", "pico", "--runtime", "moddable"],
    "there is no drive RPI-RP2: hold BOOTSEL while you plug the board in, and mount the drive",
  ],
  [
    "a port for a drive",
    {},
    ["flash", "--board", "pico", "--runtime", "moddable", "--port", "/dev/ttyACM0"],
    "--port: Raspberry Pi Pico is flashed as a drive, not over a port",
  ],
  [
    "a port that is not there",
    {},
    ["flash", "--board", "esp32", "--runtime", "moddable", "--port", "/dev/none"],
    "/dev/none: there is no such port",
  ],
  [
    "nothing that uploads",
    {},
    ["flash", "--board", "esp32", "--runtime", "espruino", "--port", "/dev/none"],
    "the package espruino, which uploads scripts, is not installed here: npm install espruino@0.1.67",
  ],
  ["a port to watch that is not there", {}, ["monitor", "/dev/none"], "/dev/none: there is no such port"],
  ["a port to watch that is none", {}, ["monitor", "LICENSE"], "LICENSE: it is no serial port"],
  [
    "a speed that is none",
    {},
    ["monitor", "/dev/none", "--baud", "fast"],
    "--baud fast: it must be a whole number from 1 to 12000000",
  ],
] as [string, Record<string, string | undefined>, string[], string | RegExp][]) {
  test.serial(title, async (t) => {
    environment(t, variables);
    const { status, out, err } = await linkpulseHere(args);
    t.is(out, "");
    t.is(status, 2);
    t.regex(err, /^linkpulse: [^\n]*\n$/);
    const line = err.slice("linkpulse: ".length, -1);
    if (typeof message === "string") t.is(line, message);
    else t.regex(line, message);
  });
}

/** What of the Pico SDK and what belongs to it is looked for. */
const PICO_SDK = [
  "pico-examples",
  "pico-extras",
  "pico-sdk/build/pioasm/pioasm",
  "pico-sdk/build/_deps/picotool/picotool",
];

/** An SDK whose mcconfig does what the text says, with the folder of images in `$IMAGES`. */
function fakeSdk(t: ExecutionContext, mcconfig: string, tsc = "6.0.3"): string[] {
  const folder = temporaryFolder(t);
  const [bin, out] = [join(folder, "bin"), join(folder, "out")];
  const images = join(out, "pico/moddable/bin/pico/release/router");
  mkdirSync(images, { recursive: true });
  for (const path of PICO_SDK) mkdirSync(join(folder, path), { recursive: true });
  program(bin, "mcconfig", `IMAGES=${images}\ncd ${folder}\necho "$MAKEFLAGS $@" > arguments\n${mcconfig}`);
  program(bin, "arm-none-eabi-gcc", "");
  program(bin, "cmake", "");
  program(bin, "tsc", `echo Version ${tsc}`);
  writeFileSync(join(folder, "small.uf2"), uf2([0x10000000]));
  writeFileSync(join(folder, "large.uf2"), uf2([0x10000000, 0x10200000]));
  const unset = ["PICO_SDK_DIR", "PICO_EXTRAS_DIR", "PICO_GCC_ROOT", "PIOASM", "UF2CONV", "IDF_PATH"];
  environment(t, {
    ...Object.fromEntries(unset.map((name) => [name, undefined])),
    MODDABLE: folder,
    PICO_ROOT: folder,
    PATH: `${bin}:/usr/bin:/bin`,
  });
  return [...PICO, "--out", out];
}

test.serial("building for Moddable runs mcconfig, and tells the image's size", async (t) => {
  const args = fakeSdk(t, "cp small.uf2 $IMAGES/xs_pico.uf2");
  const { status, out, err } = await linkpulseHere(args);
  t.is(err, "");
  t.is(status, 0);
  t.regex(out, /xs_pico\.uf2: 256 of 2097152 octets of flash\n$/);
  const folder = join(args.at(-1)!, "pico/moddable");
  const given = readFileSync(join(args.at(-1)!, "../arguments"), "utf8").trim();
  const flags = process.platform === "linux" ? "SHELL=/bin/bash" : "";
  t.is(given, `${flags} -m -p pico -t build -o ${folder} ${folder}/router/manifest.json`);
});

for (const [title, mcconfig, message] of [
  [
    "an image that is larger than the flash",
    "cp large.uf2 $IMAGES/xs_pico.uf2",
    /xs_pico\.uf2: 2097408 octets of flash are too many: Raspberry Pi Pico has 2097152$/,
  ],
  [
    "an image that the linker can't place",
    "echo \"ld: region 'FLASH' overflowed by 1234 bytes\"; exit 1",
    /the image is too large: FLASH overflows by 1234 octets$/,
  ],
  ["a type that is wrong", 'echo "main.ts(3,1): error TS2304: Cannot find name"', /main\.ts\(3,1\): error TS2304: .*$/],
  [
    "a preload that can't be frozen",
    'echo "### warning: linkpulse/x: state not frozen"',
    /a preloaded module would not work on the board: linkpulse\/x: state not frozen$/,
  ],
  ["a failure of its own", "exit 3", /mcconfig ended with 3: what is wrong stands above$/],
  ["no image", "", /xs_pico\.uf2 is not there, though mcconfig has ended: see what it says above$/],
] as const) {
  test.serial(`mcconfig: ${title}`, async (t) => {
    const { status, err } = await linkpulseHere(fakeSdk(t, mcconfig));
    t.is(status, 2);
    t.regex(err.trimEnd().split("\n").at(-1)!, message);
  });
}

test("a library that is not built for Moddable", (t) => {
  t.notThrows(() => requireParts({ device: "." }));
  t.throws(() => requireParts({ device: "/none" }), {
    message: "/none/dist/moddable/core.js is not there: npm run build makes it",
  });
});

const MISSING =
  (board: Board, out = "/none") =>
  () =>
    requireModdable({ board, device: "/none", out });

test.serial("an SDK without what a board needs", (t) => {
  fakeSdk(t, "");
  t.notThrows(MISSING(pico));
  t.throws(MISSING(esp32), {
    message: `IDF_PATH is not set: install Espressif's ESP-IDF and source its export.sh; ${SETUP}/esp32.md tells how`,
  });
  process.env.PICO_SDK_DIR = "/none";
  t.throws(MISSING(pico), { message: `PICO_SDK_DIR is /none, which is not there; ${SETUP}/pico.md tells how` });
});

for (const [path, message] of [
  ["pico-sdk", "PICO_SDK_DIR is not set, and there is no /FOLDER/pico-sdk"],
  ["pico-extras", "PICO_EXTRAS_DIR is not set, and there is no /FOLDER/pico-extras"],
  ["pico-examples", "/FOLDER/pico-examples is not there, which mcconfig wants"],
  ["pico-sdk/build/pioasm", "PIOASM is not set, and there is no /FOLDER/pico-sdk/build/pioasm/pioasm"],
  ["pico-sdk/build/_deps", "UF2CONV is not set, and there is no /FOLDER/pico-sdk/build/_deps/picotool/picotool"],
] as const) {
  test.serial(`a Pico SDK without ${path}`, (t) => {
    fakeSdk(t, "");
    const { PICO_ROOT: folder } = process.env as { PICO_ROOT: string };
    rmSync(join(folder, path), { recursive: true });
    t.throws(MISSING(pico), { message: `${message.replace("/FOLDER", folder)}; ${SETUP}/pico.md tells how` });
  });
}

test.serial("a Pico SDK whose build folder lacks what the RP2350's linker reads", (t) => {
  fakeSdk(t, "");
  t.throws(MISSING(pico2), {
    message: /pico_flash_region\.ld is not there, which cmake makes in the SDK's build folder; /,
  });
});

test.serial("mcconfig is told where the parts of the Pico SDK are", (t) => {
  fakeSdk(t, "");
  const { PICO_ROOT: folder } = process.env as { PICO_ROOT: string };
  MISSING(pico)();
  t.is(process.env.PICO_SDK_DIR, join(folder, "pico-sdk"));
  t.is(process.env.PICO_GCC_ROOT, folder, "the folder above the compiler's bin");
});

test.serial("a folder that make can't take", (t) => {
  fakeSdk(t, "");
  t.throws(MISSING(pico, "/my projects/out"), {
    message: "/my projects/out: make, which mcconfig runs, takes no space in a path: name another folder with --out",
  });
});

test.serial("a TypeScript that is too old for the SDK", (t) => {
  fakeSdk(t, "", "5.9.2");
  t.throws(MISSING(pico), {
    message: "TypeScript 6 or later is needed, and tsc on PATH is 5.9.2: npm install --global typescript",
  });
});

test("a drive is known by the board that it names", (t) => {
  const folder = temporaryFolder(t);
  for (const [drive, board] of [
    ["NO NAME", ""],
    ["RPI-RP21", "UF2 Bootloader v3.0\nModel: Raspberry Pi RP2\nBoard-ID: RPI-RP2\n"],
  ] as const) {
    mkdirSync(join(folder, drive));
    if (board !== "") writeFileSync(join(folder, drive, "INFO_UF2.TXT"), board);
  }
  t.is(findDrive("RPI-RP2", ["/none", folder]), join(folder, "RPI-RP21"));
  t.is(findDrive("RP2350", [folder]), undefined);
  if (process.platform === "linux") t.is(usualDrive("RP2350"), `/media/${userInfo().username}/RP2350`);
});

test("what an upload says is wrong", (t) => {
  t.is(explainUpload("Connected\n--] -> null\nUpload Complete\n"), undefined);
  t.is(
    explainUpload("--] >\n--] \x1b[JUncaught Error: no\n--]  at line 1\nUpload Complete\n"),
    "the board did not take the program: Uncaught Error: no",
  );
  t.is(explainUpload("Unable to connect!\n"), "the board did not take the program: Unable to connect!");
  t.is(
    explainUpload("Connected\nUpload Complete\n"),
    "nobody answered: is Espruino on the board, and is this its port?",
  );
  t.is(explainUpload("Connected\n"), "the board did not take the program: is Espruino on it?");
});
