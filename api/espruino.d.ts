export { InterfaceCounter } from 'src/link/counters';
import { ConsoleSink, SerialPort, SerialPortListener } from 'src/ports';
import { Framing } from 'src/framing/framing';
import { HdlcKeepaliveOptions } from 'src/keepalive/hdlc';
import { HdlcInterface } from 'src/link/hdlc-interface';
import { InterfaceListener } from 'src/link/serial-interface';
import { RunLoop } from 'src/scheduler/run-loop';

declare class SerialConsole implements ConsoleSink {
    constructor(options: {
        io: {
            write(data: Uint8Array): void;
        };
    });
    write(bytes: Uint8Array, start: number, end: number): void;
}

interface HdlcLinkOptions {
    name?: string;
    keepalive?: Partial<HdlcKeepaliveOptions>;
    listener?: Partial<InterfaceListener>;
    console?: ConsoleSink;
    debug?: boolean;
    framing?: Framing;
    mtu?: number;
    bandwidth?: number;
    carrierDelay?: number;
    slack?: number;
    trace?: number;
}
interface PlatformPort extends SerialPort {
    attach(listener: SerialPortListener): void;
    close(): void;
}
declare class HdlcLink {
    readonly serial: HdlcInterface;
    constructor(options: HdlcLinkOptions, port: PlatformPort, loop: RunLoop, seed: number, clockTime: number);
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

interface EspruinoHdlcOptions extends HdlcLinkOptions {
    serial: EspruinoSerialOptions;
}
declare function startHdlc(options: EspruinoHdlcOptions): HdlcLink;

export { SerialConsole, startHdlc };
