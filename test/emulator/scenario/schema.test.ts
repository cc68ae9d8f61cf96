import { readFileSync } from "node:fs";
import test from "ava";
import { Ajv } from "ajv";
import { parseDocument } from "yaml";
import { COUNTERS } from "../../../emulator/scenario/counters";
import { parseScenario } from "../../../emulator/scenario/load";
import { ENGINE_NAMES } from "../../../emulator/engine/engines";
import { diagnosticName } from "../../../emulator/world/run-record";
import schema from "../../../emulator/scenario.schema.json";
import { WakeSource } from "../../../src/ports";
import { interfaceConfig } from "../../support/router-config";
import { builtInScenario, SCENARIO_NAMES } from "../../support/scenarios";
import { scenarioText } from "../../support/scenario-text";

test("the schema is valid draft-07, and strict about words that it doesn't know", (t) => {
  t.is(schema.$schema, "http://json-schema.org/draft-07/schema#");
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false });
  t.true(ajv.validateSchema(schema), JSON.stringify(ajv.errors));
  t.notThrows(() => ajv.compile(schema));
});

test("whatever the schema describes as text or a union says how it must look", (t) => {
  const silent: string[] = [];
  const look = (node: unknown, path: string) => {
    if (typeof node !== "object" || node === null) return;
    const { pattern, anyOf, description } = node as Record<string, unknown>;
    if ((pattern !== undefined || anyOf !== undefined) && typeof description !== "string") silent.push(path);
    if (Array.isArray(node)) return;
    for (const [key, value] of Object.entries(node)) if (key !== "anyOf") look(value, `${path}/${key}`);
  };
  look(schema, "");
  t.deepEqual(silent, []);
});

test("the engines of the schema are those that there are", (t) => {
  t.deepEqual(schema.definitions.router.properties.engine.enum, ENGINE_NAMES);
});

test("the diagnostics of the schema are called as in a run: those of lines and paths", (t) => {
  const names = schema.definitions.diagnostic.enum.map((_, diagnostic) => diagnosticName(diagnostic));
  t.deepEqual(schema.definitions.diagnostic.enum, names);
});

test("every counter that an expectation can name stands at a place of its own", (t) => {
  const places = Object.values(COUNTERS).flatMap((ofOne) => ofOne.map(([set, index]) => `${set}/${index}`));
  t.is(new Set(places).size, places.length);
});

test("what is left out is what the schema says", (t) => {
  const { definitions } = schema;
  const { uart, keepalive, ppp, ...plain } = definitions.interface.properties;
  const defaults = (properties: object) =>
    Object.fromEntries(
      Object.entries(properties)
        .filter(([, property]) => "default" in property)
        .map(([key, property]) => [key, (property as { default: unknown }).default]),
    );
  const written = {
    ...defaults(plain),
    uart: defaults(uart.properties),
    keepalive: defaults(keepalive.properties),
    ppp: defaults(ppp.properties),
  };
  const spelt = parseScenario(scenarioText({ interface: JSON.stringify(written) }), "s.yaml");
  const left = parseScenario(scenarioText(), "s.yaml");
  t.deepEqual(left, spelt);
  t.deepEqual(left.routers[0]!.interfaces[0], {
    config: interfaceConfig({ hardware: "emulated UART", wakeSource: WakeSource.StartBit }),
    chip: null,
    uart: { baud: 9600, drift: 0, dataBits: 8, parity: "none", stopBits: 1 },
  });
});

test("editors find the schema from every built-in scenario, and each passes it", (t) => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
  for (const name of SCENARIO_NAMES) {
    const text = readFileSync(`emulator/scenarios/${name}.yaml`, "utf8");
    t.true(text.startsWith("# yaml-language-server: $schema=../scenario.schema.json\n"), name);
    t.true(validate(parseDocument(text).toJS()), `${name}: ${JSON.stringify(validate.errors)}`);
    t.is(builtInScenario(name).name, name);
    t.not(builtInScenario(name).description, "");
  }
});
