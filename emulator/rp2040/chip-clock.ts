/** Virtual time, as rp2040js' own clock gives it. */
export interface ChipClock {
  readonly nanos: number;
  createAlarm(callback: () => void): { schedule(nanos: number): void; cancel(): void };
}
