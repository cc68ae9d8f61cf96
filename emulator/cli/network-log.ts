import { RouterEvent } from "../device/contract";
import type { Scenario, TimelineEvent } from "../scenario/scenario";
import { formatClock, formatSpan, instant } from "../scenario/times";
import type { Simulation } from "../simulation/simulation";
import { HostEvent } from "../world/observer";
import type { WorldObserver } from "../world/observer";
import { endpointName } from "../world/run-record";

const OF_NETWORKS: TimelineEvent["kind"][] = ["router-sends", "link", "sleep", "reboot", "path"];

/** Writes what happens on a scenario's networks as lines with the routers' time of day. */
export function networkLog(
  scenario: Scenario,
  simulation: () => Simulation,
  write: (line: string) => void,
): WorldObserver {
  const put = (text: string) => {
    const { seconds, nanos } = simulation();
    write(`${formatClock(scenario.clock + seconds * 1000 + Math.floor(nanos / 1e6))}: ${text}`);
  };
  const events = scenario.timeline.filter(({ kind }) => OF_NETWORKS.includes(kind));
  const texts = new Set(events.map(({ text }) => text));
  const name = (router: number) => scenario.routers[router]!.name;
  return {
    timelineEvent: (text) => {
      if (texts.has(text)) put(text);
    },
    routerEvent: (router, _port, event, a, b) => {
      if (event === RouterEvent.PeerAnswered) {
        const news = b === 1 ? `: there is ${a === 1 ? "a" : "no"} NAT on the way` : "";
        put(`${name(router)}: its peer answers${news}`);
      } else if (event === RouterEvent.EspReceived) {
        put(`${name(router)}: ESP ${a} arrives`);
      } else if (event === RouterEvent.ProbeWanted) {
        put(`${name(router)}: a probe is wanted: nothing was sent for ${formatSpan(instant(a * 1e6))}`);
      }
    },
    hostEvent: (number, router, event, a, b) => {
      const host = scenario.hosts[number]!.name;
      if (event === HostEvent.Mapping) put(`${host}: ${name(router)} is at ${endpointName(a, b)}`);
      else if (event === HostEvent.EspReceived) put(`${host}: ESP ${a} from ${name(router)} arrives`);
      else put(`${host}: sends ESP ${a} to ${name(router)}${b === 1 ? "" : ", and does not know where it is"}`);
    },
  };
}
