import test from "ava";
import { Simulation } from "../../../emulator/simulation/simulation";
import { W5500Controller } from "../../../src/drivers/w5500/controller";
import { W5500Counter } from "../../../src/drivers/w5500/counters";
import { W5500Phy } from "../../../src/drivers/w5500/options";
import { EthernetHub } from "../../support/ethernet-hub";
import { W5500Station } from "../../support/w5500-station";

const text = (octets: Uint8Array) => Buffer.from(octets).toString("latin1");

function controllerOf(phy: W5500Phy): W5500Controller {
  const simulation = new Simulation();
  const station = new W5500Station(simulation, new EthernetHub(simulation), { phy }).start().pass(1000);
  return new W5500Controller(station.driver);
}

test("the medium is what the PHY says", (t) => {
  t.is(text(controllerOf(W5500Phy.Auto).medium), "100 Mbit/s, full duplex");
  t.is(text(controllerOf(W5500Phy.AutoHalfDuplex100).medium), "100 Mbit/s, half duplex");
  t.is(text(controllerOf(W5500Phy.HalfDuplex10).medium), "10 Mbit/s, half duplex");
  t.is(text(controllerOf(W5500Phy.FullDuplex10).medium), "10 Mbit/s, full duplex");
});

test("each counter of the driver has its name", (t) => {
  const controller = controllerOf(W5500Phy.Auto);
  const names = text(controller.counterNames).split("|");
  t.is(text(controller.chip), "W5500");
  t.is(text(controller.revision), "4");
  t.is(controller.counters.length, W5500Counter.Size);
  t.is(names.length, W5500Counter.Size);
  t.is(new Set(names).size, names.length);
  t.is(names[W5500Counter.SpiTransactions], "SPI transactions");
  t.is(names[W5500Counter.SelfResets], "resets found");
  t.is(names[W5500Counter.DatagramsTooLong], "datagrams too long");
});
