/** How many frames an {@link AnswerWindow} remembers: one for each bit of its sets. */
export const ANSWER_WINDOW = 32;

const enum State {
  /** Frames in a row without an answer. */
  Unanswered,
  // Sets of frames: bit n is that of the keepalive n before the last.
  Waiting,
  Answered,
  Size,
}

/**
 * Which of the last keepalives' frames of one kind are outstanding, and which were answered. Frames are known by their age:
 * how many keepalives were begun since.
 *
 * Memory: 12 octets.
 */
export class AnswerWindow {
  private readonly _state: Int32Array;

  constructor() {
    this._state = new Int32Array(State.Size);
  }

  /** How many frames in a row are unanswered. */
  get unanswered(): number {
    return this._state[State.Unanswered]!;
  }

  /** Forgets all. */
  clear(): void {
    this._state.fill(0);
  }

  /** Forgets how many are unanswered. */
  forgive(): void {
    this._state[State.Unanswered] = 0;
  }

  /** A keepalive begins. Frames older than as many as there are retries are outstanding no more. */
  next(retries: number): void {
    const oldest = 1 << ((retries < ANSWER_WINDOW ? retries : ANSWER_WINDOW) - 1);
    this._state[State.Waiting] = (this._state[State.Waiting]! << 1) & (oldest | (oldest - 1));
    this._state[State.Answered]! <<= 1;
  }

  /** The frame of the last keepalive was handed to the transmitter. */
  sent(): void {
    this._state[State.Unanswered]!++;
    this._state[State.Waiting]! |= 1;
  }

  /** It did not leave: it can't be answered, and is no miss. */
  withdraw(): void {
    if (!this.isWaiting(0)) return;
    this._state[State.Waiting]! &= ~1;
    if (this._state[State.Unanswered]! > 0) this._state[State.Unanswered]!--;
  }

  /** Whether the frame of that age is outstanding. @param age 0 to 31, or -1 if it is not known */
  isWaiting(age: number): boolean {
    return age >= 0 && ((this._state[State.Waiting]! >>> age) & 1) !== 0;
  }

  isAnswered(age: number): boolean {
    return age >= 0 && ((this._state[State.Answered]! >>> age) & 1) !== 0;
  }

  /** The frame of that age, which was outstanding, is answered. */
  answer(age: number): void {
    const state = this._state;
    state[State.Waiting]! &= ~(1 << age);
    state[State.Answered]! |= 1 << age;
    if (age < state[State.Unanswered]!) state[State.Unanswered] = age;
  }
}
