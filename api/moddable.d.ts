export * from 'src/index';
import { Framing } from 'src/framing/framing';
import { HdlcKeepaliveOptions } from 'src/keepalive/hdlc';
import { HdlcInterface } from 'src/link/hdlc-interface';
import { InterfaceListener } from 'src/link/serial-interface';
import { ConsoleSink, SerialPort, SerialPortListener, Alarm, AlarmListener, Clock, WakeSource } from 'src/ports';
import { RunLoop } from 'src/scheduler/run-loop';

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

interface SerialConsoleOptions extends EmbeddedSerialSettings {
    io: EmbeddedSerialClass;
}
declare class SerialConsole implements ConsoleSink {
    dropped: number;
    constructor(options: SerialConsoleOptions);
    write(bytes: Uint8Array, start: number, end: number): void;
    close(): void;
}

interface ModdableSerialOptions extends EmbeddedSerialSettings {
    io: EmbeddedSerialClass;
    modemLines?: ModemLineOptions;
}
declare class ModdableSerialPort implements PlatformPort {
    readonly wakeSource = WakeSource.AlwaysAwake;
    constructor(options: ModdableSerialOptions, loop: RunLoop);
    attach(listener: SerialPortListener): void;
    write(bytes: Uint8Array, start: number, end: number): number;
    setModemLines(lines: number): void;
    close(): void;
}

interface ModdableHdlcOptions extends HdlcLinkOptions {
    serial: ModdableSerialOptions;
}
declare function startHdlc(options: ModdableHdlcOptions): HdlcLink;

export { HdlcLink, ModdableAlarm, ModdableClock, ModdableSerialPort, SerialConsole, startHdlc };
export type { HdlcLinkOptions, ModdableHdlcOptions, ModdableSerialOptions, ModemLineOptions, SerialConsoleOptions };
