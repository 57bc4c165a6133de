// Versions with dots in, which is the older one out.

/**
 * Orders dotted versions: negative if `a` is older than `b`, zero if they are equal. Missing parts
 * count as zero.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
