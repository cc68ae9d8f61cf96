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
interface Random {
    next(): number;
}
interface ConsoleSink {
    write(bytes: Uint8Array, start: number, end: number): void;
}

declare class XorShift32 implements Random {
    constructor(seed: number);
    next(): number;
}

interface Task {
    wake(kind: number, now: number): void;
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
    get armed(): number;
    register(task: Task, kind: number, slack: number): number;
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
    pop(): number;
}

interface Fcs {
    readonly size: number;
    readonly initial: number;
    readonly good: number;
    update(register: number, bytes: Uint8Array, start: number, end: number): number;
    update4?(register: number, a: number, b: number, c: number, d: number): number;
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
    framedLength(length: number): number;
    frame(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number;
}
interface Framing {
    readonly framer: Framer;
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
    constructor(fcs: Fcs);
    framedLength(length: number): number;
    frame(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number;
}

declare class BitFraming implements Framing {
    readonly framer: Framer;
    constructor(fcs: Fcs);
    createDeframer(capacity: number, memory?: Uint8Array): Deframer;
}

declare class OctetDeframer extends FrameCollector {
    accm: number;
    constructor(capacity: number, fcs: Fcs, accm: number, memory?: Uint8Array);
    reset(): void;
    push(bytes: Uint8Array, start: number, end: number, now: number): void;
}

declare class OctetFramer implements Framer {
    accm: number;
    constructor(fcs: Fcs, accm: number);
    framedLength(length: number): number;
    frame(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number;
}

declare class OctetFraming implements Framing {
    readonly framer: Framer;
    constructor(fcs: Fcs, accm: number);
    createDeframer(capacity: number, memory?: Uint8Array): Deframer;
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

declare function readUint16(bytes: Uint8Array, at: number): number;
declare function writeUint16(bytes: Uint8Array, at: number, value: number): void;
declare function readInt32(bytes: Uint8Array, at: number): number;
declare function writeInt32(bytes: Uint8Array, at: number, value: number): void;

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
    Refused = 7
}
declare const enum Disposition {
    Discarded = 0,
    Consumed = 1,
    Payload = 2
}
interface Transmitter {
    readonly buffer: Uint8Array;
    readonly offset: number;
    commit(length: number): boolean;
}
interface KeepaliveListener {
    verdictChanged(now: number): void;
    resetRequested(missed: number, now: number): void;
    intervalElapsed(now: number): void;
}
interface KeepaliveMachine {
    readonly active: boolean;
    readonly due: number;
    readonly verdict: Verdict;
    readonly diagnostic: Diagnostic;
    start(now: number): void;
    stop(): void;
    poll(now: number): void;
    receive(bytes: Uint8Array, start: number, end: number, now: number): Disposition;
    excuse(): void;
}
interface LinkProtocol extends KeepaliveMachine {
    readonly nameText: Uint8Array;
    readonly interval: number;
    readonly retries: number;
    readonly defaultRetries: number;
    readonly looped: boolean;
    readonly address: number;
    readonly mask: number;
    readonly headerLength: number;
    readonly ownFrameLength: number;
    readonly ownFrames: number;
    readonly payloadStart: number;
    readonly payloadProtocol: number;
    readonly payloadKnown: boolean;
    attach(transmitter: Transmitter, listener: KeepaliveListener): void;
    writeHeader(bytes: Uint8Array, at: number, protocol: number, length: number): number;
    setKeepalive(interval: number, retries: number, now: number): void;
    setAddress(address: number, mask: number, ask: boolean): void;
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
    readonly nameText: Uint8Array<ArrayBuffer>;
    readonly headerLength = ChdlcField.Payload;
    readonly ownFrameLength = SlarpField.End;
    readonly ownFrames = 2;
    readonly defaultRetries = 3;
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
    get due(): number;
    get mySeq(): number;
    get mineSeen(): number;
    get yourSeen(): number;
    get address(): number;
    get mask(): number;
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

declare const enum InterfaceCounter {
    PacketsIn = 0,
    OctetsIn = 1,
    PacketsOut = 2,
    OctetsOut = 3,
    InputErrors = 4,
    Crc = 5,
    Frame = 6,
    Abort = 7,
    Runts = 8,
    Giants = 9,
    Overrun = 10,
    LostWhileWaking = 11,
    UnknownProtocol = 12,
    OutputDrops = 13,
    InterfaceResets = 14,
    CarrierTransitions = 15,
    LineOctetsIn = 16,
    LineOctetsOut = 17,
    Size = 18
}

interface CarrierListener {
    carrierChanged(now: number): void;
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
interface Encapsulation {
    protocol: LinkProtocol;
    framing: Framing;
}
interface SerialInterfaceOptions {
    name: string;
    port: SerialPort;
    scheduler: Scheduler;
    encapsulations: readonly Encapsulation[];
    listener: InterfaceListener;
    mtu?: number;
    bandwidth?: number;
    carrierDelay?: number;
    slack?: number;
    trace?: number;
}
declare const SERIAL_INTERFACE_TIMERS: number;
declare class SerialInterface implements Task, Transmitter, KeepaliveListener, FrameSink, SerialPortListener, CarrierListener {
    readonly name: string;
    readonly nameText: Uint8Array;
    readonly mtu: number;
    readonly bandwidth: number;
    protocol: LinkProtocol;
    readonly encapsulations: readonly Encapsulation[];
    readonly trace: Trace | null;
    readonly counters: Int32Array;
    readonly average: TrafficAverage;
    administrativelyUp: boolean;
    lineProtocolUp: boolean;
    readonly buffer: Uint8Array;
    readonly offset = 0;
    constructor(options: SerialInterfaceOptions);
    get carrier(): boolean;
    get linkUp(): boolean;
    start(now: number): void;
    noShut(now: number): void;
    shut(now: number): void;
    encapsulate(index: number, now: number): void;
    setKeepalive(interval: number, retries: number, now: number): void;
    send(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): boolean;
    clearCounters(): void;
    wake(_kind: number, now: number): void;
    commit(length: number): boolean;
    verdictChanged(): void;
    resetRequested(missed: number): void;
    intervalElapsed(): void;
    receive(bytes: Uint8Array, start: number, end: number, now: number): void;
    writable(now: number): void;
    modemLinesChanged(lines: number, now: number): void;
    framingError(octets: number, now: number): void;
    overrun(octets: number, now: number): void;
    lostWhileWaking(octets: number, now: number): void;
    carrierChanged(now: number): void;
    frameReceived(bytes: Uint8Array, start: number, end: number, now: number): void;
    frameDiscarded(reason: DeframerCounter, now: number): void;
}

interface HdlcInterfaceOptions {
    name: string;
    port: SerialPort;
    scheduler: Scheduler;
    listener: InterfaceListener;
    keepalive: HdlcKeepaliveOptions;
    framing?: Framing;
    mtu?: number;
    bandwidth?: number;
    carrierDelay?: number;
    slack?: number;
    trace?: number;
}
interface HdlcInterface extends SerialInterface {
    readonly protocol: HdlcKeepalive;
}
declare function createHdlcInterface(options: HdlcInterfaceOptions): HdlcInterface;

declare class LineWriter {
    readonly buffer: Uint8Array;
    length: number;
    constructor(capacity: number);
    clear(): void;
    octet(value: number): void;
    text(bytes: Uint8Array): void;
    decimal(value: number, width: number): void;
    hexadecimal(value: number, digits: number): void;
    address(value: number): void;
    endLine(): void;
}

declare class TimeOfDay {
    constructor(now: number, timeOfDay: number);
    at(now: number): number;
    write(line: LineWriter, now: number): void;
}

declare class Console {
    readonly line: LineWriter;
    constructor(sink: ConsoleSink, timeOfDay: TimeOfDay);
    stamp(now: number): void;
    print(): void;
}

interface DebugLine {
    write(line: LineWriter, name: Uint8Array): void;
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
    attach(serialInterface: SerialInterface, debugLine: DebugLine): void;
    keepaliveInterval(now: number): void;
    interfaceReset(missed: number, now: number): void;
    linkChanged(now: number): void;
    lineProtocolChanged(now: number): void;
    packetReceived(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): void;
    sendReady(now: number): void;
    wake(_kind: number, now: number): void;
}

declare class HdlcDebugLine implements DebugLine {
    constructor(machine: HdlcKeepalive);
    write(line: LineWriter, name: Uint8Array): void;
}

declare function ascii(text: string): Uint8Array;

declare class ShowInterface {
    constructor(console: Console);
    print(shown: SerialInterface, hardware: Uint8Array, now: number): void;
}

export { BitDeframer, BitFramer, BitFraming, ChdlcAddress, ChdlcField, ChdlcKind, ChdlcProtocol, Console, DeframerCounter, Diagnostic, Disposition, Fcs16, Fcs32, HdlcCounter, HdlcDebugLine, HdlcKeepalive, INTERFACE_LOG_TIMERS, InterfaceCounter, InterfaceLog, LineWriter, MAX_SPAN, ModemLine, NoFcs, OctetDeframer, OctetFramer, OctetFraming, RoundTrips, RunLoop, SERIAL_INTERFACE_TIMERS, SLARP_MIN_BODY, Scheduler, SchedulerCounter, SerialInterface, ShowInterface, SlarpField, SlarpType, TimeOfDay, TimerQueue, Trace, TraceEvent, TrafficAverage, Verdict, WakeSource, XorShift32, ascii, checkChdlc, createHdlcInterface, missedPeriods, readInt32, readUint16, writeChdlcHeader, writeInt32, writeSlarp, writeUint16 };
export type { Alarm, AlarmListener, Clock, ConsoleSink, DebugLine, Deframer, Fcs, FrameSink, Framer, Framing, HdlcInterface, HdlcInterfaceOptions, HdlcKeepaliveOptions, InterfaceListener, InterfaceLogOptions, KeepaliveListener, KeepaliveMachine, LinkProtocol, Random, SerialInterfaceOptions, SerialPort, SerialPortListener, Task, Transmitter };
