import { CommandRows, Mode, NONE } from "./command-tree";

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
  /** seconds of the day, day, month, year */
  ClockSet,
  WriteMemory,

  // --- the router
  /** ms */
  NatKeepalive,
  NoNatKeepalive,

  // --- what is shown; of one interface where one is given
  ShowClock,
  ShowControllers,
  ShowCryptoIsakmpNat,
  ShowInterfaces,
  ShowKeepalive,
  ShowMemory,
  ShowPower,
  ShowRetention,
  ShowRunningConfig,
  ShowScheduler,
  ShowVersion,
  LastShow = ShowVersion,

  // --- debugging
  DebugAll,
  DebugEthernetInterface,
  DebugPppPacket,
  DebugSerialInterface,
  NoDebugEthernetInterface,
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

  // --- Ethernet
  LoopbackAssist,
  NoLoopbackAssist,
  LoopbackAuto,
  LoopbackPeer,
  LoopbackPhy,
  LoopbackSelf,
  NoLoopback,

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
/* @__NO_SIDE_EFFECTS__ */ function commands(): Uint8Array {
  const rows = new CommandRows();
  rows.modes(Mode.Exec);
  rows.row("clear", "Reset functions", NONE, NONE);
  rows.row("  counters", "Counters of one or all interfaces", Action.ClearCounters, NONE);
  rows.row("    INTERFACE", "Of this interface only", Action.ClearCounters, NONE);
  rows.row("clock", "Manage the clock", NONE, NONE);
  rows.row("  set", "Set the clock", NONE, NONE);
  rows.row("    hh:mm:ss", "Time of day", NONE, NONE);
  rows.row("      <1-31>", "Day of the month", NONE, NONE);
  rows.row("        MONTH", "Month of the year", NONE, NONE);
  rows.row("          <2000-2099>", "Year", Action.ClockSet, NONE);
  rows.row("configure", "Enter configuration mode", NONE, NONE);
  rows.row("  terminal", "Configure from the terminal", Action.ConfigureTerminal, NONE);
  rows.row("debug", "Print what happens (see also 'undebug')", NONE, NONE);
  rows.row("  all", "Everything that can be printed", Action.DebugAll, Action.NoDebugAll);
  rows.row("  ethernet", "Ethernet interfaces", NONE, NONE);
  rows.row("    interface", "Keepalives", Action.DebugEthernetInterface, Action.NoDebugEthernetInterface);
  rows.row("  ppp", "PPP", NONE, NONE);
  rows.row("    packet", "LCP and IPCP packets, echoes among them", Action.DebugPppPacket, Action.NoDebugPppPacket);
  rows.row("  serial", "Serial interfaces", NONE, NONE);
  rows.row("    interface", "Keepalives and resets", Action.DebugSerialInterface, Action.NoDebugSerialInterface);
  rows.row("show", "Show running system information", NONE, NONE);
  rows.row("  clock", "Time and date", Action.ShowClock, NONE);
  rows.row("  controllers", "Chips, and what their drivers count", Action.ShowControllers, NONE);
  rows.row("    INTERFACE", "Of this interface only", Action.ShowControllers, NONE);
  rows.row("  crypto", "Encryption", NONE, NONE);
  rows.row("    isakmp", "IKE", NONE, NONE);
  rows.row("      nat", "NAT keepalives, and what came to port 4500", Action.ShowCryptoIsakmpNat, NONE);
  rows.row("  interfaces", "Interface status and configuration", Action.ShowInterfaces, NONE);
  rows.row("    INTERFACE", "Of this interface only", Action.ShowInterfaces, NONE);
  rows.row("  keepalive", "Keepalives: round trips, misses, verdict", Action.ShowKeepalive, NONE);
  rows.row("    INTERFACE", "Of this interface only", Action.ShowKeepalive, NONE);
  rows.row("  memory", "Memory that is in use", Action.ShowMemory, NONE);
  rows.row("  power", "Main supply, and what its hold-up capacitor must do", Action.ShowPower, NONE);
  rows.row("  retention", "What outlives the supply, and what was found of it", Action.ShowRetention, NONE);
  rows.row("  running-config", "Configuration in use", Action.ShowRunningConfig, NONE);
  rows.row("  scheduler", "Timers and wake-ups", Action.ShowScheduler, NONE);
  rows.row("  version", "Version, and why the system started", Action.ShowVersion, NONE);
  rows.row("undebug", "Print no more of what happens", NONE, NONE);
  rows.row("  all", "Everything that can be printed", Action.NoDebugAll, NONE);
  rows.row("  ethernet", "Ethernet interfaces", NONE, NONE);
  rows.row("    interface", "Keepalives", Action.NoDebugEthernetInterface, NONE);
  rows.row("  ppp", "PPP", NONE, NONE);
  rows.row("    packet", "LCP and IPCP packets, echoes among them", Action.NoDebugPppPacket, NONE);
  rows.row("  serial", "Serial interfaces", NONE, NONE);
  rows.row("    interface", "Keepalives and resets", Action.NoDebugSerialInterface, NONE);
  rows.row("write", "Save the configuration", Action.WriteMemory, NONE);
  rows.row("  memory", "To what the board has for it", Action.WriteMemory, NONE);

  rows.modes(Mode.Interface);
  rows.row("down-when-looped", "Take a looped line down", Action.DownWhenLooped, Action.NoDownWhenLooped);
  rows.row("encapsulation", "Set the encapsulation", NONE, NONE);
  rows.row("  frame-relay", "Frame Relay, which this end does not speak", Action.EncapsulationFrameRelay, NONE);
  rows.row("  hdlc", "Cisco HDLC", Action.EncapsulationHdlc, NONE);
  rows.row("  ppp", "PPP", Action.EncapsulationPpp, NONE);
  rows.row("ip", "Internet protocol", NONE, NONE);
  rows.row("  address", "Set the interface's address", NONE, Action.NoIpAddress);
  rows.row("    A.B.C.D", "IP address", NONE, NONE);
  rows.row("      MASK", "IP subnet mask", Action.IpAddress, NONE);
  rows.row("    negotiated", "Ask the peer (PPP)", Action.IpAddressNegotiated, NONE);
  rows.row("    slarp", "Ask the peer (HDLC)", Action.IpAddressSlarp, NONE);
  rows.row("keepalive", "Send keepalives", Action.Keepalive, Action.NoKeepalive);
  rows.row("  <0-32767 s>", "Seconds between two (default 10; 0: none)", Action.Keepalive, NONE);
  rows.row("    <1-255>", "How many unanswered take the line down", Action.Keepalive, NONE);
  rows.row("  disable", "Send none", Action.KeepaliveDisable, NONE);
  rows.row("loopback", "How keepalives come back (Ethernet)", NONE, Action.NoLoopback);
  rows.row(
    "  assist",
    "Send frames of other stations back (loop server)",
    Action.LoopbackAssist,
    Action.NoLoopbackAssist,
  );
  rows.row("  auto", "The chip, or a loop server (default)", Action.LoopbackAuto, NONE);
  rows.row("  peer", "A loop server", Action.LoopbackPeer, NONE);
  rows.row("  phy", "The chip, off the wire for an instant", Action.LoopbackPhy, NONE);
  rows.row("  self", "The chip, from the wire", Action.LoopbackSelf, NONE);
  rows.row("path-probe", "Ping an address beyond the peer", NONE, Action.NoPathProbe);
  rows.row("  A.B.C.D", "IP address", Action.PathProbe, NONE);
  rows.row("    <0-32767 s>", "Seconds between two (default 10; 0: none)", Action.PathProbe, NONE);
  rows.row("      <1-255>", "How many unanswered take the path down", Action.PathProbe, NONE);
  rows.row("peer", "What the peer is given", NONE, NONE);
  rows.row("  default", "Where nothing else says it", NONE, NONE);
  rows.row("    ip", "Internet protocol", NONE, NONE);
  rows.row("      address", "Address to assign to the peer (PPP)", NONE, Action.NoPeerAddress);
  rows.row("        A.B.C.D", "IP address", Action.PeerAddress, NONE);
  rows.row("ppp", "What PPP negotiates, from the next time on", NONE, NONE);
  rows.row("  accm", "Octets that reach us escaped (default 0: none)", NONE, Action.NoPppAccm);
  rows.row("    <0-ffffffff>", "A bit for each octet below 20 hexadecimal", Action.PppAccm, NONE);
  rows.row("  acfc", "Address and control field compression (default)", Action.PppAcfc, Action.NoPppAcfc);
  rows.row("  echo", "The keepalive of PPP", NONE, NONE);
  rows.row("    adaptive", "Inbound data stands for a reply", Action.PppEchoAdaptive, Action.NoPppEchoAdaptive);
  rows.row("  fcs", "Frame check sequence, bits (default 16)", NONE, Action.PppFcs16);
  rows.row("    0", "None", Action.PppFcs0, NONE);
  rows.row("    16", "CRC-16 of RFC 1662", Action.PppFcs16, NONE);
  rows.row("    32", "CRC-32 of RFC 1662", Action.PppFcs32, NONE);
  rows.row("  pfc", "Protocol field compression (default)", Action.PppPfc, Action.NoPppPfc);
  rows.row("  timeout", "Timers", NONE, NONE);
  rows.row("    restart", "How soon a request is repeated (default 3)", NONE, Action.NoPppTimeoutRestart);
  rows.row("      <0.001-60 s>", "Seconds", Action.PppTimeoutRestart, NONE);
  rows.row("shutdown", "Shut the interface down", Action.Shutdown, Action.NoShutdown);

  rows.modes(Mode.Configure | Mode.Interface);
  rows.row("crypto", "Encryption", NONE, NONE);
  rows.row("  isakmp", "IKE", NONE, NONE);
  rows.row("    nat", "What a NAT on the way needs", NONE, NONE);
  rows.row("      keepalive", "Keep the NAT's mapping alive", NONE, Action.NoNatKeepalive);
  rows.row("        <5-3600 s>", "Seconds with nothing sent before one is (default 20)", Action.NatKeepalive, NONE);
  rows.row("end", "Leave the configuration", Action.End, NONE);
  rows.row("interface", "Configure an interface", NONE, NONE);
  rows.row("  INTERFACE", "This one", Action.Interface, NONE);

  rows.modes(Mode.Exec | Mode.Configure | Mode.Interface);
  rows.row("exit", "Leave this mode", Action.Exit, NONE);
  rows.row("no", "Negate a command or set its default", NONE, NONE);
  return rows.table();
}

/** The commands of {@link Shell}, for a {@link CommandTree}. */
export const COMMANDS = /* @__PURE__ */ commands();
