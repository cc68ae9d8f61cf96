import { checkedInteger } from "../options";

/**
 * A priority queue of timers by deadline: a binary heap over typed arrays, of fixed capacity.
 *
 * A timer is a small integer, its place in the caller's own tables. Deadlines are wrapping int32 milliseconds (see
 * `time.ts`) and must lie within 2^30 ms of each other. Timers with the same deadline come out by rising number, so
 * that runs repeat exactly. Arming, moving and cancelling cost O(log capacity) at worst, the first deadline O(1).
 *
 * Keys stand in heap order beside the timers' numbers, so that a sift compares neighbours in memory instead of
 * following an index: on Espruino and XS each typed array access costs microseconds.
 *
 * Memory: 12 octets for each timer of the capacity.
 */
export class TimerQueue {
  readonly capacity: number;
  private readonly _keys: Int32Array;
  private readonly _ids: Int32Array;
  /** Where in the heap each timer stands; -1 while it is not armed. */
  private readonly _places: Int32Array;
  private _size = 0;

  /** @param capacity how many timers there are, 1 to 8388608; they are numbered from 0 */
  constructor(capacity: number) {
    this.capacity = checkedInteger("timer queue: capacity", capacity, 1, 0x800000, " timers");
    this._keys = new Int32Array(capacity);
    this._ids = new Int32Array(capacity);
    this._places = new Int32Array(capacity);
    this._places.fill(-1);
  }

  /** How many timers are armed. */
  get size(): number {
    return this._size;
  }

  /** The armed timer with the first deadline, or -1 when none is armed. */
  get first(): number {
    return this._size === 0 ? -1 : this._ids[0]!;
  }

  /** The first deadline; meaningful only while {@link size} is above 0. */
  get firstDeadline(): number {
    return this._keys[0]!;
  }

  isArmed(id: number): boolean {
    return this._places[id]! >= 0;
  }

  /** The deadline of an armed timer; meaningful only while {@link isArmed}. */
  deadlineOf(id: number): number {
    return this._keys[this._places[id]!]!;
  }

  /** Arms the timer, or moves it if it is armed. */
  arm(id: number, deadline: number): void {
    const place = this._places[id]!;
    if (place < 0) {
      this._siftUp(this._size++, id, deadline);
    } else if (((deadline - this._keys[place]!) | 0) < 0) {
      this._siftUp(place, id, deadline);
    } else {
      this._siftDown(place, id, deadline);
    }
  }

  /** Disarms the timer; nothing happens if it is not armed. */
  cancel(id: number): void {
    const place = this._places[id]!;
    if (place < 0) return;
    this._places[id] = -1;
    const last = --this._size;
    if (place === last) return;
    const key = this._keys[last]!;
    const moved = this._ids[last]!;
    const order = (key - this._keys[place]!) | 0;
    if (order < 0 || (order === 0 && moved < id)) this._siftUp(place, moved, key);
    else this._siftDown(place, moved, key);
  }

  private _siftUp(hole: number, id: number, key: number): void {
    const keys = this._keys;
    const ids = this._ids;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const order = (key - keys[parent]!) | 0;
      if (order > 0 || (order === 0 && id > ids[parent]!)) break;
      this._put(hole, ids[parent]!, keys[parent]!);
      hole = parent;
    }
    this._put(hole, id, key);
  }

  private _siftDown(hole: number, id: number, key: number): void {
    const keys = this._keys;
    const ids = this._ids;
    const size = this._size;
    for (let child = 2 * hole + 1; child < size; child = 2 * hole + 1) {
      const right = child + 1;
      if (right < size) {
        const sides = (keys[right]! - keys[child]!) | 0;
        if (sides < 0 || (sides === 0 && ids[right]! < ids[child]!)) child = right;
      }
      const order = (keys[child]! - key) | 0;
      if (order > 0 || (order === 0 && ids[child]! > id)) break;
      this._put(hole, ids[child]!, keys[child]!);
      hole = child;
    }
    this._put(hole, id, key);
  }

  private _put(place: number, id: number, key: number): void {
    this._keys[place] = key;
    this._ids[place] = id;
    this._places[id] = place;
  }
}
