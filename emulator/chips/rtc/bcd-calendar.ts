/** Where the registers of a BCD clock are, and what they tell. */
export interface CalendarMap {
  seconds: number;
  minutes: number;
  hours: number;
  weekday: number;
  date: number;
  month: number;
  year: number;
  /** The weekdays count from here, seven of them. */
  firstWeekday: 0 | 1;
  /** Bit 6 of the hours is the 12-hour mode, bit 5 PM. */
  twelveHours: boolean;
  /** Bits of the month's register that toggle when the year goes from 99 to 00. */
  century: number;
}

/** Where most chips have them. */
export const FROM_0_TO_6 = { seconds: 0, minutes: 1, hours: 2, weekday: 3, date: 4, month: 5, year: 6 };

const digits = (octet: number) => 10 * (octet >> 4) + (octet & 15);
const bcd = (value: number) => (Math.floor(value / 10) << 4) | (value % 10);

/**
 * Counts in the registers of a clock chip, carry by carry as the chip does; flags that share a register with digits stay.
 * Every fourth year is a leap year, as in all these chips.
 */
export class BcdCalendar {
  private readonly _registers: Uint8Array;
  private readonly _map: CalendarMap;

  constructor(registers: Uint8Array, map: CalendarMap) {
    this._registers = registers;
    this._map = map;
  }

  /** Goes on by whole seconds. */
  advance(seconds: number): void {
    const { _map: map, _registers: registers } = this;
    if (seconds <= 0) return;
    const total = digits(registers[map.seconds]! & 0x7f) + seconds;
    this._put(map.seconds, 0x7f, total % 60);
    const minutes = digits(registers[map.minutes]! & 0x7f) + Math.floor(total / 60);
    this._put(map.minutes, 0x7f, minutes % 60);
    const hours = this._hour() + Math.floor(minutes / 60);
    if (minutes >= 60) this._putHour(hours % 24);
    for (let days = Math.floor(hours / 24); days > 0; days--) this._nextDay();
  }

  private _put(register: number, mask: number, value: number): void {
    this._registers[register] = (this._registers[register]! & ~mask) | bcd(value);
  }

  private _hour(): number {
    const octet = this._registers[this._map.hours]!;
    if (!this._map.twelveHours || (octet & 0x40) === 0) return digits(octet & 0x3f);
    return (digits(octet & 0x1f) % 12) + ((octet & 0x20) !== 0 ? 12 : 0);
  }

  private _putHour(hour: number): void {
    const { _map: map, _registers: registers } = this;
    if (!map.twelveHours || (registers[map.hours]! & 0x40) === 0) this._put(map.hours, 0x3f, hour);
    else {
      this._put(map.hours, 0x1f, hour % 12 || 12);
      registers[map.hours] = (registers[map.hours]! & ~0x20) | (hour >= 12 ? 0x20 : 0);
    }
  }

  private _nextDay(): void {
    const { _map: map, _registers: registers } = this;
    const weekday = (registers[map.weekday]! & 0x07) - map.firstWeekday;
    this._put(map.weekday, 0x07, ((weekday + 1) % 7) + map.firstWeekday);
    const month = digits(registers[map.month]! & 0x1f);
    const date = digits(registers[map.date]! & 0x3f) + 1;
    if (date <= this._daysOf(month)) {
      this._put(map.date, 0x3f, date);
      return;
    }
    this._put(map.date, 0x3f, 1);
    this._put(map.month, 0x1f, month >= 12 ? 1 : month + 1);
    if (month < 12) return;
    const year = digits(registers[map.year]!) + 1;
    this._put(map.year, 0xff, year % 100);
    if (year === 100) registers[map.month]! ^= map.century;
  }

  private _daysOf(month: number): number {
    if (month === 2) return digits(this._registers[this._map.year]!) % 4 === 0 ? 29 : 28;
    return [4, 6, 9, 11].includes(month) ? 30 : 31;
  }
}
