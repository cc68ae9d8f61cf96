export * from 'src/index';
import { SerialInterface, InterfaceListener } from 'src/link/serial-interface';
import { SerialPort, SerialPortListener, ConsoleSink, Terminal, ConfigStore, HeapGauge, Alarm, AlarmListener, Clock, WakeSource } from 'src/ports';
import { RunLoop } from 'src/scheduler/run-loop';
import { Framing } from 'src/framing/framing';
import { HdlcKeepaliveOptions } from 'src/keepalive/hdlc';
import { PppOptions } from 'src/keepalive/ppp-options';
import { HdlcInterface } from 'src/link/hdlc-interface';
import { PppInterface } from 'src/link/ppp-interface';

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

interface PlatformTerminal extends Terminal {
    attach(listener: TerminalListener): void;
    close(): void;
}
interface TerminalListener {
    typed(bytes: Uint8Array, start: number, end: number): void;
    terminalWritable(): void;
}
interface RouterLinkOptions extends Omit<HdlcLinkOptions & PppLinkOptions, "console"> {
    hostname?: string;
    encapsulation?: "hdlc" | "ppp";
    hardware?: string;
    console: PlatformTerminal;
    store?: ConfigStore;
    heap?: HeapGauge;
}
declare class RouterLink implements TerminalListener {
    readonly serial: SerialInterface;
    constructor(options: RouterLinkOptions, port: PlatformPort, loop: RunLoop, seed: number, clockTime: number);
    get lineProtocolUp(): boolean;
    send(protocol: number, bytes: Uint8Array, start: number, end: number): boolean;
    typed(bytes: Uint8Array, start: number, end: number): void;
    terminalWritable(): void;
    close(): void;
}

interface EmbeddedSerial {
    read(buffer: Uint8Array): unknown;
    write(buffer: Uint8Array): void;
    close(): void;
}
interface EmbeddedSerialSettings {
    baud: number;
    transmit: number;
    receive: number;
    port: number;
}
interface EmbeddedSerialClass {
    new (options: EmbeddedSerialSettings & {
        format: "buffer";
        onReadable?: (octets: number) => void;
        onWritable?: (octets: number) => void;
    }): EmbeddedSerial;
}
interface EmbeddedDigital {
    read(): number;
    write(value: 0 | 1): void;
    close(): void;
}
interface EmbeddedDigitalClass {
    new (options: {
        pin: number;
        mode: number;
        edge?: number;
        onReadable?: () => void;
    }): EmbeddedDigital;
    readonly InputPullUp: number;
    readonly Output: number;
    readonly Rising: number;
    readonly Falling: number;
}
interface Preference {
    get(domain: string, key: string): string | boolean | number | ArrayBuffer | undefined;
    set(domain: string, key: string, value: ArrayBuffer): void;
    delete(domain: string, key: string): void;
}

interface PreferenceConfigOptions {
    io: Preference;
    domain?: string;
    capacity?: number;
}
declare class PreferenceConfig implements ConfigStore {
    constructor(options: PreferenceConfigOptions);
    begin(): void;
    write(bytes: Uint8Array, start: number, end: number): boolean;
    commit(): boolean;
    read(from: number, bytes: Uint8Array): number;
}

interface ModemLineOptions {
    io: EmbeddedDigitalClass;
    dtr?: number;
    rts?: number;
    cts?: number;
    dsr?: number;
    dcd?: number;
}

declare class ModdableClock implements Clock {
    now(): number;
}
declare class ModdableAlarm implements Alarm {
    constructor();
    attach(listener: AlarmListener): void;
    set(delay: number): void;
    close(): void;
}

interface ReadSink {
    octetsRead(bytes: Uint8Array, count: number): void;
}

interface SerialConsoleOptions extends EmbeddedSerialSettings {
    io: EmbeddedSerialClass;
}
declare class SerialConsole implements PlatformTerminal, ReadSink {
    dropped: number;
    constructor(options: SerialConsoleOptions);
    get room(): number;
    attach(listener: TerminalListener): void;
    write(bytes: Uint8Array, start: number, end: number): void;
    octetsRead(bytes: Uint8Array, count: number): void;
    close(): void;
}

interface ModdableSerialOptions extends EmbeddedSerialSettings {
    io: EmbeddedSerialClass;
    modemLines?: ModemLineOptions;
}
declare class ModdableSerialPort implements PlatformPort, ReadSink {
    readonly wakeSource = WakeSource.AlwaysAwake;
    constructor(options: ModdableSerialOptions, loop: RunLoop);
    attach(listener: SerialPortListener): void;
    write(bytes: Uint8Array, start: number, end: number): number;
    setModemLines(lines: number): void;
    close(): void;
    octetsRead(bytes: Uint8Array, count: number): void;
}

interface Serial {
    serial: ModdableSerialOptions;
}
type ModdableHdlcOptions = HdlcLinkOptions & Serial;
type ModdablePppOptions = PppLinkOptions & Serial;
type ModdableRouterOptions = RouterLinkOptions & Serial;
declare function startHdlc(options: ModdableHdlcOptions): HdlcLink;
declare function startPpp(options: ModdablePppOptions): PppLink;
declare function startRouter(options: ModdableRouterOptions): RouterLink;

export { ModdableAlarm, ModdableClock, ModdableSerialPort, PreferenceConfig, RouterLink, SerialConsole, SerialLink, startHdlc, startPpp, startRouter };
export type { HdlcLink, HdlcLinkOptions, ModdableHdlcOptions, ModdablePppOptions, ModdableRouterOptions, ModdableSerialOptions, ModemLineOptions, PlatformTerminal, PppLink, PppLinkOptions, PreferenceConfigOptions, RouterLinkOptions, SerialConsoleOptions, SerialLinkOptions, TerminalListener };
