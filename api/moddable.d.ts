export * from 'src/index';
import { EthernetInterface } from 'src/link/ethernet-interface';
import { HeapGauge, Watchdog, Sleep, Terminal, ConfigStore, FramePort, FramePortListener, SpiBus, Controller, ConsoleSink, DatagramPort, DatagramPortListener, SerialPort, SerialPortListener, I2cBus, I2cResult, Alarm, AlarmListener, Clock, WakeSource, SupplyMonitor } from 'src/ports';
import { RunLoop } from 'src/scheduler/run-loop';
import { Scheduler, Task } from 'src/scheduler/scheduler';
import { Supervisor } from 'src/scheduler/supervisor';
import { Console } from 'src/console/console';
import { ConsoleInterface } from 'src/console/console-interface';
import { EthernetLoopbackOptions } from 'src/keepalive/ethernet-loopback-options';
import { InterfaceListener } from 'src/link/network-interface';
import { RetentionCommands } from 'src/console/retention-commands';
import { NatTraversal, NatTraversalListener } from 'src/link/nat-traversal';
import { RetainedLineListener, RetainedLine } from 'src/retention/router-retention';
import { NatKeepaliveOptions } from 'src/keepalive/nat-keepalive';
import { SerialInterface } from 'src/link/serial-interface';
import { Framing } from 'src/framing/framing';
import { HdlcKeepaliveOptions } from 'src/keepalive/hdlc';
import { PppOptions } from 'src/keepalive/ppp-options';
import { HdlcInterface } from 'src/link/hdlc-interface';
import { PppInterface } from 'src/link/ppp-interface';
import { FlashArea } from 'src/drivers/flash/flash-memory';

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
declare class Router implements RetainedLineListener {
    constructor(options: RouterOptions, loop: RunLoop, clockTime: number);
    get console(): Console;
    get supervisor(): Supervisor | undefined;
    open(first: OpenPart): void;
    lineMayStart(now: number): void;
    close(): void;
}

interface InterruptListener {
    interrupt(now: number): void;
}
interface EthernetDriver extends FramePort, InterruptListener {
    attach(listener: FramePortListener): void;
    start(now: number): void;
    stop(now: number): void;
}
interface PlatformSpiBus extends SpiBus {
    close(): void;
}
interface PlatformInterruptPin {
    attach(listener: InterruptListener): void;
    close(): void;
}
interface EthernetOnChipOptions {
    name?: string;
    listener?: Partial<InterfaceListener>;
    debug?: boolean;
    keepalive?: Partial<EthernetLoopbackOptions>;
    bandwidth?: number;
    slack?: number;
    trace?: number;
}
interface ChipPlace {
    readonly bus: PlatformSpiBus;
    readonly pin: PlatformInterruptPin | null;
}
declare class EthernetOnChip implements OpenPart {
    readonly ethernet: EthernetInterface;
    readonly driver: EthernetDriver;
    readonly shown: ConsoleInterface | undefined;
    constructor(options: EthernetOnChipOptions, place: ChipPlace, driver: EthernetDriver, controller: Controller | null, scheduler: Scheduler, console: Console | null, seed: number);
    start(now: number, configured: boolean): void;
    close(now: number): void;
}

interface EthernetLinkOptions extends EthernetOnChipOptions, SystemOptions {
    driver: (bus: SpiBus, scheduler: Scheduler) => EthernetDriver;
    console?: ConsoleSink;
}
declare class EthernetLink {
    readonly ethernet: EthernetInterface;
    readonly driver: EthernetDriver;
    readonly supervisor: Supervisor | undefined;
    constructor(onChip: EthernetOnChip, loop: RunLoop, supervisor: Supervisor | undefined, router: Router | null);
    get lineProtocolUp(): boolean;
    get keepaliveAnswered(): boolean;
    send(bytes: Uint8Array, start: number, end: number): boolean;
    shut(): void;
    noShut(): void;
    close(): void;
}

interface EthernetChip {
    readonly driver: EthernetDriver;
    readonly controller: Controller;
}
interface EthernetPartOptions extends EthernetOnChipOptions {
    chip: (bus: SpiBus, scheduler: Scheduler) => EthernetChip;
}
interface EthernetRouterLinkOptions extends EthernetPartOptions, RouterOptions {
}

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
interface EmbeddedAnalog {
    readonly resolution: number;
    read(): number;
}
interface EmbeddedAnalogClass {
    new (options: {
        pin: number;
    }): EmbeddedAnalog;
}
interface EmbeddedDatagram extends ArrayBuffer {
    readonly address: string;
    readonly port: number;
}
interface EmbeddedUdp {
    read(): EmbeddedDatagram | undefined;
    write(buffer: Uint8Array, address: string, port: number): void;
    close?(): void;
}
interface EmbeddedUdpClass {
    new (options: {
        port: number;
        onReadable: (datagrams: number) => void;
    }): EmbeddedUdp;
}
interface Preference {
    get(domain: string, key: string): string | boolean | number | ArrayBuffer | undefined;
    set(domain: string, key: string, value: ArrayBuffer): void;
    delete(domain: string, key: string): void;
}
interface EmbeddedSpi {
    transfer(buffer: Uint8Array): void;
    flush(deselect: boolean): void;
    close?(): void;
}
interface EmbeddedSpiSettings {
    clock: number;
    out: number;
    in: number;
    select: number;
    hz: number;
    port: number;
}
interface EmbeddedSpiClass {
    new (options: EmbeddedSpiSettings & {
        active: 0;
        mode: 0;
    }): EmbeddedSpi;
}
interface EmbeddedI2c {
    read(buffer: Uint8Array): unknown;
    write(buffer: Uint8Array): void;
    writeRead(written: Uint8Array, read: Uint8Array): unknown;
    close(): void;
}
interface EmbeddedI2cSettings {
    data: number;
    clock: number;
    hz: number;
    port: number;
}
interface EmbeddedI2cClass {
    new (options: EmbeddedI2cSettings & {
        address: number;
        timeout: number;
    }): EmbeddedI2c;
}
interface EmbeddedFlash {
    readonly blockSize: number;
    readonly byteLength: number;
    erase(sector: number): void;
    write(offset: number, byteLength: number, buffer: Uint8Array): void;
    map(): unknown;
}
interface EmbeddedWifiNetwork {
    SSID: string;
    password?: string;
    secure?: boolean;
}
interface EmbeddedWifi {
    readonly connection: number;
    readonly address: string | undefined;
    connect(network: EmbeddedWifiNetwork): void;
    disconnect(): void;
    close(): void;
}
interface EmbeddedWifiClass {
    new (options: {
        onChanged: () => void;
    }): EmbeddedWifi;
}

interface ModdableDatagramOptions {
    io: EmbeddedUdpClass;
    port: number;
    longest?: number;
}
declare class ModdableDatagramPort implements DatagramPort, Task {
    constructor(options: ModdableDatagramOptions, loop: RunLoop);
    attach(listener: DatagramPortListener): void;
    send(bytes: Uint8Array, start: number, end: number, address: number, port: number): boolean;
    close(): void;
    wake(_kind: number, now: number): void;
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

declare class ModdableFlashArea implements FlashArea {
    readonly sectors: number;
    readonly sectorSize: number;
    constructor(flash: EmbeddedFlash);
    erase(sector: number): boolean;
    program(at: number, bytes: Uint8Array, start: number, end: number): boolean;
    read(at: number, bytes: Uint8Array, start: number, end: number): boolean;
}

interface ModdableI2cOptions extends EmbeddedI2cSettings {
    io: EmbeddedI2cClass;
    digital: EmbeddedDigitalClass;
    addresses: readonly number[];
}
declare class ModdableI2cBus implements I2cBus {
    readonly longest = 32;
    constructor(options: ModdableI2cOptions);
    begin(address: number, bytes: Uint8Array, start: number, middle: number, end: number): I2cResult;
    poll(): I2cResult;
    recover(): I2cResult;
    close(): void;
}

interface LedLine {
    readonly lineProtocolUp: boolean;
    readonly keepaliveAnswered?: boolean;
}

interface KeepaliveLedOptions {
    io: EmbeddedDigitalClass;
    pin?: number;
}
declare class KeepaliveLed {
    line: LedLine | undefined;
    constructor(options: KeepaliveLedOptions);
    keepaliveInterval(): void;
    keepaliveSent(): void;
}

interface InterruptPinOptions {
    io: EmbeddedDigitalClass;
    pin: number;
}
declare class ModdableInterruptPin {
    constructor(options: InterruptPinOptions, loop: RunLoop);
    attach(listener: InterruptListener): void;
    close(): void;
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
    complain(error: unknown): void;
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

interface AnalogSupplyOptions {
    io: EmbeddedAnalogClass;
    pin: number;
    fullScale: number;
}
declare class AnalogSupply implements SupplyMonitor {
    constructor(options: AnalogSupplyOptions);
    millivolts(): number;
}
interface PowerGoodPinOptions {
    io: EmbeddedDigitalClass;
    pin: number;
}
declare class PowerGoodPin implements SupplyMonitor {
    constructor(options: PowerGoodPinOptions);
    millivolts(): number;
}

interface ModdableSpiOptions extends EmbeddedSpiSettings {
    io: EmbeddedSpiClass;
}
declare class ModdableSpiBus implements SpiBus {
    readonly longest = 2048;
    constructor(options: ModdableSpiOptions);
    transfer(bytes: Uint8Array, start: number, end: number): void;
    close(): void;
}

interface Spi {
    spi: ModdableSpiOptions;
    interrupt?: InterruptPinOptions;
}
type ModdableEthernetOptions = EthernetLinkOptions & Spi;
type ModdableEthernetRouterOptions = EthernetRouterLinkOptions & Spi;
type ModdableEthernetPartOptions = EthernetPartOptions & Spi;
declare function startEthernet(options: ModdableEthernetOptions): EthernetLink;
declare function startEthernetRouter(options: ModdableEthernetRouterOptions): EthernetLink;
declare function ethernetPart(options: ModdableEthernetPartOptions): RouterPart;

interface ModdableWifiOptions extends WifiOptions {
    io: EmbeddedWifiClass;
}
declare class ModdableWifi implements PlatformWifi {
    constructor(options: ModdableWifiOptions);
    get address(): number;
    attach(listener: WifiListener): void;
    join(): boolean;
    leave(): void;
    close(): void;
}

interface Network {
    udp: EmbeddedUdpClass;
    wifi?: ModdableWifiOptions;
}
type ModdableNattOptions = NattLinkOptions & Network;
type ModdableNattPartOptions = NattEndOptions & Network;
declare function startNatt(options: ModdableNattOptions): NattLink;
declare function nattPart(options: ModdableNattPartOptions): RouterPart;

interface ModdableRouterOptions extends RouterLinkOptions {
    serial: ModdableSerialOptions;
}
declare function startRouter(options: ModdableRouterOptions): RouterLink;

interface Serial {
    serial: ModdableSerialOptions;
}
type ModdableHdlcOptions = HdlcLinkOptions & Serial;
type ModdablePppOptions = PppLinkOptions & Serial;
declare function startHdlc(options: ModdableHdlcOptions): HdlcLink;
declare function startPpp(options: ModdablePppOptions): PppLink;

interface ModdableSystem {
    watchdog?: Watchdog;
    heap?: HeapGauge;
    sleep?: Sleep;
}

export { AnalogSupply, EthernetLink, KeepaliveLed, ModdableAlarm, ModdableClock, ModdableDatagramPort, ModdableFlashArea, ModdableI2cBus, ModdableInterruptPin, ModdableSerialPort, ModdableSpiBus, ModdableWifi, NattLink, PowerGoodPin, PreferenceConfig, RouterLink, SerialConsole, SerialLink, ethernetPart, nattPart, startEthernet, startEthernetRouter, startHdlc, startNatt, startPpp, startRouter };
export type { AnalogSupplyOptions, EthernetChip, EthernetDriver, EthernetLinkOptions, EthernetPartOptions, EthernetRouterLinkOptions, HdlcLink, HdlcLinkOptions, InterruptListener, InterruptPinOptions, KeepaliveLedOptions, ModdableDatagramOptions, ModdableEthernetOptions, ModdableEthernetPartOptions, ModdableEthernetRouterOptions, ModdableHdlcOptions, ModdableI2cOptions, ModdableNattOptions, ModdableNattPartOptions, ModdablePppOptions, ModdableRouterOptions, ModdableSerialOptions, ModdableSpiOptions, ModdableSystem, ModdableWifiOptions, ModemLineOptions, NattEndOptions, NattLinkOptions, OpenPart, PlatformTerminal, PlatformWifi, PowerGoodPinOptions, PppLink, PppLinkOptions, PreferenceConfigOptions, RetainedRouter, RouterLinkOptions, RouterLinkRetention, RouterOptions, RouterPart, SerialConsoleOptions, SerialLinkOptions, ShellTerminalOptions, TerminalListener, WifiListener, WifiOptions };
