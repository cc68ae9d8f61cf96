/**
 * The public API that every runtime has; `platform/` adds what one runtime gives.
 *
 * Enums are constants in the compiled code and cost nothing there; a build keeps an enum as an object only where a
 * program names it.
 */
export type {
  Alarm,
  AlarmListener,
  Clock,
  ConfigStore,
  ConsoleSink,
  DatagramPort,
  DatagramPortListener,
  Controller,
  FramePort,
  FramePortListener,
  HeapGauge,
  I2cBus,
  Random,
  RealTimeClock,
  RealTimeClockListener,
  RetainedMemory,
  SerialPort,
  SerialPortListener,
  SpiBus,
  SupplyMonitor,
  Terminal,
} from "./ports";
export {
  I2cResult,
  MemoryState,
  ModemLine,
  PortFault,
  PowerGood,
  ResetCause,
  SelfTest,
  Tearing,
  TimeValidity,
  WakeSource,
} from "./ports";
export { XorShift32 } from "./random";

export { RunLoop } from "./scheduler/run-loop";
export { Scheduler, SchedulerCounter } from "./scheduler/scheduler";
export type { Task } from "./scheduler/scheduler";
export { MAX_SPAN, missedPeriods } from "./scheduler/time";
export { TimerQueue } from "./scheduler/timer-queue";

export { BitDeframer } from "./framing/bit-deframer";
export { BitFramer } from "./framing/bit-framer";
export { BitFraming } from "./framing/bit-framing";
export { Fcs16, Fcs32 } from "./framing/fcs";
export { NoFcs } from "./framing/frame-check";
export type { Fcs } from "./framing/frame-check";
export { DeframerCounter } from "./framing/framing";
export type { Deframer, Framer, FrameSink, Framing } from "./framing/framing";
export { OctetDeframer } from "./framing/octet-deframer";
export { OctetFramer } from "./framing/octet-framer";
export { OctetFraming } from "./framing/octet-framing";
export { PppFraming } from "./framing/ppp-framing";

export * from "./wire/chdlc";
export * from "./wire/ctp";
export * from "./wire/ethertype";
export * from "./wire/icmp";
export * from "./wire/internet-checksum";
export * from "./wire/ipv4";
export * from "./wire/nat-t";
export * from "./wire/octets";
export * from "./wire/ppp";
export * from "./wire/reflection";

export { Diagnostic, Disposition, Verdict } from "./keepalive/machine";
export type {
  InterfaceKeepalive,
  KeepaliveListener,
  KeepaliveMachine,
  LinkProtocol,
  Transmitter,
} from "./keepalive/machine";
export { EthernetLoopback } from "./keepalive/ethernet-loopback";
export { LoopbackCounter } from "./keepalive/ethernet-loopback-counters";
export { LoopbackMode } from "./keepalive/ethernet-loopback-options";
export type { EthernetLoopbackOptions } from "./keepalive/ethernet-loopback-options";
export type { LoopbackTransmitter } from "./keepalive/ethernet-loopback-sender";
export { LoopbackPath } from "./keepalive/ethernet-loopback-verdict";
export { HdlcCounter, HdlcKeepalive } from "./keepalive/hdlc";
export type { HdlcKeepaliveOptions } from "./keepalive/hdlc";
export { Ipcp } from "./keepalive/ipcp";
export { Lcp, LcpCounter } from "./keepalive/lcp";
export { Ppp } from "./keepalive/ppp";
export { PppCounter } from "./keepalive/ppp-counters";
export type { PppOptions } from "./keepalive/ppp-options";
export { PppState } from "./keepalive/ppp-automaton";
export { PppControl } from "./keepalive/ppp-control";
export { ControlCounter } from "./keepalive/ppp-control-counters";
export { PppControlSender } from "./keepalive/ppp-control-sender";
export type { PppObserver } from "./keepalive/ppp-control-sender";
export { EchoCounter, EchoKeepalive } from "./keepalive/ppp-echo";
export { IntervalWarning, NAT_KEEPALIVE_INTERVAL, NatKeepalive, NatKeepaliveCounter } from "./keepalive/nat-keepalive";
export type { NatKeepaliveListener, NatKeepaliveOptions, NatKeepaliveSender } from "./keepalive/nat-keepalive";
export { NatMapping } from "./keepalive/nat-mapping";
export { NatTimeout } from "./keepalive/nat-timeout";
export {
  NatFlow,
  NatTimeoutCounter,
  NatTimeoutFailure,
  NatTimeoutPhase,
  safeInterval,
} from "./keepalive/nat-timeout-report";
export type { NatTimeoutListener } from "./keepalive/nat-timeout-report";
export type { NatTimeoutOptions } from "./keepalive/nat-timeout-options";
export { PathCounter, PathProbe } from "./keepalive/path-probe";
export type { PathListener, PathProbeOptions } from "./keepalive/path-probe";
export { RoundTrips } from "./keepalive/round-trips";

export { InterfaceCounter } from "./link/counters";
export { EthernetCounter } from "./link/ethernet-counters";
export { ETHERNET_INTERFACE_TIMERS, EthernetInterface } from "./link/ethernet-interface";
export type { EthernetInterfaceOptions } from "./link/ethernet-interface";
export { frameRelayEncapsulation } from "./link/frame-relay-encapsulation";
export { createHdlcInterface, hdlcEncapsulation } from "./link/hdlc-interface";
export type { HdlcInterface, HdlcInterfaceOptions } from "./link/hdlc-interface";
export { createPppInterface, pppEncapsulation } from "./link/ppp-interface";
export type { PppInterface, PppInterfaceOptions } from "./link/ppp-interface";
export { NetworkInterface } from "./link/network-interface";
export type { InterfaceListener, NetworkInterfaceOptions } from "./link/network-interface";
export { IP_HOST_TIMERS, IpCounter, IpHost } from "./link/ip-host";
export type { IpHostOptions } from "./link/ip-host";
export { NAT_MEASUREMENT_TIMERS, NatMeasurement } from "./link/nat-measurement";
export type { NatMeasurementOptions } from "./link/nat-measurement";
export { NAT_TRAVERSAL_TIMERS, NatTraversal, NatTraversalCounter } from "./link/nat-traversal";
export type { NatTraversalListener, NatTraversalOptions } from "./link/nat-traversal";
export { SERIAL_INTERFACE_TIMERS, SerialInterface } from "./link/serial-interface";
export type { Encapsulation, SerialInterfaceOptions } from "./link/serial-interface";
export { Trace, TraceEvent } from "./link/trace";
export { TrafficAverage } from "./link/traffic-average";

export { CalendarTime } from "./calendar";
export { StoreCounter } from "./retention/counters";
export { HoldUp, i2cSaveTime } from "./retention/hold-up";
export type { HoldUpOptions, ShedLoad } from "./retention/hold-up";
export { KEEP_ALIVE_TIMERS, KeepAlive } from "./retention/keep-alive";
export { KeepAliveCounter, PowerState } from "./retention/keep-alive-options";
export type { KeepAliveListener, KeepAliveOptions, RetainedState } from "./retention/keep-alive-options";
export { Restored } from "./retention/options";
export type { Migration, RetentionListener, RetentionStoreOptions } from "./retention/options";
export { FieldType, RecordLayout, RetainedRecord } from "./retention/record";
export type { RecordField, RecordLayoutOptions } from "./retention/record";
export { RetainedConfig } from "./retention/retained-config";
export type { RetainedConfigOptions } from "./retention/retained-config";
export { RetainedCounters } from "./retention/retained-counters";
export { RetainedHdlc } from "./retention/retained-hdlc";
export { RetainedPpp } from "./retention/retained-ppp";
export { RetentionConsole } from "./retention/retention-console";
export { ROUTER_RETENTION_TIMERS, RouterRetention } from "./retention/router-retention";
export type { RetainedLine, RetainedLineListener, RouterRetentionOptions } from "./retention/router-retention";
export { CompactSlots, FullSlots } from "./retention/slot-format";
export type { SlotFormat } from "./retention/slot-format";
export { RETENTION_TIMERS, RetentionStore } from "./retention/store";

export { Commands } from "./console/commands";
export type { CommandsOptions } from "./console/commands";
export type { RetentionCommands } from "./console/retention-commands";
export { Console } from "./console/console";
export type {
  ConsoleEthernetInterface,
  ConsoleInterface,
  ConsoleSerialInterface,
  ShownInterface,
} from "./console/console-interface";
export { EthernetDebugLine } from "./console/ethernet-debug";
export { HdlcDebugLine } from "./console/hdlc-debug";
export { INTERFACE_LOG_TIMERS, InterfaceLog } from "./console/interface-log";
export type { DebugLine, InterfaceLogOptions } from "./console/interface-log";
export { LineWriter } from "./console/line-writer";
export { ascii } from "./text";
export { PppDebug } from "./console/ppp-debug";
export { Shell, SHELL_TIMERS } from "./console/shell";
export type { ShellOptions } from "./console/shell";
export { ShowInterface } from "./console/show-interface";
export { TimeOfDay } from "./console/time-of-day";
