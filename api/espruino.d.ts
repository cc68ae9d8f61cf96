export { InterfaceCounter } from 'src/link/counters';
import { Terminal, ConsoleSink, SerialPort, SerialPortListener } from 'src/ports';
import { Framing } from 'src/framing/framing';
import { HdlcKeepaliveOptions } from 'src/keepalive/hdlc';
import { PppOptions } from 'src/keepalive/ppp-options';
import { HdlcInterface } from 'src/link/hdlc-interface';
import { PppInterface } from 'src/link/ppp-interface';
import { InterfaceListener } from 'src/link/network-interface';
import { SerialInterface } from 'src/link/serial-interface';
import { RunLoop } from 'src/scheduler/run-loop';

interface PlatformTerminal extends Terminal {
    attach(listener: TerminalListener): void;
    close(): void;
}
interface TerminalListener {
    typed(bytes: Uint8Array, start: number, end: number): void;
    terminalWritable(): void;
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
declare function startHdlc(options: EspruinoHdlcOptions): HdlcLink;
declare function startPpp(options: EspruinoPppOptions): PppLink;

export { SerialConsole, startHdlc, startPpp };
