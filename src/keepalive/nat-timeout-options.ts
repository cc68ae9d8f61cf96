import { integerOption } from "../options";
import type { Random } from "../ports";
import { MAX_SPAN } from "../scheduler/time";

export interface NatTimeoutOptions {
  /** The reflector's IPv4 address, an int32. */
  address: number;
  /** The reflector's port, 1 to 65535. Default 4500: some NATs keep mappings by the port that they lead to. */
  port?: number;
  /** The first idle time that is tried, 1000 to 3600000 ms. Default 15000. */
  first?: number;
  /** The longest idle time that is tried, `first` to 3600000 ms. Default 3600000. */
  longest?: number;
  /** How close to the timeout it must come, 100 to 60000 ms. Default 1000. */
  resolution?: number;
  /** How many answers after the same idle time must be missing before the mapping counts as gone, 1 to 5. Default 2. */
  confirmations?: number;
  /** How long an answer may be on its way, 100 to 60000 ms. Default 3000. */
  patience?: number;
  /** How often the mapping is looked at once all is measured, 1 to 2^30 - 1 ms; 0 is never. Default 3600000. */
  checkInterval?: number;
  /** Whether flows that are never answered are measured too. Default true. */
  oneWay?: boolean;
  /** Where the tokens of requests come from, by which answers are known as ours. */
  random: Random;
}

/** An index into {@link natTimeoutSettings}. */
export const enum NatTimeoutSetting {
  Address,
  Port,
  First,
  Longest,
  Resolution,
  Confirmations,
  Patience,
  CheckInterval,
  Size,
}

const HOUR = 3600000;

/** The options that are numbers, checked, with their defaults. @setup */
export function natTimeoutSettings(options: NatTimeoutOptions): Int32Array {
  const settings = new Int32Array(NatTimeoutSetting.Size);
  const first = integerOption("NAT timeout: first idle time", options.first, 15000, 1000, HOUR, " ms");
  settings[NatTimeoutSetting.First] = first;
  settings[NatTimeoutSetting.Longest] = integerOption(
    "NAT timeout: longest idle time",
    options.longest,
    HOUR,
    first,
    HOUR,
    " ms",
  );
  settings[NatTimeoutSetting.Address] = options.address;
  settings[NatTimeoutSetting.Port] = integerOption("NAT timeout: reflector's port", options.port, 4500, 1, 65535, "");
  settings[NatTimeoutSetting.Resolution] = integerOption(
    "NAT timeout: resolution",
    options.resolution,
    1000,
    100,
    60000,
    " ms",
  );
  settings[NatTimeoutSetting.Confirmations] = integerOption(
    "NAT timeout: confirmations",
    options.confirmations,
    2,
    1,
    5,
    "",
  );
  settings[NatTimeoutSetting.Patience] = integerOption(
    "NAT timeout: patience",
    options.patience,
    3000,
    100,
    60000,
    " ms",
  );
  settings[NatTimeoutSetting.CheckInterval] = integerOption(
    "NAT timeout: check interval",
    options.checkInterval,
    HOUR,
    0,
    MAX_SPAN,
    " ms",
  );
  return settings;
}
