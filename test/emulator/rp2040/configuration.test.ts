import test from "ava";
import type { InterfaceConfig } from "../../../emulator/device/contract";
import { configurationOf } from "../../../emulator/rp2040/configuration";
import { parseScenario } from "../../../emulator/scenario/load";

/** The interface that a scenario describes so. */
function config(interfaceText: string): InterfaceConfig {
  const text = `duration: 1s\nrouters: { r: { interfaces: { Serial0/0: { ${interfaceText} } } } }\n`;
  return parseScenario(text, "test.yaml").routers[0]!.interfaces[0]!.config;
}

test("HDLC with its defaults", (t) => {
  t.deepEqual(configurationOf(config("")), ["shutdown", "encapsulation hdlc", "keepalive 10 3", "no ip address"]);
});

test("HDLC with an address, and with one that the peer is asked for", (t) => {
  t.true(configurationOf(config("address: 10.1.2.3/20")).includes("ip address 10.1.2.3 255.255.240.0"));
  t.true(configurationOf(config("address: ask")).includes("ip address slarp"));
});

test("a keepalive of less than a second, and none", (t) => {
  t.true(configurationOf(config("keepalive: { interval: 200ms, retries: 5 }")).includes("keepalive 0.2 5"));
  t.true(configurationOf(config("keepalive: { interval: 0 }")).includes("keepalive disable"));
});

test("PPP with everything that can be typed", (t) => {
  const lines = configurationOf(
    config(
      "encapsulation: ppp, address: 10.0.0.1, fcs: 32, accm: 0xa0000, path-probe: { to: 10.9.9.9 }, " +
        "ppp: { peer-address: 10.0.0.2, pfc: false, acfc: false, adaptive: true, restart: 1500ms }",
    ),
  );
  t.deepEqual(lines, [
    "shutdown",
    "encapsulation ppp",
    "keepalive 10 5",
    "ip address 10.0.0.1 255.255.255.255",
    "ppp fcs 32",
    "ppp accm a0000",
    "no ppp pfc",
    "no ppp acfc",
    "ppp echo adaptive",
    "ppp timeout restart 1.5",
    "peer default ip address 10.0.0.2",
    "path-probe 10.9.9.9 10 3",
  ]);
});

test("what can't be typed must be as the image has it", (t) => {
  t.throws(() => configurationOf(config("framing: bit")), {
    instanceOf: RangeError,
    message: "Serial0/0: framing is bit: an image has octet",
  });
  t.throws(() => configurationOf(config("keepalive: { up-count: 2 }")), {
    message: "Serial0/0: up-count is 2: an image has 1",
  });
});
