export { InterfaceCounter } from 'src/link/counters';
import { ConfigStore, ConsoleSink, SerialPort, SerialPortListener, Terminal, HeapGauge } from 'src/ports';
import { InterfaceListener, SerialInterface } from 'src/link/serial-interface';
import { RunLoop } from 'src/scheduler/run-loop';
import { Framing } from 'src/framing/framing';
import { HdlcKeepaliveOptions } from 'src/keepalive/hdlc';
import { PppOptions } from 'src/keepalive/ppp';
import { HdlcInterface } from 'src/link/hdlc-interface';
import { PppInterface } from 'src/link/ppp-interface';

interface EspruinoStorage {
    write(name: string, data: Uint8Array): boolean;
    readArrayBuffer(name: string): ArrayBuffer | undefined;
}
interface StorageConfigOptions {
    io: EspruinoStorage;
    name?: string;
    capacity?: number;
}
declare class StorageConfig implements ConfigStore {
    constructor(options: StorageConfigOptions);
    begin(): void;
    write(bytes: Uint8Array, start: number, end: number): boolean;
    commit(): boolean;
    read(from: number, bytes: Uint8Array): number;
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

interface EspruinoTerminal {
    write(data: Uint8Array): void;
    on?(event: "data", listener: (data: string) => void): void;
}
declare class SerialConsole implements PlatformTerminal {
    readonly room = 2147483647;
    constructor(options: {
        io: EspruinoTerminal;
    });
    attach(listener: TerminalListener): void;
    write(bytes: Uint8Array, start: number, end: number): void;
    close(): void;
}

interface EspruinoSerial {
    setup(baud: number, options: {
        tx?: unknown;
        rx?: unknown;
        errors?: boolean;
    }): void;
    on(event: "data", listener: (data: string) => void): void;
    on(event: "framing", listener: () => void): void;
    write(data: Uint8Array): void;
    unsetup?(): void;
}
interface EspruinoSerialOptions {
    io: EspruinoSerial;
    baud: number;
    tx?: unknown;
    rx?: unknown;
}

interface Serial {
    serial: EspruinoSerialOptions;
}
type EspruinoHdlcOptions = HdlcLinkOptions & Serial;
type EspruinoPppOptions = PppLinkOptions & Serial;
type EspruinoRouterOptions = RouterLinkOptions & Serial;
declare function startHdlc(options: EspruinoHdlcOptions): HdlcLink;
declare function startPpp(options: EspruinoPppOptions): PppLink;
declare function startRouter(options: EspruinoRouterOptions): RouterLink;

export { SerialConsole, StorageConfig, startHdlc, startPpp, startRouter };
