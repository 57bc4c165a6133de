// "Did you mean": the nearest legal word, or the list of them.
import leven from 'leven';

/** The end of a message about an unknown word: `; did you mean "units"?`, or the legal words if none is near. */
export function didYouMean(word: string, legal: readonly string[]): string {
  const [nearest] = legal.map((candidate) => ({ candidate, distance: distance(word, candidate) })).sort((a, b) => a.distance - b.distance);
  if (nearest && nearest.distance <= Math.max(2, Math.floor(word.length / 3))) return `; did you mean ${JSON.stringify(nearest.candidate)}?`;
  const unique = [...new Set(legal)];
  return unique.length > 0 && unique.length <= 20 ? `; expected one of ${unique.join(', ')}` : '';
}

// kernelSize, KERNEL_SIZE and kernel-size are all kernel_size misspelt.
function distance(word: string, candidate: string): number {
  return leven(plain(word), plain(candidate));
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[_\-\s]/g, '');
}
