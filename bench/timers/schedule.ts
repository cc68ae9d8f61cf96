/** What all contestants do: the same random delays, and a log of what fired when. */

const SEED = 0x5eed;

/** The longest delay, ms; the shortest is 1. */
export const LONGEST = 30000;

/**
 * How long timer `id` waits when it arms itself at `now`: 1 to 30000 ms. A hash of both (the finaliser of MurmurHash3)
 * instead of a stream of random numbers, so that it does not matter in which order timers of one millisecond fire.
 */
export function delayOf(id: number, now: number): number {
  let hash = (now + Math.imul(id ^ SEED, 0x9e3779b1)) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash >>> 16) * LONGEST) >>> 16) + 1;
}

/** What fired when. */
export class Log {
  readonly times: Int32Array;
  readonly ids: Int32Array;
  count = 0;
  /** How often the contestant had to be called, and how often it then found something to do. */
  wakeUps = 0;
  usefulWakeUps = 0;

  constructor(capacity: number) {
    this.times = new Int32Array(capacity);
    this.ids = new Int32Array(capacity);
  }

  fired(id: number, now: number): void {
    const at = this.count++;
    this.times[at] = now;
    this.ids[at] = id;
  }

  clear(): void {
    this.count = 0;
    this.wakeUps = 0;
    this.usefulWakeUps = 0;
  }

  /** `time:id` of all that fired, those of the same millisecond by number. */
  sequence(): string[] {
    const order = Array.from({ length: this.count }, (_, at) => at);
    order.sort((a, b) => this.times[a]! - this.times[b]! || this.ids[a]! - this.ids[b]!);
    return order.map((at) => `${this.times[at]}:${this.ids[at]}`);
  }

  /** By how much the latest came after it was due, ms, and how many timers due by `end` never fired again. */
  judge(timers: number, end: number): { mostLate: number; lost: number } {
    const due = Int32Array.from({ length: timers }, (_, id) => delayOf(id, 0));
    let mostLate = 0;
    for (let at = 0; at < this.count; at++) {
      const id = this.ids[at]!;
      const time = this.times[at]!;
      mostLate = Math.max(mostLate, time - due[id]!);
      due[id] = time + delayOf(id, time);
    }
    return { mostLate, lost: due.filter((time) => time <= end).length };
  }
}

/** What must fire until `end`, found without any queue: each timer's own times, then all in order. */
export function expectedSequence(timers: number, end: number): string[] {
  const events: [number, number][] = [];
  for (let id = 0; id < timers; id++) {
    for (let time = delayOf(id, 0); time <= end; time += delayOf(id, time)) events.push([time, id]);
  }
  return events.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([time, id]) => `${time}:${id}`);
}
