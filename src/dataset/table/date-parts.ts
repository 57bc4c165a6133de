// The parts of a date that may be inputs: a time in milliseconds from 1970 in, a number out.
import type { DatePart } from '../facts.js';

const day = 86_400_000;

/** A part of a time: months and days count from 1, days of the week from 0, which is Monday. */
export function datePart(time: number, part: DatePart): number {
  const date = new Date(time);
  switch (part) {
    case 'year':
      return date.getUTCFullYear();
    case 'quarter':
      return Math.floor(date.getUTCMonth() / 3) + 1;
    case 'month':
      return date.getUTCMonth() + 1;
    case 'week':
      return isoWeek(time);
    case 'day':
      return date.getUTCDate();
    case 'day_of_year':
      return Math.floor((time - startOfYear(date.getUTCFullYear())) / day) + 1;
    case 'day_of_week':
      return dayOfWeek(time);
    case 'hour':
      return date.getUTCHours();
    case 'minute':
      return date.getUTCMinutes();
    case 'second':
      return date.getUTCSeconds();
    case 'days':
      return time / day;
  }
}

function startOfYear(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1);
}

function dayOfWeek(time: number): number {
  return (new Date(time).getUTCDay() + 6) % 7;
}

// The week of its Thursday, as ISO 8601 counts them.
function isoWeek(time: number): number {
  const thursday = time + (3 - dayOfWeek(time)) * day;
  const year = new Date(thursday).getUTCFullYear();
  return Math.floor((thursday - startOfYear(year)) / (7 * day)) + 1;
}
