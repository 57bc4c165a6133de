// `node dist/tools/houses.js > experiments/houses.csv`: the table of experiments/houses.yaml. It is
// made, and says of no place what houses cost there: prices follow from area, district, age and the
// year of the sale, with noise; cells are missing at random.
import { randomNormal, randomUniform, streamOf } from '../src/ground/random.js';

const count = 800;
const seed = 7;

const uniform = (purpose: string): Float32Array =>
  randomUniform({ seed, stream: streamOf(`houses/${purpose}`) }, count);
const normal = (purpose: string): Float32Array =>
  randomNormal({ seed, stream: streamOf(`houses/${purpose}`) }, count);

// By how much of a price; the last ones are rare.
const districts: readonly (readonly [name: string, share: number, factor: number])[] = [
  ['Harbour', 0.22, 1.15],
  ['Old Town', 0.4, 1.4],
  ['Mill Hill', 0.58, 1],
  ['Northfield', 0.76, 0.8],
  ['Riverside', 0.9, 1.25],
  ['Gardens', 0.97, 1.1],
  ['Quarry', 0.98, 0.7],
  ['Saltmarsh', 0.988, 0.65],
  ['Heath', 0.995, 0.9],
  ['Island', 1, 1.6],
];
const heatings = ['gas', 'district heating', 'heat pump', 'oil'] as const;

/** The table as CSV. */
export function housesCsv(): string {
  const [where, size, age, sold, heat, noise] = [
    uniform('district'),
    normal('size'),
    uniform('age'),
    uniform('sold'),
    uniform('heating'),
    normal('noise'),
  ];
  const gap = ['area', 'district', 'sold', 'heating'].map((name) => uniform(`gap/${name}`));
  const rows = Array.from({ length: count }, (_, i) => {
    const of = (values: Float32Array | undefined): number => values?.[i] ?? 0;
    const [district, , factor] = districts.find(([, share]) => of(where) < share) ??
      districts[0] ?? ['', 0, 1];
    const area = Math.round(Math.max(28, 95 + 32 * of(size)));
    const built = Math.round(1905 + 118 * of(age));
    const day = new Date(Date.UTC(2016, 0, 1) + Math.floor(of(sold) * 3650) * 86_400_000);
    const heating = heatings[Math.floor(of(heat) * heatings.length)] ?? 'gas';
    const years = (day.getTime() - Date.UTC(2016, 0, 1)) / (365.25 * 86_400_000);
    const price =
      2100 * area * factor * (0.75 + 0.25 * of(age)) * 1.045 ** years * Math.exp(0.08 * of(noise));
    const missing = (at: number, share: number, text: string | number): string =>
      of(gap[at]) < share ? '' : String(text);
    return [
      i + 1,
      missing(0, 0.08, area),
      missing(1, 0.05, district),
      built,
      missing(2, 0.02, day.toISOString().slice(0, 10)),
      missing(3, 0.15, heating),
      Math.round(price / 500) * 500,
    ].join(',');
  });
  return ['id,area,district,built,sold,heating,price', ...rows, ''].join('\n');
}

if (process.argv[1] === import.meta.filename) process.stdout.write(housesCsv());
