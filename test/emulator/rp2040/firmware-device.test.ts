import test from "ava";
import { FirmwareDevice } from "../../../emulator/rp2040/firmware-device";
import { parseScenario } from "../../../emulator/scenario/load";
import { RecordedOutputs } from "../../support/recorded-outputs";
import { interfaceConfig, routerConfig } from "../../support/router-config";
import { ethernetText, natText } from "../../support/scenario-text";

const NONE = "engine rp2040: the image can't be used here: ";

test("what an image can't be is refused before it is looked at", (t) => {
  const { natT } = parseScenario(natText(), "s.yaml").routers[0]!;
  const station = parseScenario(ethernetText(), "s.yaml").routers[0]!.interfaces[0]!.config;
  const serial = interfaceConfig();
  for (const [changes, message] of [
    [{ interfaces: [serial, serial] }, "it has one interface, and 2 are wanted"],
    [{ interfaces: [] }, "it has one interface, and 0 are wanted"],
    [{ interfaces: [station] }, "its interface is a serial one, and Ethernet0 is an Ethernet"],
    [{ natT: natT!.config }, "it has no NAT traversal, and nat-t is wanted"],
  ] as const) {
    const make = () => new FirmwareDevice(routerConfig({ ...changes } as object), new RecordedOutputs(), "x", "y");
    t.throws(make, { message: NONE + message });
  }
});
