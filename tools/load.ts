// Writes experiments/load.csv: six weeks of hourly load of two districts, made: `node dist/tools/load.js`.
// A day has its shape, a weekend is lower, cold adds to it, and what is left is noise that lasts for
// hours; what the next hours bring is in the last two days, but for the noise.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { randomNormal } from '../src/ground/random.js';

const hours = 6 * 7 * 24;
const districts = [
  { name: 'north', base: 120, evening: 40, cold: 2.2 },
  { name: 'harbour', base: 260, evening: 15, cold: 0.8 },
];

/** The table, as text: a line an hour and district. */
export function loadTable(): string {
  const weather = slow(1, 0.97);
  const noises = districts.map((_, i) => slow(2 + i, 0.85));
  const lines = ['time,district,temperature,load'];
  for (let hour = 0; hour < hours; hour += 1) {
    // 2026-01-05 is a Monday.
    const time = new Date(Date.UTC(2026, 0, 5, hour)).toISOString().slice(0, 16);
    const ofDay = hour % 24;
    const isWeekend = Math.floor(hour / 24) % 7 >= 5;
    const temperature = 4 + 3 * wave(ofDay, 15) + 4 * (weather[hour] ?? 0);
    districts.forEach(({ name, base, evening, cold }, i) => {
      const day = 0.18 * base * wave(ofDay, 13) + evening * Math.max(0, wave(ofDay, 19)) ** 4;
      const load =
        (isWeekend ? 0.82 : 1) * (base + day) +
        cold * (15 - temperature) +
        0.03 * base * (noises[i]?.[hour] ?? 0);
      lines.push(`${time},${name},${temperature.toFixed(1)},${load.toFixed(1)}`);
    });
  }
  return `${lines.join('\n')}\n`;
}

// 1 at the hour of its top, -1 half a day away.
function wave(hour: number, top: number): number {
  return Math.cos((2 * Math.PI * (hour - top)) / 24);
}

// Noise of deviation 1 of which so much stays from hour to hour.
function slow(stream: number, stays: number): readonly number[] {
  const fresh = randomNormal({ seed: 2026, stream }, hours);
  let value = 0;
  return Array.from(fresh, (more) => (value = stays * value + Math.sqrt(1 - stays ** 2) * more));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../../experiments/load.csv', import.meta.url), loadTable());
}
