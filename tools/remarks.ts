// Writes experiments/remarks.csv: what customers of a shop say, and whom it is for, made:
// `node dist/tools/remarks.js`. A remark has one clause that tells, among others that do not; a
// twentieth of the remarks went to the wrong desk.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { randomUniform } from '../src/ground/random.js';

const count = 1200;
const mistaken = 0.05;

const desks: readonly (readonly [desk: string, clauses: readonly string[]])[] = [
  [
    'delivery',
    [
      'the parcel never came',
      'it came a week late',
      'the courier left it in the rain',
      'tracking says it is still on its way',
      'you sent it to my old address',
      'nobody rang the bell',
    ],
  ],
  [
    'billing',
    [
      'I was charged twice',
      'the invoice has the wrong name',
      'my voucher was not taken off',
      'the refund has not come',
      'your invoice says 49 and you took 59',
      'my card was charged in the wrong currency',
    ],
  ],
  [
    'product',
    [
      'the handle broke off on the first day',
      'it does not switch on',
      'the colour is nothing like the picture',
      'the lid does not close',
      'one of the screws is missing',
      'it smells of glue',
    ],
  ],
];

const others = [
  'I have been a customer for years',
  'please call me back',
  'not the first time',
  'I am not angry',
  'the last parcel was fine',
  'the invoice was right this time',
  'it works otherwise',
  'what now?',
];

const joints = ['. ', ', ', ' - ', '; ', '!! '];

/** The table, as text: a line a remark. */
export function remarkTable(): string {
  const lines = ['remark,desk'];
  for (let row = 0; row < count; row += 1) {
    const draws = randomUniform({ seed: 2026, stream: 1, step: row }, 16);
    let at = 0;
    const below = (limit: number): number => Math.floor((draws[at++] ?? 0) * limit);
    const pick = (from: readonly string[]): string => from[below(from.length)] ?? '';
    const desk = below(desks.length);
    const [, clauses = []] = desks[desk] ?? [];
    const parts = [pick(others), pick(others)].slice(0, below(3));
    parts.splice(below(parts.length + 1), 0, pick(clauses));
    const remark = parts.join(pick(joints));
    const shown = below(4) === 0 ? remark.toUpperCase() : remark;
    const sentTo = (draws[at] ?? 1) < mistaken ? (desk + 1) % desks.length : desk;
    lines.push(`"${shown}",${desks[sentTo]?.[0]}`);
  }
  return `${lines.join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../../experiments/remarks.csv', import.meta.url), remarkTable());
}
