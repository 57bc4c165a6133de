// For which values of the targets a loss or a metric means anything: declared once in its entry,
// checked when the data are known.

import { toDigits } from '../../text/digits.js';
import type { TargetValues } from '../../dataset/target-values.js';

/**
 * `any` number; a `probability` from 0 to 1; a `label`: a class, or 0 or 1; a `sign`: −1 or 1, or 0
 * or 1; `nonnegative` or `nonzero` numbers.
 */
export type TargetDomain = 'any' | 'probability' | 'label' | 'sign' | 'nonnegative' | 'nonzero';

const wanted: Readonly<Record<Exclude<TargetDomain, 'any'>, string>> = {
  probability: 'probabilities, from 0 to 1',
  label: 'classes, or for 0 and 1',
  sign: '−1 and 1, or for 0 and 1',
  nonnegative: 'numbers of at least 0',
  nonzero: 'numbers other than 0, by which it divides',
};

/**
 * Why targets with these values are outside a domain, to follow the name of what has it: "is for …,
 * but …"; null where they are not.
 */
export function domainProblem(domain: TargetDomain, values: TargetValues): string | null {
  if (domain === 'any' || isWithin(domain, values)) return null;
  const { min, max, zeros } = values;
  const found =
    domain === 'nonzero'
      ? values === classValues
        ? 'classes are 0 and 1'
        : `${zeros} of the targets ${zeros === 1 ? 'is' : 'are'} 0`
      : min === max
        ? `all targets are ${shown(min)}`
        : `the targets are numbers from ${shown(min)} to ${shown(max)}`;
  return `is for ${wanted[domain]}, but ${found}`;
}

// As many digits as a float32 has.
function shown(value: number): string {
  return String(toDigits(value, 7));
}

/** Of classes, which losses and metrics of values see as 0 and 1. */
export const classValues: TargetValues = { min: 0, max: 1, zeros: 1, whole: true, pair: [0, 1] };

function isWithin(
  domain: Exclude<TargetDomain, 'any'>,
  { min, max, zeros, pair }: TargetValues,
): boolean {
  const areAll = (...some: readonly number[]): boolean =>
    pair?.every((value) => some.includes(value)) ?? false;
  switch (domain) {
    case 'probability':
      return min >= 0 && max <= 1;
    case 'label':
      return areAll(0, 1);
    case 'sign':
      return areAll(-1, 1) || areAll(0, 1);
    case 'nonnegative':
      return min >= 0;
    case 'nonzero':
      return zeros === 0;
  }
}
