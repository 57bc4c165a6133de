// The one door to cephes, from which SciPy's special functions come too: Student's t with any degrees
// of freedom, the binomial, the normal. Loaded by what compares replicates, and by nothing else: its
// WebAssembly takes 40 ms.
import { bdtr, compiled, incbet, incbi, ndtr } from 'cephes';

await compiled;

/**
 * The probability that Student's t with `df` degrees of freedom, which need not be whole, lies
 * further from 0 than `t` on either side: the regularised incomplete beta function of df/(df + t²)
 * at (df/2, 1/2) (Abramowitz and Stegun, 26.7.1 and 26.5.27).
 */
export function tTails(t: number, df: number): number {
  if (!Number.isFinite(t)) return 0;
  return t === 0 ? 1 : incbet(df / 2, 0.5, df / (df + t * t));
}

// Thousands of rows with as many seeds each ask for the same few.
const known = new Map<string, number>();
const mostKnown = 10_000;

/** The t beyond which, on either side, `p` of Student's distribution lies; p in (0, 1]. */
export function tOfTails(p: number, df: number): number {
  const key = `${p} ${df}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const x = incbi(df / 2, 0.5, p);
  const t = Math.sqrt((df * (1 - x)) / x);
  if (known.size < mostKnown) known.set(key, t);
  return t;
}

/** The probability of `k` or fewer successes in `n` fair tosses. */
export function fairTosses(k: number, n: number): number {
  return k >= n ? 1 : bdtr(k, n, 0.5);
}

/**
 * The expected greatest of `k` independent standard normal values, ∫ x d(Φ(x)^k): by parts
 * ∫₀^∞ (1 − Φ^k) dx − ∫₋∞^0 Φ^k dx, by Simpson's rule.
 */
export function expectedGreatest(k: number): number {
  const [limit, steps] = [10, 2000];
  const width = limit / steps;
  const integral = (value: (x: number) => number): number => {
    let sum = value(0) + value(limit);
    for (let i = 1; i < steps; i += 1) sum += (i % 2 === 1 ? 4 : 2) * value(i * width);
    return (sum * width) / 3;
  };
  return integral((x) => 1 - ndtr(x) ** k - ndtr(-x) ** k);
}
