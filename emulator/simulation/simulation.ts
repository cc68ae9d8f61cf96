/** Nanoseconds in a second. */
export const SECOND = 1_000_000_000;

/** Something that happens at a time of the simulation's choosing. */
export interface Actor {
  /**
   * The event that was scheduled is due; it is no longer scheduled. An actor whose work goes on elsewhere (an engine in
   * another process) returns a promise, and the simulation stands still until it is kept.
   */
  fire(kind: number): void | Promise<void>;
}

/**
 * A discrete-event simulation in virtual time. Time is two integers, seconds and nanoseconds, so that a virtual year is
 * as exact as a second (2^53 nanoseconds are only 104 days). Events at the same time happen in the order of their
 * numbers: a run repeats exactly.
 *
 * An event is registered once and scheduled any number of times; it is scheduled at most once at a time.
 */
export class Simulation {
  /** Virtual time: whole seconds, and nanoseconds below 10^9. */
  seconds = 0;
  nanos = 0;
  /** How many events have happened. */
  events = 0;
  private readonly _actors: Actor[] = [];
  private _kinds = new Int32Array(64);
  /** Heap order: seconds, nanoseconds and the event's number. */
  private _keySeconds = new Int32Array(64);
  private _keyNanos = new Int32Array(64);
  private _ids = new Int32Array(64);
  /** Where in the heap each event stands, -1 while it is not scheduled. */
  private _places = new Int32Array(64).fill(-1);
  private _size = 0;

  register(actor: Actor, kind: number): number {
    const id = this._actors.length;
    if (id === this._ids.length) this._grow();
    this._actors.push(actor);
    this._kinds[id] = kind;
    return id;
  }

  isScheduled(id: number): boolean {
    return this._places[id]! >= 0;
  }

  /** Schedules an event, or moves it; a time that has passed becomes now. */
  at(id: number, seconds: number, nanos: number): void {
    if (seconds < this.seconds || (seconds === this.seconds && nanos < this.nanos)) {
      seconds = this.seconds;
      nanos = this.nanos;
    }
    this._remove(id);
    this._siftUp(this._size++, id, seconds, nanos);
  }

  /** Schedules an event `nanos` from now, 0 to 2^53 - 10^9. */
  after(id: number, nanos: number): void {
    const sum = this.nanos + nanos;
    if (sum < SECOND) this.at(id, this.seconds, sum);
    else this.at(id, this.seconds + Math.floor(sum / SECOND), sum % SECOND);
  }

  cancel(id: number): void {
    this._remove(id);
  }

  /**
   * Lets everything happen up to and including a time, which then is the time unless it has passed; or until
   * {@link events} has reached `mostEvents`; or until an actor returns a promise.
   * @returns that promise: call again when it is kept
   */
  runUntil(seconds: number, nanos: number, mostEvents = Infinity): void | Promise<void> {
    while (this._size > 0) {
      const dueSeconds = this._keySeconds[0]!;
      const dueNanos = this._keyNanos[0]!;
      if (dueSeconds > seconds || (dueSeconds === seconds && dueNanos > nanos)) break;
      if (this.events >= mostEvents) return;
      const id = this._ids[0]!;
      this._remove(id);
      this.seconds = dueSeconds;
      this.nanos = dueNanos;
      this.events++;
      const pending = this._actors[id]!.fire(this._kinds[id]!);
      if (pending !== undefined) return pending;
    }
    if (seconds < this.seconds || (seconds === this.seconds && nanos < this.nanos)) return;
    this.seconds = seconds;
    this.nanos = nanos;
  }

  private _grow(): void {
    const grown = (old: Int32Array) => {
      const bigger = new Int32Array(old.length * 2);
      bigger.set(old);
      return bigger;
    };
    const length = this._places.length;
    this._kinds = grown(this._kinds);
    this._keySeconds = grown(this._keySeconds);
    this._keyNanos = grown(this._keyNanos);
    this._ids = grown(this._ids);
    this._places = grown(this._places).fill(-1, length);
  }

  private _remove(id: number): void {
    const place = this._places[id]!;
    if (place < 0) return;
    this._places[id] = -1;
    const last = --this._size;
    if (place === last) return;
    const seconds = this._keySeconds[last]!;
    const nanos = this._keyNanos[last]!;
    const moved = this._ids[last]!;
    if (place > 0 && this._isBefore(seconds, nanos, moved, (place - 1) >> 1))
      this._siftUp(place, moved, seconds, nanos);
    else this._siftDown(place, moved, seconds, nanos);
  }

  private _isBefore(seconds: number, nanos: number, id: number, place: number): boolean {
    const order = seconds - this._keySeconds[place]! || nanos - this._keyNanos[place]! || id - this._ids[place]!;
    return order < 0;
  }

  private _siftUp(hole: number, id: number, seconds: number, nanos: number): void {
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!this._isBefore(seconds, nanos, id, parent)) break;
      this._move(parent, hole);
      hole = parent;
    }
    this._put(hole, id, seconds, nanos);
  }

  private _siftDown(hole: number, id: number, seconds: number, nanos: number): void {
    for (let child = 2 * hole + 1; child < this._size; child = 2 * hole + 1) {
      const right = child + 1;
      if (
        right < this._size &&
        this._isBefore(this._keySeconds[right]!, this._keyNanos[right]!, this._ids[right]!, child)
      ) {
        child = right;
      }
      if (this._isBefore(seconds, nanos, id, child)) break;
      this._move(child, hole);
      hole = child;
    }
    this._put(hole, id, seconds, nanos);
  }

  private _move(from: number, to: number): void {
    this._put(to, this._ids[from]!, this._keySeconds[from]!, this._keyNanos[from]!);
  }

  private _put(place: number, id: number, seconds: number, nanos: number): void {
    this._keySeconds[place] = seconds;
    this._keyNanos[place] = nanos;
    this._ids[place] = id;
    this._places[id] = place;
  }
}
