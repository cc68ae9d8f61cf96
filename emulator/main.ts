import { Argument, Command, CommanderError, Option } from "commander";
import { attach } from "./cli/attach";
import type { AttachOptions } from "./cli/attach";
import { bench } from "./cli/bench";
import type { BenchCommandOptions } from "./cli/bench";
import { build, flash } from "./cli/build";
import type { BuildOptions, FirmwareHome, FlashOptions } from "./cli/build";
import { chip, CHIPS } from "./cli/chip";
import type { ChipName, ChipOptions } from "./cli/chip";
import { consoleOf } from "./cli/console";
import type { ConsoleOptions } from "./cli/console";
import { decode } from "./cli/decode";
import { builtInScenarios, emulate } from "./cli/emulate";
import type { EmulateOptions } from "./cli/emulate";
import { monitor } from "./cli/monitor";
import type { MonitorOptions } from "./cli/monitor";
import { natTimeout } from "./cli/nat-timeout";
import type { NatTimeoutCommandOptions } from "./cli/nat-timeout";
import { reflect } from "./cli/reflect";
import type { ReflectOptions } from "./cli/reflect";
import { brownOuts, holdUp } from "./cli/hold-up";
import type { HoldUpCommandOptions } from "./cli/hold-up";
import { powerCut } from "./cli/power-cut";
import type { PowerCutOptions } from "./cli/power-cut";
import { parsePrograms } from "./cli/program-list";
import { UsageError } from "./cli/usage-error";
import { OutputError } from "./capture/output-file";
import { PROGRAMS } from "./firmware/config";
import { FileError } from "./input-file";

/** Where the command line finds what comes with it. */
export interface Home extends FirmwareHome {
  /** The folder of the built-in scenarios. */
  scenarios: string;
  version: string;
}

/**
 * The command line `linkpulse`.
 * @param args what stands behind its name
 * @returns the exit status: 0 for done and as expected, 1 for expectations not met, 2 for a mistake in its use
 */
export async function main(args: string[], home: Home): Promise<number> {
  let status = 0;
  const program = new Command("linkpulse")
    .description("Keepalive links between emulated routers, and tools for boards that run linkpulse")
    .version(home.version)
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => {
        const message = text
          .trimEnd()
          .replace(/^error: /, "")
          .replaceAll("\n", " ");
        write(`linkpulse: ${message} (linkpulse --help tells more)\n`);
      },
    });
  program.hook("preAction", (_, command) => checkFilled(command));
  program
    .command("emulate")
    .description("run a scenario of routers on emulated serial lines, Ethernets and IP networks")
    .argument("<scenario>", "a YAML file, or the name of a built-in scenario")
    .option(
      "--engine <router=engine>",
      "what runs a router's code: node, xs, espruino or rp2040:IMAGE; any number of times",
      (assignment, all: string[] = []) => [...all, assignment],
    )
    .option("--bootrom <file>", "the RP2040's boot ROM, which engine rp2040 needs")
    .option(
      "--storage <name:file>",
      "a file for the Storage of an Espruino image; any number of times",
      (assignment, all: string[] = []) => [...all, assignment],
    )
    .option("--pcap <file>", "write every frame as pcapng, for Wireshark")
    .option("--vcd <file>", "write every pin as VCD, for PulseView; carries the lines as levels")
    .option("--trace <folder>", "write each interface's trace ring, for linkpulse decode")
    .option("--seed <number>", "another seed for every random number, 1 to 2147483647")
    .option("--for <duration>", "run for this long instead, as in 90s or 24h")
    .option("--speed <speed>", "max: as fast as it goes; real: as fast as real time", "max")
    .option("--json", "print events as JSON, one a line")
    .addHelpText(
      "after",
      () =>
        `\nBuilt-in scenarios:\n${builtInScenarios(home.scenarios)
          .map((name) => `  ${name}\n`)
          .join("")}`,
    )
    .action(async (scenario: string, options: EmulateOptions) => {
      if (options.speed !== "max" && options.speed !== "real") {
        throw new UsageError(`--speed ${String(options.speed)}: it must be max or real`);
      }
      status = await emulate(scenario, options, home.scenarios);
    });
  program
    .command("console")
    .description("attach this terminal to an emulated router's console, in real time")
    .argument("<scenario>", "a YAML file, or the name of a built-in scenario")
    .option("--router <router>", "whose console; the scenario's first router if not named")
    .option("--engine <router=engine>", "as for emulate", (assignment, all: string[] = []) => [...all, assignment])
    .option("--bootrom <file>", "the RP2040's boot ROM, which engine rp2040 needs")
    .option("--storage <name:file>", "as for emulate", (assignment, all: string[] = []) => [...all, assignment])
    .option("--seed <number>", "another seed for every random number, 1 to 2147483647")
    .addHelpText("after", "\nCtrl-] then q leaves, Ctrl-] then a number goes to another router's console.")
    .action((scenario: string, options: ConsoleOptions) => consoleOf(scenario, options, home.scenarios));
  program
    .command("attach")
    .description("run HDLC or PPP with keepalives on a serial port of this machine, against a board")
    .argument("<port>", "the port, such as /dev/ttyUSB0")
    .addOption(new Option("--encapsulation <name>", "the link protocol").choices(["hdlc", "ppp"]).default("hdlc"))
    .option("--baud <number>", "bit/s", "115200")
    .option("--keepalive <duration>", "the keepalive interval", "10s")
    .option("--retries <number>", "unanswered keepalives at which the line goes down (default: 3, PPP: 5)")
    .option("--address <address>", "our IPv4 address and prefix length, or ask to be told one")
    .option("--peer-address <address>", "PPP: the address and prefix length to assign to the peer")
    .option("--down-when-looped", "take the line down while it is looped")
    .option("--modem-lines", "drive DTR and RTS; on ESP32 boards they drive reset and boot mode")
    .option("--for <duration>", "end after this long instead of at an interrupt")
    .action((port: string, options: AttachOptions) => attach(port, options));
  program
    .command("chip")
    .description("serve an emulated Ethernet chip on Unix sockets, in real time, for any driver in any language")
    .addArgument(new Argument("<chip>", "which").choices(CHIPS))
    .requiredOption("--listen <socket>", "the path of the SPI bus; two more sockets are named after it")
    .addOption(
      new Option("--duplex <mode>", "what the link partner does (default: half, W5500: full)").choices([
        "half",
        "full",
      ]),
    )
    .option("--revision <name>", "ENC28J60: B1, B4, B5 or B7 (default: B7)")
    .option("--errata <numbers>", "ENC28J60: none, or those that are on, as in 12,14 (default: all of the revision)")
    .action((name: ChipName, options: ChipOptions) => chip(name, options));
  firmwareCommand(program, "build", "make a firmware for a board, from firmware/ and its configuration").action(
    (options: BuildOptions) => build(options, home),
  );
  firmwareCommand(program, "flash", "make a firmware and put it on a board")
    .option("--port <port>", "the serial port, such as /dev/ttyUSB0 (default: the only one on USB)")
    .action((options: FlashOptions) => flash(options, home));
  program
    .command("monitor")
    .description("print what comes from a serial port, until it is interrupted")
    .argument("<port>", "the port, such as /dev/ttyUSB0")
    .option("--baud <number>", "bit/s", "115200")
    .option("--reset", "reset an ESP32 board first, over RTS; else DTR and RTS are left alone")
    .action((port: string, options: MonitorOptions) => monitor(port, options));
  program
    .command("nat-timeout")
    .description("measure for how long the NAT between this machine and a reflector keeps an idle UDP mapping")
    .argument("<reflector>", "where linkpulse reflect runs: a host, or host:port; the port is 4500 if not named")
    .option("--first <duration>", "the first idle time to try", "15s")
    .option("--longest <duration>", "the longest idle time to try", "10m")
    .option("--resolution <duration>", "how close to come", "1s")
    .option("--confirmations <number>", "answers that must be missing before a mapping counts as gone", "2")
    .option("--no-one-way", "leave out flows that are never answered")
    .action(async (reflector: string, options: NatTimeoutCommandOptions) => {
      status = await natTimeout(reflector, options);
    });
  program
    .command("reflect")
    .description("answer linkpulse nat-timeout, and boards that measure: tell datagrams where they came from")
    .option("--address <address>", "our address; 0.0.0.0 is all of them", "127.0.0.1")
    .option("--port <number>", "our UDP port", "4500")
    .action((options: ReflectOptions) => reflect(options));
  program
    .command("bench")
    .description("test a serial port: the line with TX and RX plugged together, or the keepalives of who is there")
    .argument("<port>", "the port, such as /dev/ttyUSB0")
    .option("--baud <number>", "bit/s", "115200")
    .option("--duration <duration>", "how long the line test sends, and keepalives are watched at least", "10s")
    .option("--keepalive <duration>", "our keepalive interval, and what is expected of the other end's", "10s")
    .option("--retries <number>", "unanswered keepalives until the other end goes down (default: 3, PPP: 5)")
    .option("--passive", "send nothing")
    .option("--modem-lines", "drive DTR and RTS; on ESP32 boards they drive reset and boot mode")
    .option("--json", "print the report as JSON")
    .option("--html <file>", "write the report with plots as one page")
    .option("--pcap <file>", "write every frame as pcapng, for Wireshark")
    .action(async (port: string, options: BenchCommandOptions) => {
      status = await bench(port, options);
    });
  program
    .command("decode")
    .description("print a link's trace as lines")
    .argument("<file>", "a dump as octets, or as the hexadecimal digits that a console printed")
    .action((file: string) => decode(file));
  program
    .command("power-cut")
    .description("cut the supply at every octet of an update of a retained record, and look what is found afterwards")
    .option("--memory <octets>", "size of the retained memory", "56")
    .option("--record <octets>", "size of the record (default: what fits)")
    .addOption(
      new Option("--tearing <how>", "what a cut leaves of an octet that is being written")
        .choices(["octet", "latched", "word"])
        .default("octet"),
    )
    .option("--words", "the memory is a processor's registers, with their driver in the trial")
    .option(
      "--flash <octets>",
      "the memory is a log in two sectors of flash of so many octets, with its driver in the trial",
    )
    .option("--compact", "the layout for 16 octets: records of 1 to 4 octets")
    .option("--depth <number>", "2: cut again during what follows the first cut", "2")
    .option("--pairs <number>", "random pairs of cuts where the memory has more than 64 octets", "100000")
    .option("--seed <number>", "of the records' values", "1")
    .option("--cut <id>", "repeat one cut, told step by step")
    .action((options: PowerCutOptions) => {
      status = powerCut(options);
    });
  program
    .command("hold-up")
    .description("work out whether a hold-up capacitor lasts until all is saved when the main supply fails")
    .requiredOption("--capacitance <uF>", "of the capacitor")
    .option("--tolerance <percent>", "by how much less it may be", "20")
    .option("--resistance <mOhm>", "of the capacitor (ESR)", "0")
    .requiredOption("--failing <mV>", "below which voltage the supply counts as failing")
    .requiredOption("--minimum <mV>", "down to which voltage the device works")
    .option("--error <mV>", "by how much too high the voltage may be measured", "50")
    .requiredOption("--current <mA>", "that is drawn, loads that are shed included")
    .option("--load <name:mA:ms...>", "loads that are shed, and how long each takes")
    .option("--octets <number>", "that a save writes: record, 10 for its header, 4", "31")
    .option("--bus <Hz>", "clock of the I2C bus", "100000")
    .option("--latency <ms>", "by how much the program may be late", "5")
    .option("--interval <ms>", "from one look at the supply to the next", "5")
    .action((options: HoldUpCommandOptions) => {
      status = holdUp(options);
    });
  program
    .command("brown-outs")
    .description(
      "random devices with a clock chip and a hold-up capacitor, and random brown-outs: what is saved and found",
    )
    .option("--count <number>", "how many", "10000")
    .option("--seed <number>", "of the first", "1")
    .action((options: { count: string; seed: string }) => {
      status = brownOuts(options);
    });
  try {
    await program.parseAsync(args, { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if ([UsageError, FileError, OutputError, RangeError].some((mistake) => error instanceof mistake)) {
      process.stderr.write(`linkpulse: ${(error as Error).message}\n`);
      return 2;
    }
    throw error;
  }
}

/** @throws UsageError for what was named by nothing, as a variable of a shell that is not set does */
function checkFilled(command: Command): void {
  command.registeredArguments.forEach((argument, i) => {
    if (command.args[i] === "") throw new UsageError(`${argument.name()}: it must not be empty`);
  });
  for (const option of command.options) {
    if (command.getOptionValue(option.attributeName()) === "")
      throw new UsageError(`${option.long}: it must not be empty`);
  }
}

/** A command that is told which firmware is meant. */
function firmwareCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .requiredOption("--board <name>", "a folder of boards/, such as pico")
    .addOption(new Option("--runtime <name>", "what runs it").choices(["moddable", "espruino"]).makeOptionMandatory())
    .addOption(
      new Option("--program <list>", `of ${PROGRAMS.join(", ")}; with Moddable several, with commas between`)
        .argParser(parsePrograms)
        .default(["router"], "router"),
    )
    .option("--config <file>", "how the firmware is set (default: config.yaml of firmware/)")
    .option("--out <folder>", "where to put what is made", "build/firmware")
    .option("--dry-run", "print what would be done, as lines for a shell");
}
