import { CommandRows, CommandTree, Mode, NONE } from "./command-tree";

/** What a command does; its arguments are in the comment. */
export const enum Action {
  // --- the session itself
  ConfigureTerminal,
  /** interface */
  Interface,
  Exit,
  End,
  /** [interface] */
  ClearCounters,
  WriteMemory,

  // --- what is shown; of one interface where one is given
  ShowInterfaces,
  ShowKeepalive,
  ShowMemory,
  ShowRunningConfig,
  ShowScheduler,
  LastShow = ShowScheduler,

  // --- debugging
  DebugAll,
  DebugPppPacket,
  DebugSerialInterface,
  NoDebugPppPacket,
  NoDebugSerialInterface,
  NoDebugAll,
  LastDebug = NoDebugAll,

  // --- an interface
  EncapsulationFrameRelay,
  EncapsulationHdlc,
  EncapsulationPpp,
  /** address, mask */
  IpAddress,
  IpAddressNegotiated,
  IpAddressSlarp,
  NoIpAddress,
  /** [ms, [retries]] */
  Keepalive,
  KeepaliveDisable,
  NoKeepalive,
  Shutdown,
  NoShutdown,

  // --- the path behind it
  /** address, [ms, [retries]] */
  PathProbe,
  NoPathProbe,

  // --- HDLC
  DownWhenLooped,
  NoDownWhenLooped,

  // --- PPP
  /** address */
  PeerAddress,
  NoPeerAddress,
  /** ACCM */
  PppAccm,
  NoPppAccm,
  PppAcfc,
  NoPppAcfc,
  PppEchoAdaptive,
  NoPppEchoAdaptive,
  PppFcs0,
  PppFcs16,
  PppFcs32,
  PppPfc,
  NoPppPfc,
  /** ms */
  PppTimeoutRestart,
  NoPppTimeoutRestart,
}

/** All commands; how a row is read says {@link CommandRows.row}. @setup */
/* @__NO_SIDE_EFFECTS__ */ function commands(): CommandRows {
  const table = new CommandRows();
  table.modes(Mode.Exec);
  table.row("clear", "Reset functions", NONE, NONE);
  table.row("  counters", "Counters of one or all interfaces", Action.ClearCounters, NONE);
  table.row("    INTERFACE", "Of this interface only", Action.ClearCounters, NONE);
  table.row("configure", "Enter configuration mode", NONE, NONE);
  table.row("  terminal", "Configure from the terminal", Action.ConfigureTerminal, NONE);
  table.row("debug", "Print what happens (see also 'undebug')", NONE, NONE);
  table.row("  all", "Everything that can be printed", Action.DebugAll, Action.NoDebugAll);
  table.row("  ppp", "PPP", NONE, NONE);
  table.row("    packet", "LCP and IPCP packets, echoes among them", Action.DebugPppPacket, Action.NoDebugPppPacket);
  table.row("  serial", "Serial interfaces", NONE, NONE);
  table.row("    interface", "Keepalives and resets", Action.DebugSerialInterface, Action.NoDebugSerialInterface);
  table.row("show", "Show running system information", NONE, NONE);
  table.row("  interfaces", "Interface status and configuration", Action.ShowInterfaces, NONE);
  table.row("    INTERFACE", "Of this interface only", Action.ShowInterfaces, NONE);
  table.row("  keepalive", "Keepalives: round trips, misses, verdict", Action.ShowKeepalive, NONE);
  table.row("    INTERFACE", "Of this interface only", Action.ShowKeepalive, NONE);
  table.row("  memory", "Memory that is in use", Action.ShowMemory, NONE);
  table.row("  running-config", "Configuration in use", Action.ShowRunningConfig, NONE);
  table.row("  scheduler", "Timers and wake-ups", Action.ShowScheduler, NONE);
  table.row("undebug", "Print no more of what happens", NONE, NONE);
  table.row("  all", "Everything that can be printed", Action.NoDebugAll, NONE);
  table.row("  ppp", "PPP", NONE, NONE);
  table.row("    packet", "LCP and IPCP packets, echoes among them", Action.NoDebugPppPacket, NONE);
  table.row("  serial", "Serial interfaces", NONE, NONE);
  table.row("    interface", "Keepalives and resets", Action.NoDebugSerialInterface, NONE);
  table.row("write", "Save the configuration", Action.WriteMemory, NONE);
  table.row("  memory", "To what the board has for it", Action.WriteMemory, NONE);

  table.modes(Mode.Interface);
  table.row("down-when-looped", "Take a looped line down", Action.DownWhenLooped, Action.NoDownWhenLooped);
  table.row("encapsulation", "Set the encapsulation", NONE, NONE);
  table.row("  frame-relay", "Frame Relay, which this end does not speak", Action.EncapsulationFrameRelay, NONE);
  table.row("  hdlc", "Cisco HDLC", Action.EncapsulationHdlc, NONE);
  table.row("  ppp", "PPP", Action.EncapsulationPpp, NONE);
  table.row("ip", "Internet protocol", NONE, NONE);
  table.row("  address", "Set the interface's address", NONE, Action.NoIpAddress);
  table.row("    A.B.C.D", "IP address", NONE, NONE);
  table.row("      MASK", "IP subnet mask", Action.IpAddress, NONE);
  table.row("    negotiated", "Ask the peer (PPP)", Action.IpAddressNegotiated, NONE);
  table.row("    slarp", "Ask the peer (HDLC)", Action.IpAddressSlarp, NONE);
  table.row("keepalive", "Send keepalives", Action.Keepalive, Action.NoKeepalive);
  table.row("  <0-32767 s>", "Seconds between two (default 10; 0: none)", Action.Keepalive, NONE);
  table.row("    <1-255>", "How many unanswered take the line down", Action.Keepalive, NONE);
  table.row("  disable", "Send none", Action.KeepaliveDisable, NONE);
  table.row("path-probe", "Ping an address beyond the peer", NONE, Action.NoPathProbe);
  table.row("  A.B.C.D", "IP address", Action.PathProbe, NONE);
  table.row("    <0-32767 s>", "Seconds between two (default 10; 0: none)", Action.PathProbe, NONE);
  table.row("      <1-255>", "How many unanswered take the path down", Action.PathProbe, NONE);
  table.row("peer", "What the peer is given", NONE, NONE);
  table.row("  default", "Where nothing else says it", NONE, NONE);
  table.row("    ip", "Internet protocol", NONE, NONE);
  table.row("      address", "Address to assign to the peer (PPP)", NONE, Action.NoPeerAddress);
  table.row("        A.B.C.D", "IP address", Action.PeerAddress, NONE);
  table.row("ppp", "What PPP negotiates, from the next time on", NONE, NONE);
  table.row("  accm", "Octets that reach us escaped (default 0: none)", NONE, Action.NoPppAccm);
  table.row("    <0-ffffffff>", "A bit for each octet below 20 hexadecimal", Action.PppAccm, NONE);
  table.row("  acfc", "Address and control field compression (default)", Action.PppAcfc, Action.NoPppAcfc);
  table.row("  echo", "The keepalive of PPP", NONE, NONE);
  table.row("    adaptive", "Inbound data stands for a reply", Action.PppEchoAdaptive, Action.NoPppEchoAdaptive);
  table.row("  fcs", "Frame check sequence, bits (default 16)", NONE, Action.PppFcs16);
  table.row("    0", "None", Action.PppFcs0, NONE);
  table.row("    16", "CRC-16 of RFC 1662", Action.PppFcs16, NONE);
  table.row("    32", "CRC-32 of RFC 1662", Action.PppFcs32, NONE);
  table.row("  pfc", "Protocol field compression (default)", Action.PppPfc, Action.NoPppPfc);
  table.row("  timeout", "Timers", NONE, NONE);
  table.row("    restart", "How soon a request is repeated (default 3)", NONE, Action.NoPppTimeoutRestart);
  table.row("      <0.001-60 s>", "Seconds", Action.PppTimeoutRestart, NONE);
  table.row("shutdown", "Shut the interface down", Action.Shutdown, Action.NoShutdown);

  table.modes(Mode.Configure | Mode.Interface);
  table.row("end", "Leave the configuration", Action.End, NONE);
  table.row("interface", "Configure an interface", NONE, NONE);
  table.row("  INTERFACE", "This one", Action.Interface, NONE);

  table.modes(Mode.Exec | Mode.Configure | Mode.Interface);
  table.row("exit", "Leave this mode", Action.Exit, NONE);

  table.modes(Mode.Exec | Mode.Interface);
  table.row("no", "Negate a command or set its default", NONE, NONE);
  return table;
}

/** The commands of {@link Shell}. */
export const COMMANDS = /* @__PURE__ */ new CommandTree(/* @__PURE__ */ commands());
