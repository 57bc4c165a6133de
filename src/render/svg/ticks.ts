// A range in, the round numbers that an axis over it is labelled with out.

/** About `count` round numbers (1, 2 or 5 times a power of ten apart) within a range, its ends with it. */
export function linearTicks(low: number, high: number, count: number): readonly number[] {
  const room = (high - low) / count;
  if (!(room > 0) || !Number.isFinite(room)) return [low];
  const power = 10 ** Math.floor(Math.log10(room));
  const times = [1, 2, 5, 10].find((one) => one * power >= room * 0.75) ?? 10;
  // Divided by a whole number a tick is as near to its decimal as can be: 0.3, not 0.30000000000000004.
  const step = times * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const perUnit = Math.round(1 / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) =>
    step < 1 ? (first + i) / (perUnit || 1) : (first + i) * step,
  );
}

/** The same on a logarithmic scale: powers of ten, with 2 and 5 times them where that is few. */
export function logTicks(low: number, high: number, count: number): readonly number[] {
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const every = Math.max(1, Math.ceil((to - from) / count));
  const times = Math.log10(high / low) <= count / 2 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = from; power <= to; power += every) {
    for (const one of times) {
      const tick = Number(`${one}e${power}`);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  }
  return ticks;
}

/** A tick as it stands beside its axis. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-4)) return value.toExponential().replace('e+', 'e');
  return String(Number(value.toPrecision(6)));
}
