// What SciPy and statsmodels say, as test/fixtures/make_statistics.py wrote it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../folders.js';

type Fixture = {
  readonly pairs: readonly {
    readonly paired: boolean;
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly t: number;
    readonly df: number;
    readonly p: number;
    readonly interval: readonly number[];
  }[];
  readonly tails: readonly { readonly t: number; readonly df: number; readonly p: number }[];
  readonly quantiles: readonly { readonly p: number; readonly df: number; readonly t: number }[];
  readonly holm: readonly {
    readonly p: readonly number[];
    readonly corrected: readonly number[];
  }[];
  readonly mcnemar: readonly {
    readonly first: number;
    readonly second: number;
    readonly p: number;
  }[];
  readonly greatest: readonly { readonly k: number; readonly expected: number }[];
};

export const statistics = JSON.parse(
  readFileSync(join(root, 'test/fixtures/statistics.json'), 'utf8'),
) as Fixture;
