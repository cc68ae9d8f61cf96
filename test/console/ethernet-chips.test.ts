import test from "ava";
import { errataOf } from "../../emulator/chips/enc28j60/errata";
import { FaultyMedium } from "../../emulator/ethernet/faulty-medium";
import { Switch } from "../../emulator/ethernet/switch";
import { Simulation } from "../../emulator/simulation/simulation";
import { Commands } from "../../src/console/commands";
import { INTERFACE_LOG_TIMERS, InterfaceLog } from "../../src/console/interface-log";
import { Shell, SHELL_TIMERS } from "../../src/console/shell";
import { TimeOfDay } from "../../src/console/time-of-day";
import { Enc28j60Controller } from "../../src/drivers/enc28j60/controller";
import { Enc28j60 } from "../../src/drivers/enc28j60/enc28j60";
import { W5500Controller } from "../../src/drivers/w5500/controller";
import { Scheduler } from "../../src/scheduler/scheduler";
import { EthernetStation } from "../support/ethernet-station";
import type { StationOptions } from "../support/ethernet-station";
import { Screen } from "../support/terminal";

/** A station with an emulated chip behind faults on a switch, and what its console shows. */
function station(options: StationOptions) {
  const simulation = new Simulation();
  const faults = new FaultyMedium(simulation, new Switch(simulation));
  const made = new EthernetStation(simulation, faults, 1, options).start();
  const { driver, itf: ethernet } = made;
  const scheduler = new Scheduler(SHELL_TIMERS + INTERFACE_LOG_TIMERS);
  const screen = new Screen();
  const timeOfDay = new TimeOfDay(0, 0);
  const shell = new Shell({ hostname: "Router1", terminal: screen, scheduler, timeOfDay });
  const log = new InterfaceLog({ scheduler, console: shell.console });
  const controller = driver instanceof Enc28j60 ? new Enc28j60Controller(driver) : new W5500Controller(driver);
  shell.attach(new Commands({ console: shell.console, scheduler, interfaces: [{ ethernet, log, controller }] }));
  const shows = (seconds: number, command: string) => {
    void simulation.runUntil(seconds, 0);
    const typed = Buffer.from(`\r${command}\r`);
    screen.take();
    shell.receive(typed, 0, typed.length, made.now);
    return screen.take().filter((line) => !line.includes("#"));
  };
  return { faults, made, shows };
}

test("show controllers of an ENC28J60 with its errata, its cable and its bus", (t) => {
  const { faults, made, shows } = station({ hearsItself: true, errata: errataOf(6) });
  const first = shows(600, "show controllers ethernet 0");
  t.is(first[0], "Ethernet0: ENC28J60 revision B7");
  t.is(first[1], "  Link is up, 10 Mbit/s, half duplex, self-test not made");
  t.is(first.length, 2 + 6);
  t.true(first.join("").includes("late collisions, sent again (erratum 13)"));
  faults.set({ cut: true });
  t.is(shows(605, "show controllers")[1], "  Link is down, self-test not made");
  made.bus.cut = 1;
  t.is(shows(610, "show controllers")[1], "  Link is down, fault: no answer on the bus, self-test not made");
  t.is(shows(610, "show keepalive e0")[1], "  Verdict down: chip fault, for 00:00:04");
});

test("show controllers of a W5500", (t) => {
  const { made, shows } = station({ w5500: true });
  const shown = shows(15, "show controllers ethernet 0");
  t.deepEqual(shown.slice(0, 2), ["Ethernet0: W5500 revision 4", "  Link is up, 100 Mbit/s, full duplex"]);
  t.is(shown.length, 2 + 6);
  made.bus.cut = 1;
  t.is(shows(20, "show controllers")[1], "  Link is down, fault: no answer on the bus");
});
