import { checkedInteger } from "../options";

/**
 * A priority queue of timers by deadline: a binary heap over typed arrays, of fixed capacity.
 *
 * A timer is a small integer, its place in the caller's own tables. Deadlines are wrapping int32 milliseconds (see
 * `time.ts`) and must lie within 2^30 ms of each other. Timers with the same deadline come out by rising number, so
 * that runs repeat exactly. Arming, moving, cancelling and popping cost O(log capacity) at worst, the first deadline
 * O(1); a timer that is postponed moves only past those that it now comes after.
 *
 * Keys stand in heap order beside the timers' numbers, so that a sift compares neighbours in memory instead of
 * following an index, and {@link pop} leaves the root vacant, so that a timer armed next, usually the one that fired,
 * goes straight there instead of to the end: each typed array access costs microseconds on XS and Espruino.
 *
 * Memory: 12 octets for each timer of the capacity.
 */
export class TimerQueue {
  readonly capacity: number;
  private readonly _keys: Int32Array;
  private readonly _ids: Int32Array;
  /** Where in the heap each timer stands; -1 while it is not armed. */
  private readonly _places: Int32Array;
  /** How many timers are armed. While the root is vacant the heap reaches one place further. */
  private _size = 0;
  private _rootVacant = false;

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

  /** The armed timer with the first deadline; meaningful only while {@link size} is above 0. */
  get first(): number {
    if (this._rootVacant) this._fillRoot();
    return this._ids[0]!;
  }

  /** The first deadline; meaningful only while {@link size} is above 0. */
  get firstDeadline(): number {
    if (this._rootVacant) this._fillRoot();
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
    if (this._places[id]! >= 0) {
      if (this._rootVacant) this._fillRoot();
      this._move(this._places[id]!, id, deadline);
      return;
    }
    const last = this._size++;
    if (this._rootVacant) {
      this._rootVacant = false;
      this._siftDown(0, id, deadline);
    } else {
      this._siftUp(last, id, deadline);
    }
  }

  /** Disarms the timer; nothing happens if it is not armed. */
  cancel(id: number): void {
    if (this._places[id]! < 0) return;
    if (this._rootVacant) this._fillRoot();
    const place = this._places[id]!;
    this._places[id] = -1;
    const last = --this._size;
    if (place === last) return;
    // The last timer takes the place; which way it goes from there is told by the key that it replaces.
    this._move(place, this._ids[last]!, this._keys[last]!);
  }

  /** Disarms the first timer and returns it; to be called only while {@link size} is above 0. */
  takeFirst(): number {
    const id = this.first;
    this._places[id] = -1;
    this._size--;
    this._rootVacant = true;
    return id;
  }

  /** Closes the heap after a {@link pop}: the last timer takes the root. */
  private _fillRoot(): void {
    const last = this._size;
    this._rootVacant = false;
    if (last > 0) this._siftDown(0, this._ids[last]!, this._keys[last]!);
  }

  /** Puts a timer where another one, or itself with another key, stands now. */
  private _move(place: number, id: number, key: number): void {
    const order = (key - this._keys[place]!) | 0;
    if (order < 0 || (order === 0 && id < this._ids[place]!)) this._siftUp(place, id, key);
    else this._siftDown(place, id, key);
  }

  private _siftUp(hole: number, id: number, key: number): void {
    const keys = this._keys;
    const ids = this._ids;
    const places = this._places;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const parentKey = keys[parent]!;
      const order = (key - parentKey) | 0;
      if (order > 0) break;
      const parentId = ids[parent]!;
      if (order === 0 && id > parentId) break;
      keys[hole] = parentKey;
      ids[hole] = parentId;
      places[parentId] = hole;
      hole = parent;
    }
    keys[hole] = key;
    ids[hole] = id;
    places[id] = hole;
  }

  private _siftDown(hole: number, id: number, key: number): void {
    const keys = this._keys;
    const ids = this._ids;
    const places = this._places;
    const size = this._size;
    for (let child = 2 * hole + 1; child < size; child = 2 * hole + 1) {
      let childKey = keys[child]!;
      const right = child + 1;
      if (right < size) {
        const rightKey = keys[right]!;
        const sides = (rightKey - childKey) | 0;
        if (sides < 0 || (sides === 0 && ids[right]! < ids[child]!)) {
          child = right;
          childKey = rightKey;
        }
      }
      const order = (childKey - key) | 0;
      if (order > 0) break;
      const childId = ids[child]!;
      if (order === 0 && childId > id) break;
      keys[hole] = childKey;
      ids[hole] = childId;
      places[childId] = hole;
      hole = child;
    }
    keys[hole] = key;
    ids[hole] = id;
    places[id] = hole;
  }
}
