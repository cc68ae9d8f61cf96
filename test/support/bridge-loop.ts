import { Op, RequestField } from "../../emulator/device/bridge-wire";
import { routerConfig } from "./router-config";
import { builtInScenario } from "./scenarios";

/**
 * A script behind the device program that boots a device over its bridge, and makes `serve(count)`: a request to run at
 * each second from then on, with nobody at the other end of the line.
 */
export function bridgeLoop(): string {
  const interfaces = builtInScenario("hdlc-shutdown").routers[0]!.interfaces.map((plan) => plan.config);
  const config = routerConfig({ interfaces });
  const head = (op: Op) => [op, ...new Array<number>(RequestField.Payload - 1).fill(0)];
  const boot = [...head(Op.Boot), ...Buffer.from(JSON.stringify(config))];
  return `
var pieces = 0, seconds = 0;
var bridge = new linkpulse.Bridge({ pieceFull: function () { pieces++; }, ask: null });
var request = new Uint8Array(${JSON.stringify(head(Op.Run))}), view = new DataView(request.buffer);
bridge.serve(new Uint8Array(${JSON.stringify(boot)}));
bridge.serve(new Uint8Array(${JSON.stringify(head(Op.Start))}));
function serve(count) {
  for (var i = 0; i < count; i++) {
    seconds++;
    view.setInt32(${RequestField.Now}, seconds * 1000);
    bridge.serve(request);
  }
}`;
}
