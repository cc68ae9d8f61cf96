export * from 'src/index';
import { NatKeepaliveOptions } from 'src/keepalive/nat-keepalive';
import { NatTraversal, NatTraversalListener } from 'src/link/nat-traversal';
import { RunLoop } from 'src/scheduler/run-loop';
import { Supervisor } from 'src/scheduler/supervisor';
import { DatagramPort, DatagramPortListener, HeapGauge, Watchdog, Sleep, Terminal, ConfigStore, SerialPort, SerialPortListener, ConsoleSink, RetainedMemory, Tearing, PortFault, MemoryState, Alarm, AlarmListener, Clock, WakeSource } from 'src/ports';
import { Console } from 'src/console/console';
import { ConsoleInterface } from 'src/console/console-interface';
import { RetentionCommands } from 'src/console/retention-commands';
import { SerialInterface } from 'src/link/serial-interface';
import { RetainedLine } from 'src/retention/router-retention';
import { Framing } from 'src/framing/framing';
import { HdlcKeepaliveOptions } from 'src/keepalive/hdlc';
import { PppOptions } from 'src/keepalive/ppp-options';
import { HdlcInterface } from 'src/link/hdlc-interface';
import { PppInterface } from 'src/link/ppp-interface';
import { InterfaceListener } from 'src/link/network-interface';

interface PlatformDatagramPort extends DatagramPort {
    attach(listener: DatagramPortListener): void;
    close(): void;
}
declare class LateDatagramPort implements PlatformDatagramPort {
    constructor(make: () => PlatformDatagramPort);
    attach(listener: DatagramPortListener): void;
    open(): void;
    send(bytes: Uint8Array, start: number, end: number, address: number, port: number): boolean;
    close(): void;
}

interface SystemOptions {
    heap?: HeapGauge;
    watchdog?: Watchdog;
    watchdogTimeout?: number;
    sleep?: Sleep;
}

interface PlatformTerminal extends Terminal {
    attach(listener: TerminalListener): void;
    close(): void;
}
interface TerminalListener {
    typed(bytes: Uint8Array, start: number, end: number): void;
    terminalWritable(): void;
}
interface ShellTerminalOptions extends SystemOptions {
    hostname?: string;
    console: PlatformTerminal;
    store?: ConfigStore;
}

interface RouterOptions extends ShellTerminalOptions {
    parts?: readonly RouterPart[];
}
interface RouterPart {
    readonly timers: number;
    readonly need: number;
    open(loop: RunLoop, console: Console): OpenPart;
}
interface OpenPart {
    readonly shown?: ConsoleInterface;
    readonly nat?: NatTraversal;
    readonly retention?: RetainedRouter;
    start(now: number, configured: boolean): void;
    close(now: number): void;
}
interface RetainedRouter {
    readonly commands: RetentionCommands;
    start(now: number): void;
}

interface WifiOptions {
    ssid: string;
    password?: string;
}
interface PlatformWifi {
    readonly address: number;
    attach(listener: WifiListener): void;
    join(): boolean;
    leave(): void;
    close(): void;
}
interface WifiListener {
    wifiJoined(): void;
    wifiLost(): void;
}

interface NattEndOptions {
    peerAddress: string;
    peerPort?: number;
    port?: number;
    keepalive?: NatKeepaliveOptions;
    listener?: Partial<NatTraversalListener>;
}

interface NattLinkOptions extends NattEndOptions, Partial<RouterOptions> {
    console?: PlatformTerminal;
}
declare class NattLink {
    readonly traversal: NatTraversal;
    constructor(options: NattLinkOptions, port: LateDatagramPort, wifi: PlatformWifi | null, wifiOptions: WifiOptions | undefined, loop: RunLoop, clockTime: number);
    get supervisor(): Supervisor | undefined;
    setBehindNat(behindNat: boolean): void;
    send(bytes: Uint8Array, start: number, end: number, address: number, port: number): boolean;
    close(): void;
}

interface SerialLinkOptions {
    name?: string;
    listener?: Partial<InterfaceListener>;
    console?: ConsoleSink;
    debug?: boolean;
    mtu?: number;
    bandwidth?: number;
    carrierDelay?: number;
    slack?: number;
    trace?: number;
}
interface HdlcLinkOptions extends SerialLinkOptions {
    keepalive?: Partial<HdlcKeepaliveOptions>;
    framing?: Framing;
}
interface PppLinkOptions extends SerialLinkOptions {
    ppp?: Partial<PppOptions>;
}
interface PlatformPort extends SerialPort {
    attach(listener: SerialPortListener): void;
    close(): void;
}
type HdlcLink = SerialLink<HdlcInterface>;
type PppLink = SerialLink<PppInterface>;
declare class SerialLink<Interface extends SerialInterface> {
    readonly serial: Interface;
    constructor(serial: Interface, port: PlatformPort, loop: RunLoop);
    get lineProtocolUp(): boolean;
    send(protocol: number, bytes: Uint8Array, start: number, end: number): boolean;
    shut(): void;
    noShut(): void;
    close(): void;
}

interface RouterLinkOptions extends Omit<HdlcLinkOptions & PppLinkOptions, "console">, RouterOptions {
    encapsulation?: "hdlc" | "ppp";
    hardware?: string;
    retention?: RouterLinkRetention;
}
interface RouterLinkRetention {
    readonly timers: number;
    of(line: RetainedLine): RetainedRouter;
}
declare class RouterLink {
    readonly serial: SerialInterface;
    constructor(options: RouterLinkOptions, port: PlatformPort, loop: RunLoop, seed: number, clockTime: number);
    get supervisor(): Supervisor | undefined;
    get lineProtocolUp(): boolean;
    send(protocol: number, bytes: Uint8Array, start: number, end: number): boolean;
    close(): void;
}

declare class ConfigFile implements ConfigStore {
    constructor(path: string);
    begin(): void;
    write(bytes: Uint8Array, start: number, end: number): boolean;
    commit(): boolean;
    read(from: number, bytes: Uint8Array): number;
}

declare class MemoryFile implements RetainedMemory {
    readonly size: number;
    readonly tearing = Tearing.Latched;
    readonly endurance = 0;
    readonly lost = false;
    fault: PortFault;
    constructor(path: string, size: number);
    read(at: number, bytes: Uint8Array, start: number, end: number): boolean;
    write(at: number, bytes: Uint8Array, start: number, end: number): boolean;
    poll(): MemoryState;
}

interface NodeDatagramOptions {
    port?: number;
    address?: string;
    onError?: (error: Error) => void;
}
declare class NodeDatagramPort implements DatagramPort {
    constructor(options: NodeDatagramOptions, loop: RunLoop);
    get localPort(): number;
    attach(listener: DatagramPortListener): void;
    send(bytes: Uint8Array, start: number, end: number, address: number, port: number): boolean;
    close(): void;
}

declare class NodeClock implements Clock {
    now(): number;
}
declare class NodeAlarm implements Alarm {
    attach(listener: AlarmListener): void;
    set(delay: number): void;
    close(): void;
}

interface SerialStream {
    on(event: "open", listener: () => void): unknown;
    on(event: "data", listener: (data: Uint8Array) => void): unknown;
    on(event: "error", listener: (error: Error) => void): unknown;
    on(event: "close", listener: (error: Error | null) => void): unknown;
    write(data: Uint8Array, done: (error: Error | null | undefined) => void): unknown;
    set(lines: {
        dtr: boolean;
        rts: boolean;
    }, done: (error: Error | null) => void): void;
    get(done: (error: Error | null, lines?: {
        cts: boolean;
        dsr: boolean;
        dcd: boolean;
    }) => void): void;
    close(done: (error: Error | null) => void): void;
    readonly isOpen: boolean;
}
interface SerialStreamClass {
    new (options: {
        path: string;
        baudRate: number;
        hupcl: boolean;
    }): SerialStream;
}
interface NodeSerialOptions {
    io: SerialStreamClass;
    path: string;
    baud: number;
    modemLines?: boolean;
    onError?: (error: Error) => void;
}
declare class NodeSerialPort implements PlatformPort {
    readonly wakeSource = WakeSource.AlwaysAwake;
    constructor(options: NodeSerialOptions, loop: RunLoop);
    attach(listener: SerialPortListener): void;
    write(bytes: Uint8Array, start: number, end: number): number;
    setModemLines(lines: number): void;
    close(): void;
}

interface Socket {
    address?: string;
    onError?: (error: Error) => void;
}
type NodeNattOptions = NattLinkOptions & Socket;
type NodeNattPartOptions = NattEndOptions & Socket;
declare function startNatt(options: NodeNattOptions): NattLink;
declare function nattPart(options: NodeNattPartOptions): RouterPart;

interface Serial {
    serial: NodeSerialOptions;
}
type NodeHdlcOptions = HdlcLinkOptions & Serial;
type NodePppOptions = PppLinkOptions & Serial;
type NodeRouterOptions = RouterLinkOptions & Serial;
declare function startHdlc(options: NodeHdlcOptions): HdlcLink;
declare function startPpp(options: NodePppOptions): PppLink;
declare function startRouter(options: NodeRouterOptions): RouterLink;

interface NodeTerminalOptions {
    input: NodeJS.ReadableStream;
    output: NodeJS.WritableStream;
}
declare class NodeTerminal implements PlatformTerminal {
    readonly room = 2147483647;
    constructor(options: NodeTerminalOptions);
    attach(listener: TerminalListener): void;
    write(bytes: Uint8Array, start: number, end: number): void;
    close(): void;
}

export { ConfigFile, MemoryFile, NattLink, NodeAlarm, NodeClock, NodeDatagramPort, NodeSerialPort, NodeTerminal, RouterLink, SerialLink, nattPart, startHdlc, startNatt, startPpp, startRouter };
export type { HdlcLink, HdlcLinkOptions, NattEndOptions, NattLinkOptions, NodeDatagramOptions, NodeHdlcOptions, NodeNattOptions, NodeNattPartOptions, NodePppOptions, NodeRouterOptions, NodeSerialOptions, NodeTerminalOptions, OpenPart, PlatformTerminal, PppLink, PppLinkOptions, RetainedRouter, RouterLinkOptions, RouterLinkRetention, RouterOptions, RouterPart, SerialLinkOptions, SerialStream, SerialStreamClass, ShellTerminalOptions, TerminalListener };
