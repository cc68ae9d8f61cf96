import {
  checkReflection,
  reflectionDelay,
  ReflectionKind,
  reflectionToken,
  REFLECTION_SIZE,
  writeReflection,
} from "../../src/wire/reflection";
import { SourceLimit } from "./source-limit";

/** An answer that waits for its time. */
interface Waiting {
  at: number;
  token: number;
  delay: number;
  address: number;
  port: number;
}

/** How many answers wait at most, in all and for one address. */
const MOST_WAITING = 4096;
const MOST_FOR_ADDRESS = 8;

/** Sends an answer to `port` of `address`. */
export type SendAnswer = (bytes: Uint8Array, address: number, port: number) => void;

/**
 * The other side of a measurement (see `NatTimeout`): tells each request where it came from, as late as it asks for. It
 * is told what time it is, ms on any clock that does not go back, and says when to call it again.
 *
 * An answer is never longer than its request, and goes only to where that came from; sources are answered a few times a
 * second; what waits, and what is remembered of sources, is bounded.
 */
export class Reflector {
  readonly counters = { answered: 0, refused: 0, limited: 0, junk: 0 };
  private readonly _send: SendAnswer;
  private readonly _limit = new SourceLimit();
  /** By time, the first at the end. */
  private readonly _waiting: Waiting[] = [];
  private readonly _answer = new Uint8Array(REFLECTION_SIZE);

  constructor(send: SendAnswer) {
    this._send = send;
  }

  /** When to call {@link poll} next; undefined if nothing waits. */
  get due(): number | undefined {
    return this._waiting.at(-1)?.at;
  }

  get waiting(): number {
    return this._waiting.length;
  }

  /** Takes a datagram that came from `port` of `address`. */
  receive(bytes: Uint8Array, address: number, port: number, now: number): void {
    if (checkReflection(bytes, 0, bytes.length) !== ReflectionKind.Request || port === 0) {
      this.counters.junk++;
      return;
    }
    if (!this._limit.take(address, now)) {
      this.counters.limited++;
      return;
    }
    const delay = reflectionDelay(bytes, 0);
    const request = { at: now + delay, token: reflectionToken(bytes, 0), delay, address, port };
    if (delay === 0) this._reflect(request, false);
    else if (this._hasRoomFor(address)) this._keep(request);
    else this._reflect(request, true);
  }

  /** Sends what is due. */
  poll(now: number): void {
    while (this._waiting.length > 0 && this._waiting.at(-1)!.at <= now) this._reflect(this._waiting.pop()!, false);
  }

  private _hasRoomFor(address: number): boolean {
    if (this._waiting.length >= MOST_WAITING) return false;
    return this._waiting.filter((waiting) => waiting.address === address).length < MOST_FOR_ADDRESS;
  }

  private _keep(request: Waiting): void {
    const after = this._waiting.findIndex(({ at }) => at <= request.at);
    this._waiting.splice(after < 0 ? this._waiting.length : after, 0, request);
  }

  private _reflect({ token, delay, address, port }: Waiting, refused: boolean): void {
    this.counters[refused ? "refused" : "answered"]++;
    writeReflection(this._answer, 0, refused, token, delay, address, port);
    this._send(this._answer, address, port);
  }
}
