import { SECOND } from "../simulation/simulation";
import type { Actor, Simulation } from "../simulation/simulation";

interface Entry<T> {
  item: T;
  seconds: number;
  nanos: number;
}

/** Hands on each item after a time of its own; items of one moment in the order in which they came. */
export class DelayLine<T> implements Actor {
  private readonly _simulation: Simulation;
  private readonly _deliver: (item: T) => void | Promise<void>;
  private readonly _event: number;
  /** The next one last. */
  private readonly _entries: Entry<T>[] = [];

  constructor(simulation: Simulation, deliver: (item: T) => void | Promise<void>) {
    this._simulation = simulation;
    this._deliver = deliver;
    this._event = simulation.register(this, 0);
  }

  /** How many items are under way. */
  get length(): number {
    return this._entries.length;
  }

  /** @param delay ms from now, with a fraction */
  add(item: T, delay: number): void {
    const sum = this._simulation.nanos + Math.round(delay * 1e6);
    const seconds = this._simulation.seconds + Math.floor(sum / SECOND);
    const nanos = sum % SECOND;
    let place = this._entries.length;
    while (place > 0 && !isLater(this._entries[place - 1]!, seconds, nanos)) place--;
    this._entries.splice(place, 0, { item, seconds, nanos });
    this._schedule();
  }

  /** Forgets all that is under way. */
  clear(): void {
    this._entries.length = 0;
    this._simulation.cancel(this._event);
  }

  fire(): void | Promise<void> {
    const { item } = this._entries.pop()!;
    this._schedule();
    return this._deliver(item);
  }

  private _schedule(): void {
    const next = this._entries.at(-1);
    if (next !== undefined) this._simulation.at(this._event, next.seconds, next.nanos);
  }
}

function isLater(entry: Entry<unknown>, seconds: number, nanos: number): boolean {
  return entry.seconds > seconds || (entry.seconds === seconds && entry.nanos > nanos);
}
