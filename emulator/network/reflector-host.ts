import type { DatagramPortListener } from "../../src/ports";
import type { Task } from "../../src/scheduler/scheduler";
import { Reflector } from "../reflector/reflector";
import type { Simulation } from "../simulation/simulation";
import { Host } from "./host";
import type { HostOptions } from "./host";
import type { Network } from "./network";
import type { UdpSocket } from "./udp-socket";

/** `linkpulse reflect` on an emulated host. */
export class ReflectorHost implements DatagramPortListener, Task {
  readonly reflector: Reflector;
  private readonly _host: Host;
  private readonly _socket: UdpSocket;
  private readonly _timer: number;
  private readonly _answers: { bytes: Uint8Array; address: number; port: number }[] = [];

  constructor(simulation: Simulation, network: Network, address: number, port: number, options: HostOptions = {}) {
    this._host = new Host(simulation, network, address, options);
    this._socket = this._host.open(port);
    this._socket.attach(this);
    this._timer = this._host.scheduler.register(this, 0, 0);
    this.reflector = new Reflector((bytes, to, toPort) => {
      this._answers.push({ bytes: bytes.slice(), address: to, port: toPort });
      if (this._answers.length === 1) this._answer();
    });
  }

  datagramReceived(bytes: Uint8Array, _start: number, _end: number, address: number, port: number, now: number): void {
    this.reflector.receive(bytes, address, port, now);
    this._arm();
  }

  datagramSent(): void {
    this._answers.shift();
    if (this._answers.length > 0) this._answer();
  }

  wake(_kind: number, now: number): void {
    this.reflector.poll(now);
    this._arm();
  }

  private _answer(): void {
    const { bytes, address, port } = this._answers[0]!;
    this._socket.send(bytes, 0, bytes.length, address, port);
  }

  private _arm(): void {
    const { due } = this.reflector;
    if (due !== undefined) this._host.scheduler.arm(this._timer, due);
  }
}
