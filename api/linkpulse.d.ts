declare class CalendarTime {
    year: number;
    month: number;
    day: number;
    hour: number;
    minute: number;
    second: number;
    set(year: number, month: number, day: number, hour: number, minute: number, second: number): void;
    setDay(days: number, seconds: number): void;
    get exists(): boolean;
    get dayNumber(): number;
    get secondOfDay(): number;
    secondsSince(earlier: CalendarTime): number;
}


declare const enum WakeSource {
    None = 0,
    StartBit = 1,
    Gpio = 2,
    Radio = 3,
    AlwaysAwake = 4
}
declare const enum ModemLine {
    DTR = 1,
    RTS = 2,
    CTS = 4,
    DSR = 8,
    DCD = 16
}
interface SerialPort {
    readonly wakeSource: WakeSource;
    write(bytes: Uint8Array, start: number, end: number): number;
    setModemLines(lines: number): void;
}
interface SerialPortListener {
    receive(bytes: Uint8Array, start: number, end: number, now: number): void;
    writable(now: number): void;
    modemLinesChanged(lines: number, now: number): void;
    framingError(octets: number, now: number): void;
    overrun(octets: number, now: number): void;
    lostWhileWaking(octets: number, now: number): void;
}
interface SpiBus {
    readonly longest: number;
    transfer(bytes: Uint8Array, start: number, end: number): void;
}
declare const enum I2cResult {
    Pending = 0,
    Done = 1,
    Busy = 2,
    AddressNak = 3,
    DataNak = 4,
    ArbitrationLost = 5,
    ClockHeld = 6,
    DataHeld = 7
}
interface I2cBus {
    readonly longest: number;
    begin(address: number, bytes: Uint8Array, start: number, middle: number, end: number): I2cResult;
    poll(): I2cResult;
    recover(): I2cResult;
}
declare const enum PortFault {
    None = 0,
    Absent = 1,
    WrongChip = 2,
    Stuck = 3,
    Reset = 4
}
declare const enum SelfTest {
    Lacking = 0,
    None = 1,
    Running = 2,
    Passed = 3,
    Failed = 4
}
interface FramePort {
    readonly address: Uint8Array;
    readonly linkUp: boolean;
    readonly hearsItself: boolean;
    readonly fault: PortFault;
    readonly selfTest: SelfTest;
    send(bytes: Uint8Array, start: number, end: number): boolean;
    startSelfTest(now: number): boolean;
}
interface Controller {
    readonly chip: Uint8Array;
    readonly revision: Uint8Array;
    readonly medium: Uint8Array;
    readonly counters: Int32Array;
    readonly counterNames: Uint8Array;
}
interface FramePortListener {
    frameReceived(bytes: Uint8Array, start: number, end: number, now: number): void;
    frameSent(sent: boolean, now: number): void;
    portChanged(now: number): void;
}
interface DatagramPort {
    send(bytes: Uint8Array, start: number, end: number, address: number, port: number): boolean;
}
interface DatagramPortListener {
    datagramReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void;
    datagramSent(sent: boolean, now: number): void;
}
interface Clock {
    now(): number;
}
interface Alarm {
    attach(listener: AlarmListener): void;
    set(delay: number): void;
    close(): void;
}
interface AlarmListener {
    wake(): void;
}
declare const enum ResetCause {
    Unknown = 0,
    PowerOn = 1,
    BrownOut = 2,
    Pin = 3,
    Watchdog = 4,
    Software = 5,
    DeepSleep = 6,
    Panic = 7
}
interface Watchdog {
    readonly cause: ResetCause;
    readonly longest: number;
    start(timeout: number): void;
    feed(): void;
    reset(): void;
    word(index: number): number;
    setWord(index: number, value: number): void;
}
interface Random {
    next(): number;
}
interface ConsoleSink {
    write(bytes: Uint8Array, start: number, end: number): void;
}
interface Terminal extends ConsoleSink {
    readonly room: number;
}
declare const enum TimeValidity {
    Unknown = 0,
    Valid = 1,
    NeverSet = 2,
    OscillatorStopped = 3,
    VoltageLow = 4,
    Impossible = 5
}
interface RealTimeClock {
    readonly time: CalendarTime;
    readonly validity: TimeValidity;
    readonly fault: PortFault;
    attach(listener: RealTimeClockListener): void;
    read(now: number): boolean;
    set(time: CalendarTime, now: number): boolean;
}
interface RealTimeClockListener {
    timeRead(validity: TimeValidity, now: number): void;
    timeSet(set: boolean, now: number): void;
}
declare const enum PowerGood {
    No = 0,
    Yes = 32767
}
interface SupplyMonitor {
    millivolts(): number;
}
declare const enum Tearing {
    Octet = 0,
    Latched = 1,
    Word = 2
}
declare const enum MemoryState {
    Busy = 0,
    Done = 1,
    Failed = 2
}
interface RetainedMemory {
    readonly size: number;
    readonly tearing: Tearing;
    readonly endurance: number;
    readonly lost: boolean;
    readonly fault: PortFault;
    read(at: number, bytes: Uint8Array, start: number, end: number): boolean;
    write(at: number, bytes: Uint8Array, start: number, end: number): boolean;
    poll(now: number): MemoryState;
}
interface ConfigStore {
    begin(): void;
    write(bytes: Uint8Array, start: number, end: number): boolean;
    commit(now: number): boolean;
    read(from: number, bytes: Uint8Array): number;
}
interface HeapGauge {
    readonly used: number;
    readonly free: number;
}

declare class XorShift32 implements Random {
    constructor(seed: number);
    next(): number;
}

interface Task {
    wake(kind: number, now: number): void;
}
interface SchedulerWatcher {
    serving(timer: number): void;
    served(now: number): void;
    failed(error: unknown): void;
}
declare const enum SchedulerCounter {
    WakeUps = 0,
    Served = 1,
    Early = 2,
    Idle = 3,
    MostLate = 4,
    Size = 5
}
declare class Scheduler {
    readonly counters: Int32Array;
    constructor(capacity: number);
    get registered(): number;
    get capacity(): number;
    get memory(): number;
    get armed(): number;
    register(task: Task, kind: number, slack: number): number;
    watch(watcher: SchedulerWatcher): void;
    arm(timer: number, deadline: number): void;
    cancel(timer: number): void;
    isArmed(timer: number): boolean;
    deadlineOf(timer: number): number;
    delay(now: number): number;
    run(now: number): number;
}

declare class RunLoop implements AlarmListener {
    readonly scheduler: Scheduler;
    constructor(scheduler: Scheduler, clock: Clock, alarm: Alarm);
    now(): number;
    update(): void;
    wake(): void;
    close(): void;
}

declare const MAX_SPAN = 1073741823;
declare function missedPeriods(due: number, period: number, now: number): number;

declare class TimerQueue {
    readonly capacity: number;
    constructor(capacity: number);
    get size(): number;
    get first(): number;
    get firstDeadline(): number;
    isArmed(id: number): boolean;
    deadlineOf(id: number): number;
    arm(id: number, deadline: number): void;
    cancel(id: number): void;
    takeFirst(): number;
}

interface Fcs {
    readonly size: number;
    readonly initial: number;
    readonly good: number;
    update(register: number, bytes: Uint8Array, start: number, end: number): number;
    update4?(register: number, a: number, b: number, c: number, d: number): number;
}
declare class NoFcs implements Fcs {
    readonly size = 0;
    readonly initial = 0;
    readonly good = 0;
    update(register: number): number;
}

interface FrameSink {
    frameReceived(bytes: Uint8Array, start: number, end: number, now: number): void;
    frameDiscarded(reason: DeframerCounter, now: number): void;
}
declare const enum DeframerCounter {
    Frames = 0,
    FcsErrors = 1,
    Aborts = 2,
    Short = 3,
    Overlong = 4,
    Dropped = 5,
    Unaligned = 6,
    Size = 7
}
interface Deframer {
    readonly capacity: number;
    readonly counters: Int32Array;
    attach(sink: FrameSink): void;
    push(bytes: Uint8Array, start: number, end: number, now: number): void;
    reset(): void;
}
interface Framer {
    appendCheck(bytes: Uint8Array, start: number, end: number): number;
    readonly done: boolean;
    begin(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number, limit: number): number;
    next(out: Uint8Array, at: number, limit: number): number;
}
interface Framing {
    createFramer(): Framer;
    createDeframer(capacity: number, memory?: Uint8Array): Deframer;
}

declare abstract class FrameCollector implements Deframer {
    readonly counters: Int32Array;
    readonly capacity: number;
    protected readonly _buffer: Uint8Array;
    protected _length: number;
    protected _fcs: Fcs;
    protected _register: number;
    protected _checked: number;
    constructor(capacity: number, fcs: Fcs, memory: Uint8Array | undefined);
    attach(sink: FrameSink): void;
    abstract push(bytes: Uint8Array, start: number, end: number, now: number): void;
    abstract reset(): void;
    protected _begin(): void;
    protected _finish(now: number): void;
    protected _judge(fcs: Fcs, register: number, now: number): void;
    protected _discard(reason: DeframerCounter, now: number): void;
}

declare class BitDeframer extends FrameCollector {
    constructor(capacity: number, fcs: Fcs, memory?: Uint8Array);
    reset(): void;
    push(bytes: Uint8Array, start: number, end: number, now: number): void;
}

declare class BitFramer implements Framer {
    done: boolean;
    constructor(fcs: Fcs);
    appendCheck(bytes: Uint8Array, start: number, end: number): number;
    begin(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number, limit: number): number;
    next(out: Uint8Array, at: number, limit: number): number;
}

declare class BitFraming implements Framing {
    constructor(fcs: Fcs);
    createFramer(): Framer;
    createDeframer(capacity: number, memory?: Uint8Array): Deframer;
}

declare class Fcs16 implements Fcs {
    readonly size = 2;
    readonly initial = 65535;
    readonly good = 61624;
    update(register: number, bytes: Uint8Array, start: number, end: number): number;
    update4(register: number, a: number, b: number, c: number, d: number): number;
}
declare class Fcs32 implements Fcs {
    readonly size = 4;
    readonly initial = -1;
    readonly good = -558161693;
    update(register: number, bytes: Uint8Array, start: number, end: number): number;
    update4(register: number, a: number, b: number, c: number, d: number): number;
}

declare class OctetDeframer extends FrameCollector {
    accm: number;
    constructor(capacity: number, fcs: Fcs, accm: number, memory?: Uint8Array);
    reset(): void;
    push(bytes: Uint8Array, start: number, end: number, now: number): void;
}

declare class OctetFramer implements Framer {
    fcs: Fcs;
    accm: number;
    done: boolean;
    constructor(fcs: Fcs, accm: number);
    appendCheck(bytes: Uint8Array, start: number, end: number): number;
    begin(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number, limit: number): number;
    next(out: Uint8Array, at: number, limit: number): number;
    protected _begin(bytes: Uint8Array, start: number, end: number, accm: number, out: Uint8Array, at: number, limit: number): number;
}

declare class OctetFraming implements Framing {
    constructor(fcs: Fcs, accm: number);
    createFramer(): Framer;
    createDeframer(capacity: number, memory?: Uint8Array): Deframer;
}

declare class PppFraming implements Framing {
    constructor();
    createFramer(): Framer;
    createDeframer(capacity: number, memory?: Uint8Array): Deframer;
    negotiateSending(accm: number, fcs: number): void;
    negotiateReceiving(accm: number, fcs: number): void;
    reset(): void;
}

declare const enum ChdlcField {
    Address = 0,
    Control = 1,
    Protocol = 2,
    Payload = 4
}
declare const enum ChdlcAddress {
    Unicast = 15,
    Multicast = 143
}
declare const enum ChdlcProtocol {
    IPv4 = 2048,
    IPv6 = 34525,
    CDP = 8192,
    SLARP = 32821
}
declare const enum SlarpField {
    Type = 4,
    A = 8,
    B = 12,
    Reliability = 16,
    Uptime = 18,
    End = 22
}
declare const SLARP_MIN_BODY = 14;
declare const enum SlarpType {
    Request = 0,
    Reply = 1,
    Keepalive = 2
}
declare const enum ChdlcKind {
    Bad = 0,
    BadSlarp = 1,
    SlarpRequest = 2,
    SlarpReply = 3,
    SlarpKeepalive = 4,
    Cdp = 5,
    Packet = 6,
    UnknownProtocol = 7
}
declare function checkChdlc(bytes: Uint8Array, start: number, end: number): ChdlcKind;
declare function writeChdlcHeader(bytes: Uint8Array, at: number, address: ChdlcAddress, protocol: number): void;
declare function writeSlarp(bytes: Uint8Array, at: number, type: SlarpType, a: number, b: number, uptime: number): void;

declare const enum EthernetField {
    Destination = 0,
    Source = 6,
    Type = 12,
    Payload = 14
}
declare const enum CtpField {
    SkipCount = 14,
    Functions = 16
}
declare const enum CtpFunction {
    Reply = 1,
    Forward = 2
}
declare const CTP_ETHERTYPE = 36864;
declare const ADDRESS_LENGTH = 6;
declare const LEAST_FRAME = 60;
declare const LOOPBACK_ASSISTANT: Uint8Array<ArrayBuffer>;
declare const enum CtpKind {
    Other = 0,
    Bad = 1,
    Forward = 2,
    Reply = 3,
    Unknown = 4
}
declare function ctpFunction(bytes: Uint8Array, start: number): number;
declare function checkCtp(bytes: Uint8Array, start: number, end: number): CtpKind;
declare function ctpReceipt(bytes: Uint8Array, start: number): number;
declare function ctpData(bytes: Uint8Array, start: number): number;
declare function ctpForwards(bytes: Uint8Array, start: number): boolean;
declare function forwardCtp(bytes: Uint8Array, start: number, ourAddress: Uint8Array): void;
declare function writeCtpReply(bytes: Uint8Array, at: number, address: Uint8Array, receipt: number): number;
declare function writeCtpRequest(bytes: Uint8Array, at: number, server: Uint8Array, address: Uint8Array, receipt: number): number;
declare function isAddress(bytes: Uint8Array, at: number, address: Uint8Array): boolean;

declare const enum EtherType {
    IPv4 = 2048,
    IPv6 = 34525
}

declare const enum IcmpField {
    Type = 0,
    Code = 1,
    Checksum = 2,
    Identifier = 4,
    Sequence = 6,
    Data = 8
}
declare const enum IcmpType {
    EchoReply = 0,
    DestinationUnreachable = 3,
    EchoRequest = 8,
    TimeExceeded = 11
}
declare const enum IcmpKind {
    Short = 0,
    BadChecksum = 1,
    EchoRequest = 2,
    EchoReply = 3,
    DestinationUnreachable = 4,
    TimeExceeded = 5,
    Other = 6
}
declare function checkIcmp(bytes: Uint8Array, start: number, end: number): IcmpKind;
declare function writeEcho(bytes: Uint8Array, at: number, end: number, type: IcmpType, identifier: number, sequence: number): void;
declare function quotedEchoRequest(bytes: Uint8Array, start: number, end: number): number;

declare function internetChecksum(bytes: Uint8Array, start: number, end: number): number;

declare const enum Ipv4Field {
    VersionLength = 0,
    TypeOfService = 1,
    TotalLength = 2,
    Identification = 4,
    FlagsOffset = 6,
    TimeToLive = 8,
    Protocol = 9,
    Checksum = 10,
    Source = 12,
    Destination = 16,
    Options = 20
}
declare const enum Ipv4Protocol {
    ICMP = 1
}
declare const IPV4_HEADER = Ipv4Field.Options;
declare const enum Ipv4Kind {
    BadHeader = 0,
    BadLength = 1,
    BadChecksum = 2,
    Fragment = 3,
    Packet = 4
}
declare function checkIpv4(bytes: Uint8Array, start: number, end: number): Ipv4Kind;
declare function ipv4HeaderLength(bytes: Uint8Array, start: number): number;
declare function ipv4End(bytes: Uint8Array, start: number): number;
declare function writeIpv4(bytes: Uint8Array, at: number, typeOfService: number, length: number, identification: number, protocol: number, source: number, destination: number): void;
declare function isHostAddress(address: number): boolean;

declare const enum IkePort {
    Ike = 500,
    NatTraversal = 4500
}
declare const NAT_KEEPALIVE = 255;
declare const NON_ESP_MARKER = 4;
declare const enum IsakmpField {
    InitiatorSpi = 0,
    ResponderSpi = 8,
    NextPayload = 16,
    Version = 17,
    ExchangeType = 18,
    Flags = 19,
    MessageId = 20,
    Length = 24,
    Payloads = 28
}
declare const ISAKMP_HEADER = IsakmpField.Payloads;
declare const enum NatTraversalKind {
    Junk = 0,
    Keepalive = 1,
    Ike = 2,
    Esp = 3
}
declare function checkNatTraversal(bytes: Uint8Array, start: number, end: number): NatTraversalKind;
declare function checkIke(bytes: Uint8Array, start: number, end: number): NatTraversalKind;
declare function writeNonEspMarker(bytes: Uint8Array, at: number): void;

declare function readUint16(bytes: Uint8Array, at: number): number;
declare function writeUint16(bytes: Uint8Array, at: number, value: number): void;
declare function readInt32(bytes: Uint8Array, at: number): number;
declare function writeInt32(bytes: Uint8Array, at: number, value: number): void;

declare const enum PppField {
    Address = 0,
    Control = 1,
    Protocol = 2,
    Information = 4
}
declare const PPP_ADDRESS = 255;
declare const PPP_CONTROL = 3;
declare const enum PppProtocol {
    IPv4 = 33,
    IPv6 = 87,
    IPCP = 32801,
    LCP = 49185
}
declare const enum ControlField {
    Code = 0,
    Identifier = 1,
    Length = 2,
    Data = 4
}
declare const enum ControlCode {
    ConfigureRequest = 1,
    ConfigureAck = 2,
    ConfigureNak = 3,
    ConfigureReject = 4,
    TerminateRequest = 5,
    TerminateAck = 6,
    CodeReject = 7,
    ProtocolReject = 8,
    EchoRequest = 9,
    EchoReply = 10,
    DiscardRequest = 11,
    Identification = 12,
    TimeRemaining = 13
}
declare const enum OptionField {
    Type = 0,
    Length = 1,
    Data = 2
}
declare const enum LcpOption {
    MRU = 1,
    ACCM = 2,
    Authentication = 3,
    Quality = 4,
    MagicNumber = 5,
    PFC = 7,
    ACFC = 8,
    FcsAlternatives = 9
}
declare const enum IpcpOption {
    Addresses = 1,
    Compression = 2,
    Address = 3
}
declare const enum FcsAlternative {
    Null = 1,
    Fcs16 = 2,
    Fcs32 = 4
}
declare const MAGIC_FIELD = ControlField.Data;
declare function pppHeaderLength(bytes: Uint8Array, start: number, end: number): number;
declare function pppProtocol(bytes: Uint8Array, start: number, length: number): number;
declare function writePppHeader(bytes: Uint8Array, at: number, protocol: number): void;
declare function controlPacketEnd(bytes: Uint8Array, start: number, end: number): number;
declare function writeControlHead(bytes: Uint8Array, at: number, code: number, identifier: number, length: number): void;
declare function optionsFit(bytes: Uint8Array, start: number, end: number): boolean;

declare const enum ReflectionField {
    Magic = 0,
    Kind = 4,
    Status = 5,
    Port = 6,
    Token = 8,
    Delay = 12,
    Address = 16,
    Size = 20
}
declare const REFLECTION_SIZE = ReflectionField.Size;
declare const LONGEST_REFLECTION_DELAY = 7200000;
declare const enum ReflectionKind {
    Other = 0,
    Request = 1,
    Reflected = 2,
    Refused = 3
}
declare function checkReflection(bytes: Uint8Array, start: number, end: number): ReflectionKind;
declare function reflectionToken(bytes: Uint8Array, start: number): number;
declare function reflectionDelay(bytes: Uint8Array, start: number): number;
declare function reflectedAddress(bytes: Uint8Array, start: number): number;
declare function reflectedPort(bytes: Uint8Array, start: number): number;
declare function writeReflectionRequest(bytes: Uint8Array, at: number, token: number, delay: number): void;
declare function writeReflection(bytes: Uint8Array, at: number, refused: boolean, token: number, delay: number, address: number, port: number): void;

declare const enum Verdict {
    Unknown = 0,
    Up = 1,
    Down = 2
}
declare const enum Diagnostic {
    None = 0,
    Answered = 1,
    Missed = 2,
    LoopedBack = 3,
    Negotiating = 4,
    ClosedByPeer = 5,
    DifferentPeer = 6,
    Refused = 7,
    Unreachable = 8,
    TimeExceeded = 9,
    TransmitFailed = 10,
    Damaged = 11,
    LinkDown = 12,
    ChipFault = 13,
    NoLoopServer = 14
}
declare const enum Disposition {
    Discarded = 0,
    Consumed = 1,
    Payload = 2,
    Unknown = 3
}
interface Transmitter {
    readonly buffer: Uint8Array;
    readonly offset: number;
    readonly capacity: number;
    commit(length: number): boolean;
}
interface LinkTransmitter extends Transmitter {
    readonly room: number;
    reserve(length: number): boolean;
}
interface KeepaliveListener {
    verdictChanged(now: number): void;
    resetRequested(missed: number, now: number): void;
    intervalElapsed(now: number): void;
    payloadsPass(now: number): void;
}
interface KeepaliveMachine {
    readonly active: boolean;
    readonly due: number;
    readonly verdict: Verdict;
    readonly diagnostic: Diagnostic;
    start(now: number): void;
    stop(now: number): void;
    poll(now: number): void;
    receive(bytes: Uint8Array, start: number, end: number, now: number): Disposition;
    excuse(): void;
}
interface InterfaceKeepalive extends KeepaliveMachine {
    readonly nameText: Uint8Array;
    readonly interval: number;
    readonly retries: number;
    readonly defaultRetries: number;
    readonly looped: boolean;
    setKeepalive(interval: number, retries: number, now: number): void;
}
interface LinkProtocol extends InterfaceKeepalive {
    readonly address: number;
    readonly mask: number;
    readonly configuredAddress: number;
    readonly configuredMask: number;
    readonly asksAddress: boolean;
    readonly headerLength: number;
    readonly ownFrameLength: number;
    readonly ownFrames: number;
    readonly payloadStart: number;
    readonly payloadProtocol: number;
    readonly payloadKnown: boolean;
    attach(transmitter: LinkTransmitter, listener: KeepaliveListener): void;
    writeHeader(bytes: Uint8Array, at: number, protocol: number, length: number): number;
    setAddress(address: number, mask: number, ask: boolean, now: number): void;
}

declare const enum LoopbackMode {
    Self = 0,
    Phy = 1,
    Peer = 2,
    Auto = 3
}
interface EthernetLoopbackOptions {
    mode?: "self" | "phy" | "peer" | "auto";
    interval?: number;
    retries?: number;
    server?: Uint8Array;
    assist?: boolean;
    random: Random;
}

interface LoopbackTransmitter extends Transmitter {
    forward(bytes: Uint8Array, start: number, end: number): boolean;
    startSelfTest(now: number): boolean;
}

declare const enum LoopbackPath {
    None = 0,
    Phy = 1,
    Wire = 2,
    Server = 3
}

declare class EthernetLoopback implements InterfaceKeepalive {
    readonly nameText: Uint8Array<ArrayBuffer>;
    readonly defaultRetries = 3;
    mode: LoopbackMode;
    readonly address: Uint8Array;
    assists: boolean;
    readonly server: Uint8Array;
    hasServer: boolean;
    serverAnswered: boolean;
    readonly counters: Int32Array;
    interval: number;
    retries: number;
    active: boolean;
    readonly testsItself: boolean;
    readonly serverConfigured: boolean;
    constructor(options: EthernetLoopbackOptions, address: Uint8Array, hearsItself: boolean, testsItself: boolean);
    get verdict(): Verdict;
    get diagnostic(): Diagnostic;
    get path(): LoopbackPath;
    get due(): number;
    get receipt(): number;
    get ownUnanswered(): number;
    get requestsUnanswered(): number;
    get answered(): boolean;
    get looped(): boolean;
    attach(transmitter: LoopbackTransmitter, listener: KeepaliveListener): void;
    start(now: number): void;
    stop(now: number): void;
    setKeepalive(interval: number, retries: number, now: number): void;
    setMode(mode: LoopbackMode, now: number): void;
    portChanged(linkUp: boolean, fault: PortFault, now: number): void;
    poll(now: number): void;
    frameSent(sent: boolean, now: number): void;
    selfTestEnded(passed: boolean, now: number): void;
    transmitterFree(now: number): void;
    receive(bytes: Uint8Array, start: number, end: number, now: number): Disposition;
    excuse(): void;
}

declare const enum LoopbackCounter {
    OwnSent = 0,
    RequestsSent = 1,
    NotSent = 2,
    TransmitFailures = 3,
    SelfTests = 4,
    SelfTestsPassed = 5,
    OwnReceived = 6,
    AnswersReceived = 7,
    Damaged = 8,
    Duplicates = 9,
    Late = 10,
    Looped = 11,
    Strangers = 12,
    Forwarded = 13,
    NotForwarded = 14,
    Refused = 15,
    BadFrames = 16,
    NotOurs = 17,
    MissedPeriods = 18,
    Excused = 19,
    Size = 20
}

interface HdlcKeepaliveOptions {
    interval?: number;
    retries?: number;
    upCount?: number;
    downWhenLooped?: boolean;
    address?: number;
    mask?: number;
    askAddress?: boolean;
    random: Random;
}
declare const enum HdlcCounter {
    KeepalivesSent = 0,
    KeepalivesReceived = 1,
    NotSent = 2,
    StaleAcknowledgements = 3,
    Resets = 4,
    LoopSuspicions = 5,
    MissedPeriods = 6,
    Excused = 7,
    RequestsSent = 8,
    RequestsReceived = 9,
    RepliesSent = 10,
    RepliesReceived = 11,
    RepliesUnusable = 12,
    CdpReceived = 13,
    UnknownProtocols = 14,
    BadFrames = 15,
    Size = 16
}
declare class HdlcKeepalive implements LinkProtocol {
    readonly upCount: number;
    interval: number;
    retries: number;
    downWhenLooped: boolean;
    readonly counters: Int32Array;
    active: boolean;
    verdict: Verdict;
    diagnostic: Diagnostic;
    heardSinceLine: boolean;
    payloadStart: number;
    payloadProtocol: number;
    payloadKnown: boolean;
    constructor(options: HdlcKeepaliveOptions);
    get nameText(): Uint8Array;
    get headerLength(): number;
    get ownFrameLength(): number;
    get ownFrames(): number;
    get defaultRetries(): number;
    get due(): number;
    get mySeq(): number;
    get mineSeen(): number;
    get yourSeen(): number;
    get address(): number;
    get mask(): number;
    get configuredAddress(): number;
    get configuredMask(): number;
    get asksAddress(): boolean;
    get looped(): boolean;
    attach(transmitter: Transmitter, listener: KeepaliveListener): void;
    start(now: number): void;
    stop(): void;
    excuse(): void;
    restore(mySeq: number, yourSeen: number): void;
    poll(now: number): void;
    receive(bytes: Uint8Array, start: number, end: number, now: number): Disposition;
    writeHeader(bytes: Uint8Array, at: number, protocol: number): number;
    setKeepalive(interval: number, retries: number, now: number): void;
    setAddress(address: number, mask: number, ask: boolean): void;
}

declare const enum PppState {
    Initial = 0,
    Starting = 1,
    Closed = 2,
    Stopped = 3,
    Closing = 4,
    Stopping = 5,
    ReqSent = 6,
    AckRcvd = 7,
    AckSent = 8,
    Opened = 9
}
declare const enum PppEvent {
    Up = 0,
    Down = 1,
    Open = 2,
    Close = 3,
    Timeout = 4,
    TimeoutLast = 5,
    GoodRequest = 6,
    BadRequest = 7,
    Ack = 8,
    NakOrReject = 9,
    TerminateRequest = 10,
    TerminateAck = 11,
    UnknownCode = 12,
    RejectHarmless = 13,
    RejectFatal = 14,
    Echo = 15
}

interface PppObserver {
    controlPacket(sent: boolean, protocol: PppProtocol, state: PppState, bytes: Uint8Array, start: number, end: number, now: number): void;
}
declare class PppControlSender {
    observer: PppObserver | null;
    peerMru: number;
    constructor(protocol: PppProtocol, counters: Int32Array);
    attach(transmitter: LinkTransmitter): void;
    get buffer(): Uint8Array;
    get dataOffset(): number;
    reserve(length: number): number;
    copy(before: number, bytes: Uint8Array, start: number, end: number): number;
    nextIdentifier(): number;
    send(code: number, identifier: number, length: number, state: PppState, now: number): boolean;
}

declare const enum OptionAnswer {
    Ack = 0,
    Tell = 1,
    Nak = 2,
    Reject = 3,
    Ignore = 4
}
interface PppNegotiator {
    readonly protocol: PppProtocol;
    beginNegotiation(): void;
    renewRequest(): void;
    writeRequest(bytes: Uint8Array, at: number): number;
    judge(bytes: Uint8Array, at: number): OptionAnswer;
    suggest(bytes: Uint8Array, at: number, out: Uint8Array, outAt: number): number;
    beginAck(): void;
    adopt(bytes: Uint8Array, at: number): void;
    naked(bytes: Uint8Array, at: number): boolean;
    rejected(bytes: Uint8Array, at: number): boolean;
    extension(code: number, identifier: number, bytes: Uint8Array, start: number, end: number, now: number): boolean;
    layerUp(now: number): void;
    layerDown(event: PppEvent, now: number): void;
    layerFinished(event: PppEvent, now: number): void;
}

interface ControlTimers {
    restart: number;
    maxConfigure: number;
    maxTerminate: number;
    maxFailure: number;
}
declare class PppControl {
    readonly counters: Int32Array;
    readonly timers: ControlTimers;
    readonly sender: PppControlSender;
    state: PppState;
    active: boolean;
    due: number;
    backOff: number;
    constructor(negotiator: PppNegotiator, timers: ControlTimers);
    reset(): void;
    poll(now: number): void;
    event(event: PppEvent, now: number): void;
    receive(bytes: Uint8Array, start: number, end: number, now: number): void;
    send(code: number, identifier: number, length: number, now: number): boolean;
    renewRequest(): void;
    sayFarewell(now: number): void;
}

interface IpcpListener {
    ipcpUp(now: number): void;
    ipcpFinished(event: PppEvent, now: number): void;
}
declare class Ipcp implements PppNegotiator {
    readonly control: PppControl;
    assign: number;
    address: number;
    peerAddress: number;
    configured: number;
    constructor(timers: ControlTimers, listener: IpcpListener);
    get protocol(): PppProtocol;
    configure(address: number): void;
    reset(): void;
    beginNegotiation(): void;
    renewRequest(): void;
    writeRequest(bytes: Uint8Array, at: number): number;
    judge(bytes: Uint8Array, at: number): OptionAnswer;
    suggest(_bytes: Uint8Array, _at: number, out: Uint8Array, outAt: number): number;
    beginAck(): void;
    adopt(bytes: Uint8Array, at: number): void;
    naked(bytes: Uint8Array, at: number): boolean;
    rejected(bytes: Uint8Array, at: number): boolean;
    extension(): boolean;
    layerUp(now: number): void;
    layerDown(event: PppEvent): void;
    layerFinished(event: PppEvent, now: number): void;
}

interface LcpListener {
    lcpUp(now: number): void;
    lcpDown(event: PppEvent, now: number): void;
    lcpFinished(event: PppEvent, now: number): void;
    loopFound(now: number): void;
    loopGone(now: number): void;
    echoReceived(code: number, identifier: number, bytes: Uint8Array, start: number, end: number, now: number): void;
    protocolRejected(protocol: number, now: number): void;
}
interface LcpOptions {
    mru: number;
    timers: ControlTimers;
    random: Random;
}
declare const enum LcpCounter {
    MagicCollisions = 0,
    ProtocolRejectsReceived = 1,
    Identifications = 2,
    TimeRemainings = 3,
    BadPackets = 4,
    Size = 5
}
declare class Lcp implements PppNegotiator {
    readonly control: PppControl;
    readonly counters: Int32Array;
    accm: number;
    pfc: boolean;
    acfc: boolean;
    fcs: number;
    looped: boolean;
    constructor(options: LcpOptions, listener: LcpListener);
    get protocol(): PppProtocol;
    get magic(): number;
    get peerMagic(): number;
    get peerMru(): number;
    get sendAccm(): number;
    get sendFcs(): number;
    get sendPfc(): boolean;
    get sendAcfc(): boolean;
    get receiveAccm(): number;
    get receiveFcs(): number;
    remember(magic: number): void;
    reset(): void;
    receive(bytes: Uint8Array, start: number, end: number, now: number): void;
    beginNegotiation(): void;
    renewRequest(): void;
    writeRequest(bytes: Uint8Array, at: number): number;
    judge(bytes: Uint8Array, at: number): OptionAnswer;
    suggest(bytes: Uint8Array, at: number, out: Uint8Array, outAt: number): number;
    beginAck(): void;
    adopt(bytes: Uint8Array, at: number): void;
    naked(bytes: Uint8Array, at: number): boolean;
    rejected(bytes: Uint8Array, at: number): boolean;
    extension(code: number, identifier: number, bytes: Uint8Array, start: number, end: number, now: number): boolean;
    layerUp(now: number): void;
    layerDown(event: PppEvent, now: number): void;
    layerFinished(event: PppEvent, now: number): void;
    foundLoop(now: number): void;
}

declare class RoundTrips {
    sampled: number;
    losses: number;
    constructor(capacity: number);
    record(ms: number): void;
    lost(count: number): void;
    clear(): void;
    get last(): number;
    get least(): number;
    get greatest(): number;
    get mean(): number;
    get jitter(): number;
}

interface EchoLink {
    readonly lcp: Lcp;
    echoIntervalElapsed(now: number): void;
    echoesMissed(missed: number, now: number): void;
}
declare const enum EchoCounter {
    RequestsSent = 0,
    NotSent = 1,
    RepliesReceived = 2,
    DuplicateReplies = 3,
    StrangeReplies = 4,
    Suppressed = 5,
    MissedPeriods = 6,
    Excused = 7,
    Size = 8
}
declare class EchoKeepalive {
    readonly counters: Int32Array;
    readonly roundTrips: RoundTrips;
    interval: number;
    retries: number;
    adaptive: boolean;
    active: boolean;
    constructor(link: EchoLink, interval: number, retries: number, adaptive: boolean);
    get identifier(): number;
    set identifier(value: number);
    get due(): number;
    get unanswered(): number;
    start(now: number): void;
    stop(): void;
    restart(now: number): void;
    excuse(): void;
    heard(): void;
    poll(now: number): void;
    replyReceived(identifier: number, now: number): boolean;
}

interface PppOptions {
    interval?: number;
    retries?: number;
    adaptive?: boolean;
    address?: number;
    peerAddress?: number;
    accm?: number;
    pfc?: boolean;
    acfc?: boolean;
    fcs?: number;
    restart?: number;
    maxConfigure?: number;
    maxTerminate?: number;
    maxFailure?: number;
    hold?: number;
    random: Random;
}

declare class Ppp implements LinkProtocol, LcpListener, IpcpListener, EchoLink {
    readonly lcp: Lcp;
    readonly ipcp: Ipcp;
    readonly echo: EchoKeepalive;
    readonly timers: ControlTimers;
    readonly counters: Int32Array;
    verdict: Verdict;
    diagnostic: Diagnostic;
    mask: number;
    payloadStart: number;
    constructor(options: PppOptions, framing: PppFraming, mru: number);
    set observer(observer: PppObserver | null);
    get nameText(): Uint8Array;
    get headerLength(): number;
    get ownFrameLength(): number;
    get ownFrames(): number;
    get defaultRetries(): number;
    get payloadProtocol(): number;
    get payloadKnown(): boolean;
    get interval(): number;
    get retries(): number;
    get roundTrips(): RoundTrips;
    get looped(): boolean;
    get address(): number;
    get configuredAddress(): number;
    get configuredMask(): number;
    get asksAddress(): boolean;
    get active(): boolean;
    get due(): number;
    attach(transmitter: LinkTransmitter, listener: KeepaliveListener): void;
    start(now: number): void;
    stop(now: number): void;
    excuse(): void;
    poll(now: number): void;
    receive(bytes: Uint8Array, start: number, end: number, now: number): Disposition;
    writeHeader(bytes: Uint8Array, at: number, protocol: number, length: number): number;
    setKeepalive(interval: number, retries: number, now: number): void;
    setAddress(address: number, mask: number, _ask: boolean, now: number): void;
    lcpUp(now: number): void;
    lcpDown(event: PppEvent, now: number): void;
    lcpFinished(event: PppEvent, now: number): void;
    loopFound(now: number): void;
    loopGone(now: number): void;
    echoReceived(code: number, identifier: number, bytes: Uint8Array, start: number, end: number, now: number): void;
    protocolRejected(protocol: number, now: number): void;
    ipcpUp(now: number): void;
    ipcpFinished(event: PppEvent, now: number): void;
    echoIntervalElapsed(now: number): void;
    echoesMissed(_missed: number, now: number): void;
}

declare const enum PppCounter {
    EchoRequestsReceived = 0,
    EchoRepliesSent = 1,
    EchoRepliesNotSent = 2,
    DiscardsReceived = 3,
    LoopedBack = 4,
    DifferentPeer = 5,
    NotOpen = 6,
    UnknownProtocols = 7,
    BadFrames = 8,
    Size = 9
}

declare const enum ControlCounter {
    PacketsSent = 0,
    PacketsReceived = 1,
    NotSent = 2,
    BadPackets = 3,
    StaleAnswers = 4,
    Ignored = 5,
    UnknownCodes = 6,
    CodeRejectsReceived = 7,
    Unexpected = 8,
    Size = 9
}

interface NatKeepaliveOptions {
    interval?: number;
    natTimeout?: number;
    margin?: number;
    slack?: number;
    forced?: boolean;
}
interface NatKeepaliveSender {
    sendKeepalive(): boolean;
}
interface NatKeepaliveListener {
    keepaliveSent(now: number): void;
    probeWanted(gap: number, now: number): boolean;
}
declare const enum NatKeepaliveCounter {
    Sent = 0,
    NotSent = 1,
    Spared = 2,
    Early = 3,
    ProbesWanted = 4,
    Received = 5,
    Size = 6
}
declare const enum IntervalWarning {
    None = 0,
    NotBelowTimeout = 1,
    AboveDefault = 2
}
declare const NAT_KEEPALIVE_INTERVAL = 20000;
declare class NatKeepalive {
    readonly margin: number;
    readonly slack: number;
    readonly forced: boolean;
    readonly counters: Int32Array;
    active: boolean;
    behindNat: boolean;
    constructor(options: NatKeepaliveOptions);
    get interval(): number;
    get natTimeout(): number;
    get started(): boolean;
    get hasSent(): boolean;
    get lastSent(): number;
    get due(): number;
    get warning(): IntervalWarning;
    attach(sender: NatKeepaliveSender, listener: NatKeepaliveListener | null): void;
    start(now: number): void;
    stop(): void;
    restart(now: number): void;
    setBehindNat(behindNat: boolean, now: number): void;
    setInterval(interval: number, now: number): void;
    setNatTimeout(natTimeout: number): void;
    sent(at: number): void;
    keepaliveSent(sent: boolean, now: number): void;
    received(): void;
    poll(now: number): void;
}

declare class NatMapping {
    constructor();
    get address(): number;
    get port(): number;
    clear(): void;
    see(address: number, port: number, lasts: boolean, learns: boolean): boolean;
}

declare const enum NatFlow {
    Replied = 0,
    OneWay = 1,
    Size = 2
}
declare const enum NatTimeoutPhase {
    Off = 0,
    Opening = 1,
    Settling = 2,
    Holding = 3,
    Forgetting = 4,
    Done = 5,
    Checking = 6,
    Failed = 7
}
declare const enum NatTimeoutFailure {
    None = 0,
    NoAnswer = 1,
    Refused = 2,
    Unstable = 3
}
interface NatTimeoutListener {
    trialEnded(flow: NatFlow, idle: number, alive: boolean, now: number): void;
    mappingChanged(now: number): void;
    measurementEnded(now: number): void;
}
declare const enum NatTimeoutCounter {
    Requests = 0,
    NotSent = 1,
    Answers = 2,
    Unanswered = 3,
    Strangers = 4,
    Refused = 5,
    Alive = 6,
    Gone = 7,
    Void = 8,
    MappingChanges = 9,
    Size = 10
}
declare function safeInterval(longestAlive: number): number;

interface NatTimeoutOptions {
    address: number;
    port?: number;
    first?: number;
    longest?: number;
    resolution?: number;
    confirmations?: number;
    patience?: number;
    checkInterval?: number;
    oneWay?: boolean;
    random: Random;
}

declare class NatTimeout {
    readonly counters: Int32Array;
    readonly mapping: NatMapping;
    phase: NatTimeoutPhase;
    failure: NatTimeoutFailure;
    flow: NatFlow;
    constructor(options: NatTimeoutOptions);
    get active(): boolean;
    get due(): number;
    get idle(): number;
    longestAlive(flow: NatFlow): number;
    shortestGone(flow: NatFlow): number;
    attach(port: DatagramPort, listener: NatTimeoutListener | null): void;
    start(now: number): void;
    stop(): void;
    check(now: number): void;
    poll(now: number): void;
    receive(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void;
    requestSent(sent: boolean, now: number): void;
}

interface PathProbeOptions {
    target?: number;
    interval?: number;
    retries?: number;
    dataLength?: number;
    random: Random;
}
interface PathListener {
    pathChanged(now: number): void;
}
declare const enum PathCounter {
    RequestsSent = 0,
    NotSent = 1,
    RepliesReceived = 2,
    Duplicates = 3,
    Late = 4,
    Strangers = 5,
    Unreachable = 6,
    TimeExceeded = 7,
    MissedPeriods = 8,
    Excused = 9,
    Size = 10
}
declare class PathProbe {
    readonly dataLength: number;
    readonly identifier: number;
    readonly trips: RoundTrips;
    readonly counters: Int32Array;
    active: boolean;
    verdict: Verdict;
    diagnostic: Diagnostic;
    constructor(options: PathProbeOptions);
    get target(): number;
    get interval(): number;
    get retries(): number;
    get due(): number;
    attach(transmitter: Transmitter, listener: PathListener | null): void;
    start(now: number): void;
    stop(now: number): void;
    setProbe(target: number, interval: number, retries: number, now: number): void;
    poll(now: number): void;
    replyReceived(source: number, bytes: Uint8Array, start: number, end: number, now: number): boolean;
    errorReceived(kind: IcmpKind, bytes: Uint8Array, start: number, end: number, now: number): boolean;
}

declare const enum InterfaceCounter {
    PacketsIn = 0,
    OctetsIn = 1,
    PacketsOut = 2,
    OctetsOut = 3,
    OutputDrops = 4,
    CarrierTransitions = 5,
    InputErrors = 6,
    Crc = 7,
    Frame = 8,
    Abort = 9,
    Runts = 10,
    Giants = 11,
    Overrun = 12,
    LostWhileWaking = 13,
    UnknownProtocol = 14,
    InterfaceResets = 15,
    LineOctetsIn = 16,
    LineOctetsOut = 17,
    Size = 18
}

declare const enum EthernetCounter {
    PacketsIn = 0,
    OctetsIn = 1,
    PacketsOut = 2,
    OctetsOut = 3,
    OutputDrops = 4,
    CarrierTransitions = 5,
    OutputErrors = 6,
    Size = 7
}

declare class Stopwatch {
    restart(now: number): void;
    seconds(now: number): number;
}

declare const enum TraceEvent {
    None = 0,
    Verdict = 1,
    Reset = 2,
    Administrative = 3,
    Carrier = 4,
    FrameReceived = 5,
    FrameSent = 6,
    FrameNotSent = 7,
    FrameDiscarded = 8,
    LostWhileWaking = 9,
    Interval = 10
}
declare class Trace {
    constructor(records: number);
    get memory(): number;
    get length(): number;
    record(now: number, event: TraceEvent, a: number, b: number): void;
    dump(out: Uint8Array, at: number): number;
}

declare class TrafficAverage {
    constructor(bandwidth: number);
    start(now: number): void;
    count(octets: number, frames: number, errors: number, now: number): void;
    load(now: number): number;
    reliability(now: number): number;
}

interface InterfaceListener {
    lineProtocolChanged(now: number): void;
    linkChanged(now: number): void;
    interfaceReset(missed: number, now: number): void;
    keepaliveInterval(now: number): void;
    packetReceived(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): void;
    sendReady(now: number): void;
}
interface NetworkInterfaceOptions {
    name: string;
    scheduler: Scheduler;
    listener: InterfaceListener;
    bandwidth?: number;
    slack?: number;
    trace?: number;
}
declare abstract class NetworkInterface implements Task, KeepaliveListener {
    readonly name: string;
    readonly nameText: Uint8Array;
    readonly bandwidth: number;
    readonly trace: Trace | null;
    readonly counters: Int32Array;
    readonly average: TrafficAverage;
    readonly verdictAge: Stopwatch;
    administrativelyUp: boolean;
    lineProtocolUp: boolean;
    protected readonly _listener: InterfaceListener;
    protected _now: number;
    protected _sendRefused: boolean;
    constructor(options: NetworkInterfaceOptions, counters: number, bandwidth: number);
    abstract readonly protocol: InterfaceKeepalive;
    abstract readonly mtu: number;
    abstract readonly carrier: boolean;
    abstract readonly memory: number;
    get linkUp(): boolean;
    start(now: number): void;
    noShut(now: number): void;
    shut(now: number): void;
    setKeepalive(interval: number, retries: number, now: number): void;
    clearCounters(): void;
    wake(_kind: number, now: number): void;
    verdictChanged(): void;
    intervalElapsed(): void;
    abstract resetRequested(missed: number): void;
    abstract payloadsPass(): void;
    protected abstract _open(now: number): void;
    protected abstract _close(now: number): void;
    protected get _ownMemory(): number;
    protected _startProtocol(now: number): void;
    protected _countIn(octets: number, now: number): void;
    protected _countOut(octets: number, now: number): void;
    protected _drop(later: boolean): boolean;
    protected _offerRoom(now: number): void;
    protected _traceEvent(now: number, event: TraceEvent, a: number, b: number): void;
    protected _settle(now: number): void;
}

interface EthernetInterfaceOptions extends NetworkInterfaceOptions {
    port: FramePort;
    keepalive: EthernetLoopbackOptions;
}
declare const ETHERNET_INTERFACE_TIMERS = 1;
declare class EthernetInterface extends NetworkInterface implements LoopbackTransmitter, FramePortListener {
    readonly mtu = 1500;
    readonly port: FramePort;
    readonly protocol: EthernetLoopback;
    readonly buffer: Uint8Array;
    readonly capacity = 60;
    constructor(options: EthernetInterfaceOptions);
    get offset(): number;
    get memory(): number;
    get carrier(): boolean;
    send(bytes: Uint8Array, start: number, end: number, now: number): boolean;
    setLoopback(mode: LoopbackMode, now: number): void;
    commit(length: number): boolean;
    forward(bytes: Uint8Array, start: number, end: number): boolean;
    startSelfTest(now: number): boolean;
    resetRequested(): void;
    payloadsPass(): void;
    frameReceived(bytes: Uint8Array, start: number, end: number, now: number): void;
    frameSent(sent: boolean, now: number): void;
    portChanged(now: number): void;
    protected _open(now: number): void;
    protected _close(now: number): void;
}

interface CarrierListener {
    carrierChanged(now: number): void;
}

interface Encapsulation {
    protocol: LinkProtocol;
    framing: Framing;
}
interface SerialInterfaceOptions extends NetworkInterfaceOptions {
    port: SerialPort;
    mtu?: number;
    carrierDelay?: number;
}
declare const SERIAL_INTERFACE_TIMERS: number;
declare class SerialInterface extends NetworkInterface implements LinkTransmitter, FrameSink, SerialPortListener, CarrierListener {
    readonly mtu: number;
    protocol: LinkProtocol;
    readonly encapsulations: readonly Encapsulation[];
    readonly buffer: Uint8Array;
    readonly capacity: number;
    constructor(options: SerialInterfaceOptions, encapsulations: readonly Encapsulation[]);
    get offset(): number;
    get room(): number;
    get memory(): number;
    get carrier(): boolean;
    encapsulate(index: number, now: number): void;
    setAddress(address: number, mask: number, ask: boolean, now: number): void;
    send(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): boolean;
    clearCounters(): void;
    reserve(length: number): boolean;
    commit(length: number): boolean;
    resetRequested(missed: number): void;
    payloadsPass(): void;
    receive(bytes: Uint8Array, start: number, end: number, now: number): void;
    writable(now: number): void;
    modemLinesChanged(lines: number, now: number): void;
    framingError(octets: number, now: number): void;
    overrun(octets: number, now: number): void;
    lostWhileWaking(octets: number, now: number): void;
    carrierChanged(now: number): void;
    frameReceived(bytes: Uint8Array, start: number, end: number, now: number): void;
    frameDiscarded(reason: DeframerCounter, now: number): void;
    protected _open(now: number): void;
    protected _close(now: number): void;
}

declare function frameRelayEncapsulation(): Encapsulation;

interface HdlcInterfaceOptions extends SerialInterfaceOptions {
    keepalive: HdlcKeepaliveOptions;
    framing?: Framing;
}
interface HdlcInterface extends SerialInterface {
    readonly protocol: HdlcKeepalive;
}
declare function hdlcEncapsulation(options: HdlcInterfaceOptions): Encapsulation;
declare function createHdlcInterface(options: HdlcInterfaceOptions): HdlcInterface;

interface PppInterfaceOptions extends SerialInterfaceOptions {
    ppp: PppOptions;
}
interface PppInterface extends SerialInterface {
    readonly protocol: Ppp;
}
declare function pppEncapsulation(options: PppInterfaceOptions): Encapsulation;
declare function createPppInterface(options: PppInterfaceOptions): PppInterface;

interface IpHostOptions {
    scheduler: Scheduler;
    probe: PathProbe;
    pathListener?: PathListener;
    next?: InterfaceListener;
}
declare const enum IpCounter {
    BadHeaders = 0,
    BadLengths = 1,
    BadChecksums = 2,
    NotOurs = 3,
    Fragments = 4,
    BadMessages = 5,
    EchoRequests = 6,
    BadSources = 7,
    WithOptions = 8,
    RepliesSent = 9,
    RepliesNotSent = 10,
    Size = 11
}
declare const IP_HOST_TIMERS = 1;
declare class IpHost implements InterfaceListener, Task, Transmitter {
    readonly probe: PathProbe;
    readonly counters: Int32Array;
    buffer: Uint8Array;
    readonly offset = Ipv4Field.Options;
    capacity: number;
    constructor(options: IpHostOptions);
    attach(serialInterface: SerialInterface): void;
    start(now: number): void;
    setProbe(target: number, interval: number, retries: number, now: number): void;
    wake(_kind: number, now: number): void;
    commit(length: number): boolean;
    lineProtocolChanged(now: number): void;
    linkChanged(now: number): void;
    interfaceReset(missed: number, now: number): void;
    keepaliveInterval(now: number): void;
    packetReceived(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): void;
    sendReady(now: number): void;
}

interface NatMeasurementOptions {
    port: DatagramPort;
    scheduler: Scheduler;
    timeout: NatTimeout;
    listener?: NatTimeoutListener;
}
declare const NAT_MEASUREMENT_TIMERS = 1;
declare class NatMeasurement implements DatagramPortListener, Task {
    readonly timeout: NatTimeout;
    constructor(options: NatMeasurementOptions);
    start(now: number): void;
    stop(): void;
    check(now: number): void;
    wake(_kind: number, now: number): void;
    datagramReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void;
    datagramSent(sent: boolean, now: number): void;
}

interface NatTraversalOptions {
    port: DatagramPort;
    scheduler: Scheduler;
    keepalive: NatKeepalive;
    peerAddress?: number;
    peerPort?: number;
    listener?: NatTraversalListener;
}
interface NatTraversalListener extends NatKeepaliveListener {
    ikeReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void;
    espReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void;
    datagramSent(sent: boolean, now: number): void;
}
declare const enum NatTraversalCounter {
    IkeReceived = 0,
    EspReceived = 1,
    Junk = 2,
    Sent = 3,
    NotSent = 4,
    Size = 5
}
declare const NAT_TRAVERSAL_TIMERS = 1;
declare class NatTraversal implements DatagramPortListener, NatKeepaliveSender, Task {
    readonly keepalive: NatKeepalive;
    readonly counters: Int32Array;
    peerAddress: number;
    peerPort: number;
    constructor(options: NatTraversalOptions);
    start(now: number): void;
    stop(): void;
    setPeer(address: number, port: number, now: number): void;
    settingsChanged(): void;
    send(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): boolean;
    wake(_kind: number, now: number): void;
    sendKeepalive(): boolean;
    datagramReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void;
    datagramSent(sent: boolean, now: number): void;
}

declare const enum StoreCounter {
    Saves = 0,
    Unchanged = 1,
    NotSaved = 2,
    Repairs = 3,
    ReadBackErrors = 4,
    MemoryErrors = 5,
    DamagedSlots = 6,
    BrokenOff = 7,
    Migrated = 8,
    OctetsWritten = 9,
    OctetsRead = 10,
    Size = 11
}

interface ShedLoad {
    readonly name: string;
    readonly current: number;
    readonly time: number;
    shed(now: number): void;
    restore(now: number): void;
}
interface HoldUpOptions {
    capacitance: number;
    tolerance?: number;
    resistance?: number;
    failing: number;
    minimum: number;
    error?: number;
    current: number;
    saveTime: number;
    latency?: number;
}
declare function i2cSaveTime(octets: number, hertz: number, step: number): number;
declare class HoldUp {
    readonly failing: number;
    readonly minimum: number;
    readonly window: number;
    readonly available: number;
    readonly needed: number;
    readonly time: number;
    constructor(options: HoldUpOptions, loads: readonly ShedLoad[], interval: number);
}

declare const enum FieldType {
    Uint8 = 0,
    Int8 = 1,
    Uint16 = 2,
    Int16 = 3,
    Int32 = 4,
    Octets = 5
}
interface RecordField {
    name: string;
    type: FieldType;
    unit?: string;
    size?: number;
}
interface RecordLayoutOptions {
    name: string;
    id: number;
    version: number;
    fields: RecordField[];
}
declare class RecordLayout {
    readonly name: string;
    readonly id: number;
    readonly version: number;
    readonly fields: readonly RecordField[];
    readonly size: number;
    readonly types: Uint8Array;
    readonly offsets: Uint16Array;
    constructor(options: RecordLayoutOptions);
}
declare class RetainedRecord {
    readonly layout: RecordLayout;
    readonly bytes: Uint8Array;
    constructor(layout: RecordLayout);
    get(field: number): number;
    set(field: number, value: number): void;
}

interface SlotFormat {
    readonly header: number;
    readonly unit: number;
    readonly longest: number;
    readonly mostId: number;
    readonly mostVersion: number;
    schema(id: number, version: number): number;
    seal(slot: Uint8Array, schema: number, length: number, sequence: number): boolean;
    lengthOf(slot: Uint8Array): number;
    schemaOf(slot: Uint8Array): number;
    sequenceOf(slot: Uint8Array): number;
    readonly seed: number;
    update(check: number, slot: Uint8Array, start: number, end: number): number;
    isGood(slot: Uint8Array, check: number): boolean;
    next(sequence: number): number;
    isNewer(sequence: number, than: number): boolean;
}
declare const enum Offset {
    Schema = 4,
    Length = 6,
    Sequence = 8,
    Record = 10
}
declare class FullSlots implements SlotFormat {
    readonly header = Offset.Record;
    readonly unit = 1;
    readonly longest = 4096;
    readonly mostId = 254;
    readonly mostVersion = 255;
    readonly seed = 1262830928;
    schema(id: number, version: number): number;
    seal(slot: Uint8Array, schema: number, length: number, sequence: number): boolean;
    lengthOf(slot: Uint8Array): number;
    schemaOf(slot: Uint8Array): number;
    sequenceOf(slot: Uint8Array): number;
    update(check: number, slot: Uint8Array, start: number, end: number): number;
    isGood(slot: Uint8Array, check: number): boolean;
    next(sequence: number): number;
    isNewer(sequence: number, than: number): boolean;
}
declare const enum Compact {
    Sequence = 2,
    Schema = 3,
    Record = 4,
    Size = 8
}
declare class CompactSlots implements SlotFormat {
    readonly header = Compact.Record;
    readonly unit = 4;
    readonly longest = 4;
    readonly mostId = 14;
    readonly mostVersion = 15;
    readonly seed = 19280;
    schema(id: number, version: number): number;
    seal(slot: Uint8Array, schema: number, _length: number, sequence: number): boolean;
    lengthOf(slot: Uint8Array): number;
    schemaOf(slot: Uint8Array): number;
    sequenceOf(slot: Uint8Array): number;
    update(check: number, slot: Uint8Array, start: number, end: number): number;
    isGood(slot: Uint8Array, check: number): boolean;
    next(sequence: number): number;
    isNewer(sequence: number, than: number): boolean;
}

declare const enum Restored {
    NotYet = 0,
    Cold = 1,
    Restored = 2,
    FellBack = 3,
    Corrupt = 4,
    Refused = 5
}
interface Migration {
    readonly from: RecordLayout;
    migrate(old: RetainedRecord, record: RetainedRecord): void;
}
interface RetentionListener {
    restored(result: Restored, now: number): void;
    saved(saved: boolean, now: number): void;
}
interface RetentionStoreOptions {
    memory: RetainedMemory;
    layout: RecordLayout;
    scheduler: Scheduler;
    listener: RetentionListener;
    format?: SlotFormat;
    at?: number;
    size?: number;
    migrations?: Migration[];
    cause?: ResetCause;
}

declare const enum PowerState {
    Starting = 0,
    Reserving = 1,
    On = 2,
    Failing = 3,
    Held = 4
}
declare const enum KeepAliveCounter {
    Failures = 0,
    Saved = 1,
    Returns = 2,
    NotSaved = 3,
    OverBudget = 4,
    Checkpoints = 5,
    ClockErrors = 6,
    LongestSave = 7,
    LowestVoltage = 8,
    Size = 9
}
interface RetainedState {
    readonly fields: readonly RecordField[];
    keep(record: RetainedRecord, at: number): void;
    runsOut(record: RetainedRecord, at: number): boolean;
    resume(record: RetainedRecord, at: number, older: boolean): void;
    excuse(): void;
}
interface KeepAliveListener {
    resumed(result: Restored, away: number, now: number): void;
    powerChanged(state: PowerState, now: number): void;
    clockSet(set: boolean, now: number): void;
}
interface KeepAliveOptions {
    memory: RetainedMemory;
    scheduler: Scheduler;
    listener: KeepAliveListener;
    supply?: SupplyMonitor;
    holdUp?: HoldUpOptions;
    clock?: RealTimeClock;
    states?: readonly RetainedState[];
    loads?: readonly ShedLoad[];
    interval?: number;
    checkpoint?: number;
    hysteresis?: number;
    settle?: number;
    brief?: boolean;
    id?: number;
    version?: number;
    at?: number;
    size?: number;
    format?: SlotFormat;
    migrations?: Migration[];
    cause?: ResetCause;
}

declare const RETENTION_TIMERS = 1;
declare class RetentionStore implements Task {
    readonly record: RetainedRecord;
    readonly counters: Int32Array;
    readonly cause: ResetCause;
    result: Restored;
    refused: number;
    constructor(options: RetentionStoreOptions);
    get busy(): boolean;
    get waiting(): boolean;
    get octetsOfSave(): number;
    start(now: number): void;
    save(now: number): boolean;
    discard(): void;
    wake(_kind: number, now: number): void;
    poll(now: number): boolean;
}

declare const KEEP_ALIVE_TIMERS = 3;
declare class KeepAlive implements Task, RetentionListener, RealTimeClockListener {
    readonly store: RetentionStore;
    readonly supply: SupplyMonitor | null;
    readonly holdUp: HoldUp | null;
    readonly clock: RealTimeClock | null;
    readonly counters: Int32Array;
    state: PowerState;
    result: Restored;
    away: number;
    orderly: boolean;
    starts: number;
    failures: number;
    lastOutage: number;
    timeValid: boolean;
    constructor(options: KeepAliveOptions);
    start(now: number): void;
    supplyChanged(now: number): void;
    time(time: CalendarTime, now: number): boolean;
    setClock(time: CalendarTime, now: number): boolean;
    wake(kind: number, now: number): void;
    restored(result: Restored, now: number): void;
    saved(saved: boolean, now: number): void;
    timeRead(validity: TimeValidity, now: number): void;
    timeSet(set: boolean, now: number): void;
}

interface RetainedConfigOptions {
    memory: RetainedMemory;
    scheduler: Scheduler;
    at?: number;
    size?: number;
}
declare class RetainedConfig implements ConfigStore, RetentionListener {
    readonly store: RetentionStore;
    readonly room: number;
    constructor(options: RetainedConfigOptions);
    start(now: number): void;
    begin(): void;
    write(bytes: Uint8Array, start: number, end: number): boolean;
    commit(now: number): boolean;
    read(from: number, bytes: Uint8Array): number;
    restored(): void;
    saved(saved: boolean): void;
}

declare class RetainedCounters implements RetainedState {
    readonly fields: readonly RecordField[];
    constructor(counters: Int32Array, indices: readonly number[], names: readonly string[]);
    keep(record: RetainedRecord, at: number): void;
    runsOut(): boolean;
    resume(record: RetainedRecord, at: number): void;
    excuse(): void;
}

declare class RetainedHdlc implements RetainedState {
    readonly fields: readonly RecordField[];
    constructor(hdlc: HdlcKeepalive, brief?: boolean);
    keep(record: RetainedRecord, at: number): void;
    runsOut(record: RetainedRecord, at: number): boolean;
    resume(record: RetainedRecord, at: number, older: boolean): void;
    excuse(): void;
}

declare class RetainedPpp implements RetainedState {
    readonly fields: readonly RecordField[];
    constructor(ppp: Ppp, brief?: boolean);
    keep(record: RetainedRecord, at: number): void;
    runsOut(record: RetainedRecord, at: number): boolean;
    resume(record: RetainedRecord, at: number): void;
    excuse(): void;
}

declare const enum Action {
    ConfigureTerminal = 0,
    Interface = 1,
    Exit = 2,
    End = 3,
    ClearCounters = 4,
    ClockSet = 5,
    WriteMemory = 6,
    NatKeepalive = 7,
    NoNatKeepalive = 8,
    ShowClock = 9,
    ShowControllers = 10,
    ShowCryptoIsakmpNat = 11,
    ShowInterfaces = 12,
    ShowKeepalive = 13,
    ShowMemory = 14,
    ShowPower = 15,
    ShowRetention = 16,
    ShowRunningConfig = 17,
    ShowScheduler = 18,
    ShowVersion = 19,
    LastShow = 19,
    DebugAll = 20,
    DebugEthernetInterface = 21,
    DebugPppPacket = 22,
    DebugSerialInterface = 23,
    NoDebugEthernetInterface = 24,
    NoDebugPppPacket = 25,
    NoDebugSerialInterface = 26,
    NoDebugAll = 27,
    LastDebug = 27,
    EncapsulationFrameRelay = 28,
    EncapsulationHdlc = 29,
    EncapsulationPpp = 30,
    IpAddress = 31,
    IpAddressNegotiated = 32,
    IpAddressSlarp = 33,
    NoIpAddress = 34,
    Keepalive = 35,
    KeepaliveDisable = 36,
    NoKeepalive = 37,
    Shutdown = 38,
    NoShutdown = 39,
    PathProbe = 40,
    NoPathProbe = 41,
    LoopbackAssist = 42,
    NoLoopbackAssist = 43,
    LoopbackAuto = 44,
    LoopbackPeer = 45,
    LoopbackPhy = 46,
    LoopbackSelf = 47,
    NoLoopback = 48,
    DownWhenLooped = 49,
    NoDownWhenLooped = 50,
    PeerAddress = 51,
    NoPeerAddress = 52,
    PppAccm = 53,
    NoPppAccm = 54,
    PppAcfc = 55,
    NoPppAcfc = 56,
    PppEchoAdaptive = 57,
    NoPppEchoAdaptive = 58,
    PppFcs0 = 59,
    PppFcs16 = 60,
    PppFcs32 = 61,
    PppPfc = 62,
    NoPppPfc = 63,
    PppTimeoutRestart = 64,
    NoPppTimeoutRestart = 65
}

declare class LineWriter {
    readonly buffer: Uint8Array;
    length: number;
    constructor(capacity: number);
    clear(): void;
    octet(value: number): void;
    text(bytes: Uint8Array): void;
    part(bytes: Uint8Array, start: number, end: number): void;
    item(list: Uint8Array, index: number): void;
    column(at: number): void;
    decimal(value: number, width: number): void;
    counts(text: Uint8Array, a: number, b?: number, c?: number, d?: number, e?: number): void;
    hexadecimal(value: number, digits: number): void;
    upperHexadecimal(value: number, digits: number): void;
    address(value: number): void;
    macAddress(octets: Uint8Array): void;
    prefix(mask: number): void;
    seconds(milliseconds: number): void;
    span(seconds: number): void;
    endLine(): void;
}

declare class TimeOfDay {
    constructor(now: number, timeOfDay: number);
    set(now: number, timeOfDay: number): void;
    timeAt(now: number): number;
    write(line: LineWriter, now: number): void;
}

declare class Console {
    readonly line: LineWriter;
    now: number;
    readonly timeOfDay: TimeOfDay;
    constructor(sink: ConsoleSink, timeOfDay: TimeOfDay);
    stamp(now: number): void;
    print(): void;
}

interface DebugLine {
    readonly protocol: InterfaceKeepalive;
    write(line: LineWriter, name: Uint8Array): void;
    takeNotice(): boolean;
    writeNotice(line: LineWriter, name: Uint8Array): void;
}
interface InterfaceLogOptions {
    scheduler: Scheduler;
    console: Console;
    controller?: number;
    next?: InterfaceListener;
}
declare const INTERFACE_LOG_TIMERS = 1;
declare class InterfaceLog implements InterfaceListener, Task {
    debug: boolean;
    constructor(options: InterfaceLogOptions);
    attach(shown: NetworkInterface, debugLine: DebugLine | null): void;
    keepaliveInterval(now: number): void;
    interfaceReset(missed: number, now: number): void;
    linkChanged(now: number): void;
    lineProtocolChanged(now: number): void;
    packetReceived(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): void;
    sendReady(now: number): void;
    wake(_kind: number, now: number): void;
}

interface ShownSerialInterface {
    readonly serial: SerialInterface;
    readonly hardware: Uint8Array;
    readonly ethernet?: undefined;
}
interface ShownEthernetInterface {
    readonly ethernet: EthernetInterface;
    readonly controller: Controller;
    readonly serial?: undefined;
}
type ShownInterface = ShownSerialInterface | ShownEthernetInterface;
interface ConsoleSerialInterface extends ShownSerialInterface {
    readonly log: InterfaceLog;
    readonly hdlc: HdlcKeepalive | null;
    readonly ppp: Ppp | null;
    readonly host: IpHost | null;
}
interface ConsoleEthernetInterface extends ShownEthernetInterface {
    readonly log: InterfaceLog;
}
type ConsoleInterface = ConsoleSerialInterface | ConsoleEthernetInterface;

interface Report {
    next(line: LineWriter, now: number): boolean;
}

interface RetentionCommands {
    readonly result: Restored;
    attach(console: Console): void;
    report(action: Action): Report;
    setClock(time: number, day: number, month: number, year: number, now: number): void;
}

declare class RetentionConsole implements RetentionCommands, Report {
    constructor(keepAlive: KeepAlive, memory: number);
    get result(): Restored;
    attach(console: Console): void;
    report(action: Action): Report;
    next(line: LineWriter, now: number): boolean;
    setClock(time: number, day: number, month: number, year: number, now: number): void;
    clockSet(set: boolean): void;
}

declare const ROUTER_RETENTION_TIMERS: number;
interface RetainedLine {
    readonly scheduler: Scheduler;
    readonly console: Console;
    readonly hdlc: HdlcKeepalive;
    readonly ppp: Ppp;
    readonly encapsulation: "hdlc" | "ppp";
    readonly counters: Int32Array;
    readonly cause: ResetCause;
    readonly listener: RetainedLineListener;
}
interface RetainedLineListener {
    lineMayStart(now: number): void;
}
interface RouterRetentionOptions {
    memory: RetainedMemory;
    clock?: RealTimeClock;
    supply?: SupplyMonitor;
    holdUp?: HoldUpOptions;
    loads?: readonly ShedLoad[];
    checkpoint?: number;
    interval?: number;
}
declare class RouterRetention implements KeepAliveListener {
    readonly keepAlive: KeepAlive;
    readonly commands: RetentionCommands;
    constructor(line: RetainedLine, options: RouterRetentionOptions);
    start(now: number): void;
    resumed(result: Restored, _away: number, now: number): void;
    powerChanged(): void;
    clockSet(set: boolean, now: number): void;
}

declare const enum Mode {
    Away = 0,
    Exec = 1,
    Configure = 2,
    Interface = 4
}
declare const enum Kind {
    Word = 0,
    No = 1,
    Number = 2,
    Seconds = 3,
    Hexadecimal = 4,
    Address = 5,
    Mask = 6,
    Interface = 7,
    TimeOfDay = 8,
    Month = 9
}
declare class CommandTree {
    readonly text: Uint8Array;
    constructor(table: Uint8Array);
    get size(): number;
    kind(node: number): Kind;
    depth(node: number): number;
    next(node: number): number;
    child(node: number): number;
    action(node: number): number;
    noAction(node: number): number;
    modes(node: number): number;
    hasNo(node: number): boolean;
    least(node: number): number;
    most(node: number): number;
    word(node: number): number;
    wordEnd(node: number): number;
    help(node: number): number;
    helpEnd(node: number): number;
}

declare class InterfaceNames {
    readonly names: readonly Uint8Array[];
    constructor(names: readonly Uint8Array[]);
    get size(): number;
    letters(index: number): number;
    find(line: Uint8Array, start: number, split: number, from: number, end: number): number;
    isBegun(index: number, line: Uint8Array, start: number, split: number, from: number, end: number): boolean;
}

declare const enum Outcome {
    Command = 0,
    Empty = 1,
    Incomplete = 2,
    Ambiguous = 3,
    Invalid = 4
}
declare class CommandParser {
    readonly tree: CommandTree;
    readonly names: InterfaceNames;
    action: number;
    readonly values: Int32Array;
    count: number;
    at: number;
    constructor(tree: CommandTree, names: InterfaceNames);
    parse(line: Uint8Array, length: number, mode: Mode): Outcome;
    walk(line: Uint8Array, end: number, mode: Mode): Outcome;
    mayEnd(): boolean;
    get wantsNumber(): boolean;
    first(): number;
    next(node: number): number;
    isWordBegun(node: number, line: Uint8Array, start: number, end: number): boolean;
    isNameBegun(index: number, line: Uint8Array, start: number, end: number): boolean;
}

interface ShellOptions {
    hostname: string;
    terminal: Terminal;
    scheduler: Scheduler;
    timeOfDay: TimeOfDay;
}
interface ShellCommands {
    readonly parser: CommandParser;
    readonly mode: Mode;
    execute(now: number): Report | null;
    enter(): void;
    endConfiguration(): void;
}
declare const SHELL_TIMERS = 1;
declare class Shell implements ConsoleSink, Task {
    readonly console: Console;
    constructor(options: ShellOptions);
    attach(commands: ShellCommands): void;
    receive(bytes: Uint8Array, start: number, end: number, now: number): void;
    writable(now: number): void;
    write(bytes: Uint8Array, start: number, end: number): void;
    wake(): void;
}

declare const enum CrashKind {
    None = 0,
    Stall = 1,
    Exception = 2
}
interface SupervisorOptions {
    watchdog: Watchdog;
    scheduler: Scheduler;
    timeout?: number;
}
declare class Supervisor implements Task {
    readonly cause: ResetCause;
    readonly crash: CrashKind;
    readonly crashTimer: number;
    readonly crashText: Uint8Array;
    readonly timeout: number;
    constructor(options: SupervisorOptions);
    start(now: number): void;
    wake(): void;
    serving(timer: number): void;
    served(now: number): void;
    failed(error: unknown): void;
}

interface ShowVersionOptions {
    supervisor?: Supervisor;
    keepAlive?: Pick<RetentionCommands, "result">;
    heap?: HeapGauge;
}

interface ConfigReader {
    readonly parser: CommandParser;
    mode: Mode;
    execute(now: number): Report | null;
}

interface CommandsOptions extends ShowVersionOptions {
    console: Console;
    scheduler: Scheduler;
    interfaces: readonly ConsoleInterface[];
    nat?: NatTraversal;
    keepAlive?: RetentionCommands;
    store?: ConfigStore;
}
declare class Commands implements ShellCommands, ConfigReader {
    readonly parser: CommandParser;
    mode: Mode;
    constructor(options: CommandsOptions);
    execute(now: number): Report | null;
    endConfiguration(): void;
    enter(): void;
    printVersion(): void;
    restore(now: number): boolean;
}

declare class EthernetDebugLine implements DebugLine {
    readonly protocol: EthernetLoopback;
    constructor(machine: EthernetLoopback);
    write(line: LineWriter, name: Uint8Array): void;
    takeNotice(): boolean;
    writeNotice(line: LineWriter, name: Uint8Array): void;
}

declare class HdlcDebugLine implements DebugLine {
    readonly protocol: HdlcKeepalive;
    constructor(machine: HdlcKeepalive);
    write(line: LineWriter, name: Uint8Array): void;
    takeNotice(): boolean;
    writeNotice(): void;
}

declare function ascii(text: string): Uint8Array;

declare class PppDebug implements PppObserver {
    constructor(console: Console, name: Uint8Array);
    controlPacket(sent: boolean, protocol: PppProtocol, state: PppState, bytes: Uint8Array, start: number, end: number, now: number): void;
}

declare class ShowInterface {
    constructor(console: Console);
    print(shown: ShownInterface, now: number): void;
    write(line: LineWriter, shown: ShownInterface, step: number, now: number): boolean;
}

export { ADDRESS_LENGTH, BitDeframer, BitFramer, BitFraming, CTP_ETHERTYPE, CalendarTime, ChdlcAddress, ChdlcField, ChdlcKind, ChdlcProtocol, Commands, CompactSlots, Console, ControlCode, ControlCounter, ControlField, CtpField, CtpFunction, CtpKind, DeframerCounter, Diagnostic, Disposition, ETHERNET_INTERFACE_TIMERS, EchoCounter, EchoKeepalive, EtherType, EthernetCounter, EthernetDebugLine, EthernetField, EthernetInterface, EthernetLoopback, Fcs16, Fcs32, FcsAlternative, FieldType, FullSlots, HdlcCounter, HdlcDebugLine, HdlcKeepalive, HoldUp, I2cResult, INTERFACE_LOG_TIMERS, IPV4_HEADER, IP_HOST_TIMERS, ISAKMP_HEADER, IcmpField, IcmpKind, IcmpType, IkePort, InterfaceCounter, InterfaceLog, IntervalWarning, IpCounter, IpHost, Ipcp, IpcpOption, Ipv4Field, Ipv4Kind, Ipv4Protocol, IsakmpField, KEEP_ALIVE_TIMERS, KeepAlive, KeepAliveCounter, LEAST_FRAME, LONGEST_REFLECTION_DELAY, LOOPBACK_ASSISTANT, Lcp, LcpCounter, LcpOption, LineWriter, LoopbackCounter, LoopbackMode, LoopbackPath, MAGIC_FIELD, MAX_SPAN, MemoryState, ModemLine, NAT_KEEPALIVE, NAT_KEEPALIVE_INTERVAL, NAT_MEASUREMENT_TIMERS, NAT_TRAVERSAL_TIMERS, NON_ESP_MARKER, NatFlow, NatKeepalive, NatKeepaliveCounter, NatMapping, NatMeasurement, NatTimeout, NatTimeoutCounter, NatTimeoutFailure, NatTimeoutPhase, NatTraversal, NatTraversalCounter, NatTraversalKind, NetworkInterface, NoFcs, OctetDeframer, OctetFramer, OctetFraming, OptionField, PPP_ADDRESS, PPP_CONTROL, PathCounter, PathProbe, PortFault, PowerGood, PowerState, Ppp, PppControl, PppControlSender, PppCounter, PppDebug, PppField, PppFraming, PppProtocol, PppState, REFLECTION_SIZE, RETENTION_TIMERS, ROUTER_RETENTION_TIMERS, RecordLayout, ReflectionField, ReflectionKind, ResetCause, Restored, RetainedConfig, RetainedCounters, RetainedHdlc, RetainedPpp, RetainedRecord, RetentionConsole, RetentionStore, RoundTrips, RouterRetention, RunLoop, SERIAL_INTERFACE_TIMERS, SHELL_TIMERS, SLARP_MIN_BODY, Scheduler, SchedulerCounter, SelfTest, SerialInterface, Shell, ShowInterface, SlarpField, SlarpType, StoreCounter, Tearing, TimeOfDay, TimeValidity, TimerQueue, Trace, TraceEvent, TrafficAverage, Verdict, WakeSource, XorShift32, ascii, checkChdlc, checkCtp, checkIcmp, checkIke, checkIpv4, checkNatTraversal, checkReflection, controlPacketEnd, createHdlcInterface, createPppInterface, ctpData, ctpForwards, ctpFunction, ctpReceipt, forwardCtp, frameRelayEncapsulation, hdlcEncapsulation, i2cSaveTime, internetChecksum, ipv4End, ipv4HeaderLength, isAddress, isHostAddress, missedPeriods, optionsFit, pppEncapsulation, pppHeaderLength, pppProtocol, quotedEchoRequest, readInt32, readUint16, reflectedAddress, reflectedPort, reflectionDelay, reflectionToken, safeInterval, writeChdlcHeader, writeControlHead, writeCtpReply, writeCtpRequest, writeEcho, writeInt32, writeIpv4, writeNonEspMarker, writePppHeader, writeReflection, writeReflectionRequest, writeSlarp, writeUint16 };
export type { Alarm, AlarmListener, Clock, CommandsOptions, ConfigStore, ConsoleEthernetInterface, ConsoleInterface, ConsoleSerialInterface, ConsoleSink, Controller, DatagramPort, DatagramPortListener, DebugLine, Deframer, Encapsulation, EthernetInterfaceOptions, EthernetLoopbackOptions, Fcs, FramePort, FramePortListener, FrameSink, Framer, Framing, HdlcInterface, HdlcInterfaceOptions, HdlcKeepaliveOptions, HeapGauge, HoldUpOptions, I2cBus, InterfaceKeepalive, InterfaceListener, InterfaceLogOptions, IpHostOptions, KeepAliveListener, KeepAliveOptions, KeepaliveListener, KeepaliveMachine, LinkProtocol, LoopbackTransmitter, Migration, NatKeepaliveListener, NatKeepaliveOptions, NatKeepaliveSender, NatMeasurementOptions, NatTimeoutListener, NatTimeoutOptions, NatTraversalListener, NatTraversalOptions, NetworkInterfaceOptions, PathListener, PathProbeOptions, PppInterface, PppInterfaceOptions, PppObserver, PppOptions, Random, RealTimeClock, RealTimeClockListener, RecordField, RecordLayoutOptions, RetainedConfigOptions, RetainedLine, RetainedLineListener, RetainedMemory, RetainedState, RetentionCommands, RetentionListener, RetentionStoreOptions, RouterRetentionOptions, SerialInterfaceOptions, SerialPort, SerialPortListener, ShedLoad, ShellOptions, ShownInterface, SlotFormat, SpiBus, SupplyMonitor, Task, Terminal, Transmitter };
