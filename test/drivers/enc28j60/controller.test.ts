import test from "ava";
import { Enc28j60Controller } from "../../../src/drivers/enc28j60/controller";
import { Enc28j60Counter } from "../../../src/drivers/enc28j60/counters";
import { DriverBench } from "../../support/enc28j60/driver-bench";

const text = (octets: Uint8Array) => Buffer.from(octets).toString("latin1");

test("the revision is the chip's, once it has been asked", (t) => {
  for (const [revision, name] of [
    [2, "B1"],
    [4, "B4"],
    [5, "B5"],
    [6, "B7"],
  ] as const) {
    const bench = new DriverBench({ chip: { revision } });
    const controller = new Enc28j60Controller(bench.driver);
    t.is(text(controller.revision), "");
    bench.up();
    t.is(text(controller.revision), name);
  }
});

test("the medium is what the driver was told", (t) => {
  const medium = (duplex: "half" | "full") =>
    text(new Enc28j60Controller(new DriverBench({ driver: { duplex } }).driver).medium);
  t.is(medium("half"), "10 Mbit/s, half duplex");
  t.is(medium("full"), "10 Mbit/s, full duplex");
});

test("each counter of the driver has its name", (t) => {
  const bench = new DriverBench().up();
  const controller = new Enc28j60Controller(bench.driver);
  const names = text(controller.counterNames).split("|");
  t.is(text(controller.chip), "ENC28J60");
  t.is(controller.counters, bench.driver.counters);
  t.is(names.length, Enc28j60Counter.Size);
  t.is(new Set(names).size, names.length);
  t.is(names[Enc28j60Counter.FramesSent], "frames sent");
  t.is(names[Enc28j60Counter.TransmitStuck], "transmissions stuck (erratum 12)");
  t.is(names[Enc28j60Counter.SetUps], "set-ups");
  t.is(names[Enc28j60Counter.SelfTestsFailed], "self-tests failed");
});
