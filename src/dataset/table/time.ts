// Dates and times as ISO 8601 writes them: text in, milliseconds out. Without a zone they are taken for
// UTC, so that they mean the same on every machine.

const form =
  /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?)?$/;

/**
 * Milliseconds since 1970 of a date or time (2026-01, 2026-01-31, 2026-01-31 12:00,
 * 2026-01-31T12:00:00.5+02:00); NaN for anything else, a 30th of February among it.
 */
export function parseTime(text: string): number {
  const found = form.exec(text.trim());
  if (!found) return NaN;
  const [year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((digits) => (digits === undefined ? undefined : Number(digits)));
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A month or a day that there is not has become another one.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return NaN;
  const part = found[7] === undefined ? 0 : Number(`0.${found[7]}`) * 1000;
  const clock = ((hour * 60 + minute) * 60 + second) * 1000 + part;
  return date.getTime() + clock - zoneOf(found[8]);
}

// Milliseconds that a zone is ahead of UTC.
function zoneOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', ''))];
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
