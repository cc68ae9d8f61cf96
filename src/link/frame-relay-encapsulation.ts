import { FCS16 } from "../framing/fcs";
import { OctetFraming } from "../framing/octet-framing";
import { FrameRelay } from "../keepalive/frame-relay";
import type { Encapsulation } from "./serial-interface";

/** Frame Relay as one of an interface's encapsulations: it can be configured, and is not spoken. @setup */
export function frameRelayEncapsulation(): Encapsulation {
  return { protocol: new FrameRelay(), framing: new OctetFraming(FCS16, 0) };
}
