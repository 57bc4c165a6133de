// The figures of RELIABILITY.md: what the fault tests counted in their whole form, kept in
// figures.json suite by suite, each as of its last whole run without harm.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withNumbers } from '../../bench/marked.js';
import { root } from '../folders.js';

/** One line of what a suite counted. */
export type Counted = {
  /** As `faults/kills`. */
  readonly suite: string;
  readonly what: string;
  readonly count: number;
  readonly lost: number;
  readonly wrong: number;
};

/** What was counted, by suite and by what it was. */
export type Figures = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Where they are kept. */
export const figuresFile = join(root, 'test/faults/figures.json');

/** The kept figures. */
export function readFigures(): Figures {
  return JSON.parse(readFileSync(figuresFile, 'utf8')) as Figures;
}

/** The same figures, with those of the suites that were run in the place of their old ones. */
export function withCounted(figures: Figures, lines: readonly Counted[]): Figures {
  const fresh: Record<string, Record<string, number>> = {};
  for (const { suite, what, count } of lines) {
    const counts = (fresh[suite] ??= {});
    counts[what] = (counts[what] ?? 0) + count;
  }
  const all = Object.entries({ ...figures, ...fresh });
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a figure is of, and which suite's alone if it is one suite's. */
export function partsOf(name: string): { readonly what: string; readonly suite?: string } {
  const [, what = name, suite] = /^(.*) in (\S+\/\S+)$/.exec(name) ?? [];
  return suite === undefined ? { what } : { what, suite };
}

/**
 * What RELIABILITY.md calls a figure: `kills as it trains`, summed over all suites, or `hostile
 * inputs in faults/hostile-specs`. Undefined where there is none.
 */
export function figureOf(figures: Figures, name: string): number | undefined {
  const { what, suite } = partsOf(name);
  const counts = Object.entries(figures)
    .filter(([one]) => suite === undefined || one === suite)
    .flatMap(([, kinds]) => (kinds[what] === undefined ? [] : [kinds[what]]));
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}

/** RELIABILITY.md with these figures. */
export function reliabilityWith(figures: Figures): string {
  const text = readFileSync(join(root, 'RELIABILITY.md'), 'utf8');
  return withNumbers(text, (name) => figureOf(figures, name));
}
