// `node dist/tools/offers.js > experiments/offers.csv`: the table of experiments/offers.yaml. It is made:
// what a used bicycle is offered for follows from its make, its age and its kilometres, and from what its
// seller says of it, with noise; some sellers do not name the make.
import { randomNormal, randomUniform, streamOf } from '../src/ground/random.js';

const count = 900;
const seed = 11;

const uniform = (purpose: string): Float32Array =>
  randomUniform({ seed, stream: streamOf(`offers/${purpose}`) }, count);
const normal = (purpose: string): Float32Array =>
  randomNormal({ seed, stream: streamOf(`offers/${purpose}`) }, count);

const makes: readonly (readonly [name: string, share: number, price: number])[] = [
  ['Albatros', 0.3, 900],
  ['Brevet', 0.55, 1400],
  ['Castor', 0.75, 600],
  ['Domino', 0.9, 2100],
  ['Eider', 0.97, 1100],
  ['Falter', 0.985, 1300],
  ['Grille', 1, 800],
];

// By how much of the price.
const said: readonly (readonly [words: string, factor: number])[] = [
  ['new chain and brakes', 1.12],
  ['serviced last month', 1.1],
  ['never left in the rain', 1.06],
  ['saddle torn', 0.9],
  ['some rust', 0.82],
  ['front wheel bent', 0.72],
  ['needs a new battery', 0.7],
  ['no lights', 0.93],
];
const idle = [
  'for pick-up only',
  'was my sister’s',
  'selling as I move',
  'call after six',
  'size 54',
];

/** The table as CSV. */
export function offersCsv(): string {
  const [make, age, ridden, first, second, talk, noise, gap] = [
    uniform('make'),
    uniform('age'),
    normal('ridden'),
    uniform('first'),
    uniform('second'),
    uniform('talk'),
    normal('noise'),
    uniform('gap'),
  ];
  const rows = Array.from({ length: count }, (_, i) => {
    const of = (values: Float32Array | undefined): number => values?.[i] ?? 0;
    const [name, , from] = makes.find(([, share]) => of(make) < share) ?? ['', 0, 0];
    const years = Math.floor(of(age) * 12);
    const km = Math.round(((years + 1) * 700 * Math.exp(0.5 * of(ridden))) / 10) * 10;
    const [words, factor] = said[Math.floor(of(first) * said.length)] ?? ['', 1];
    // Half of them say two things.
    const [more, by] = said[Math.floor((of(second) - 0.5) * 2 * said.length)] ?? ['', 1];
    const remark = [words, idle[Math.floor(of(talk) * idle.length)], more]
      .filter(Boolean)
      .join(', ');
    const worth = from * 0.9 ** years * Math.exp(-km / 40_000);
    const price = worth * factor * by * Math.exp(0.06 * of(noise));
    return [of(gap) < 0.06 ? '' : name, years, km, `"${remark}"`, Math.round(price / 5) * 5].join(
      ',',
    );
  });
  return ['make,years,km,remark,price', ...rows, ''].join('\n');
}

if (process.argv[1] === import.meta.filename) process.stdout.write(offersCsv());
