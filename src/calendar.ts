/**
 * The Gregorian calendar from 2000 to 2399, in the time zone that a clock was set to. Days are numbered from 0, which is
 * 1 January 2000, a Saturday.
 */
export const FIRST_YEAR = 2000;
export const LAST_YEAR = 2399;

export const SECONDS_OF_DAY = 86400;

/** From which the distance of two times in seconds is no int32 any more. */
const MOST_DAYS = 24855;

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** @param month 1 to 12 */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The number of a day. */
export function dayNumber(year: number, month: number, day: number): number {
  const years = year - FIRST_YEAR;
  // Those before this one that are leap years: 2000 is one, 2100, 2200 and 2300 are none.
  let days = 365 * years + ((years + 3) >> 2) - (years > 0 ? ((years - 1) / 100) | 0 : 0);
  for (let i = 1; i < month; i++) days += daysInMonth(year, i);
  return days + day - 1;
}

/** The weekday of a day by its number: 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekday(dayNumber: number): number {
  return ((dayNumber + 5) % 7) + 1;
}

/**
 * A time as a clock shows it.
 *
 * Memory: 6 numbers.
 */
export class CalendarTime {
  /** 2000 to 2399. */
  year = FIRST_YEAR;
  /** 1 to 12. */
  month = 1;
  /** 1 to 31. */
  day = 1;
  hour = 0;
  minute = 0;
  second = 0;

  set(year: number, month: number, day: number, hour: number, minute: number, second: number): void {
    this.year = year;
    this.month = month;
    this.day = day;
    this.hour = hour;
    this.minute = minute;
    this.second = second;
  }

  /** Takes over day number `days` and the seconds since its midnight. */
  setDay(days: number, seconds: number): void {
    let year = FIRST_YEAR + ((days / 366) | 0);
    while (dayNumber(year + 1, 1, 1) <= days) year++;
    let left = days - dayNumber(year, 1, 1);
    let month = 1;
    for (let length = 31; left >= length; length = daysInMonth(year, month)) {
      left -= length;
      month++;
    }
    this.set(year, month, left + 1, (seconds / 3600) | 0, ((seconds / 60) | 0) % 60, seconds % 60);
  }

  /** Whether there is such a time. */
  get exists(): boolean {
    const year = this.year;
    const month = this.month;
    return (
      year >= FIRST_YEAR &&
      year <= LAST_YEAR &&
      month >= 1 &&
      month <= 12 &&
      this.day >= 1 &&
      this.day <= daysInMonth(year, month) &&
      this.hour >= 0 &&
      this.hour < 24 &&
      this.minute >= 0 &&
      this.minute < 60 &&
      this.second >= 0 &&
      this.second < 60
    );
  }

  get dayNumber(): number {
    return dayNumber(this.year, this.month, this.day);
  }

  /** Seconds since midnight. */
  get secondOfDay(): number {
    return 3600 * this.hour + 60 * this.minute + this.second;
  }

  /** Seconds from `earlier` to this time, below 0 if it is later; 2^31 - 1 and its negative stand for more than 68 years. */
  secondsSince(earlier: CalendarTime): number {
    const days = this.dayNumber - earlier.dayNumber;
    if (days >= MOST_DAYS) return 0x7fffffff;
    if (days <= -MOST_DAYS) return -0x7fffffff;
    return SECONDS_OF_DAY * days + this.secondOfDay - earlier.secondOfDay;
  }
}
