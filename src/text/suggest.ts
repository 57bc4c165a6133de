// "Did you mean": the nearest legal word, or the list of them.
import leven from 'leven';

const longestWord = 64;
const mostWords = 500;

/** The legal word that `word` is most likely short for, or a slip of; or undefined. */
export function nearestWord(word: string, legal: readonly string[]): string | undefined {
  if (word.length > longestWord) return undefined;
  const near = legal.slice(0, mostWords);
  const [long] = near
    .filter((candidate) => isShortFor(word, candidate))
    .sort((a, b) => a.length - b.length);
  if (long !== undefined) return long;
  const [nearest] = near
    .map((candidate) => ({ candidate, distance: distance(word, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  // A slip leaves some of a short word: "a" is no misspelt "b".
  const tolerated = Math.min(Math.max(2, Math.floor(word.length / 3)), word.length - 1);
  return nearest && nearest.distance <= tolerated ? nearest.candidate : undefined;
}

// Of each part of the long word some letters from its beginning, and of no part none: val_acc is
// short for val_accuracy, lr for learning_rate, val_mae for val_mean_absolute_error.
function isShortFor(word: string, candidate: string): boolean {
  const short = lettersOf(word);
  if (short.length < 2 || candidate.length > 2 * longestWord) return false;
  const parts = candidate.split(/[^\p{L}\p{N}]+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u).filter(Boolean);
  let reached = new Set([0]);
  for (const part of parts) {
    const letters = part.toLowerCase();
    const next = new Set<number>();
    for (const from of reached) {
      for (let i = 0; i < letters.length && letters[i] === short[from + i]; i += 1) {
        next.add(from + i + 1);
      }
    }
    reached = next;
  }
  return parts.length > 0 && reached.has(short.length);
}

function lettersOf(word: string): string {
  return word.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/** The `count` words that are most like `word`, the nearest first. */
export function nearestWords(
  word: string,
  words: readonly string[],
  count: number,
): readonly string[] {
  const asked = word.slice(0, longestWord);
  return words
    .map((candidate) => ({ candidate, distance: distance(asked, candidate.slice(0, longestWord)) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** Whether a word may have been meant by another one: half of it is the same, or it stands for it. */
export function isNear(word: string, candidate: string): boolean {
  if (word.length > longestWord) return false;
  const length = Math.max(plainWord(word).length, 1);
  return isShortFor(word, candidate) || distance(word, candidate) <= length / 2;
}

/**
 * The end of a message about an unknown word: `; did you mean "units"?`, or if none is near the
 * words to list.
 */
export function didYouMean(
  word: string,
  legal: readonly string[],
  listed: readonly string[] = legal,
): string {
  const nearest = nearestWord(word, legal);
  if (nearest !== undefined) return `; did you mean ${JSON.stringify(nearest)}?`;
  const unique = [...new Set(listed)];
  return unique.length > 0 && unique.length <= 20 ? `; expected one of ${unique.join(', ')}` : '';
}

/** The end of a message about a name that other libraries use for what Keras calls otherwise. */
export function kerasCallsIt(name: string): string {
  return `; Keras calls it ${name}`;
}

/** What the end of a message proposes, as {@link didYouMean} and {@link kerasCallsIt} write it; or null. */
export function proposedIn(message: string): string | null {
  const [, quoted, name] =
    /; (?:did you mean ("(?:[^"\\]|\\.)*")\?|Keras calls it (\S+))$/.exec(message) ?? [];
  if (quoted === undefined) return name ?? null;
  return JSON.parse(quoted) as string;
}

function distance(word: string, candidate: string): number {
  return leven(plainWord(word), plainWord(candidate));
}

/**
 * A word without what is often misspelt: kernelSize, KERNEL_SIZE and kernel-size are all
 * kernel_size.
 */
export function plainWord(word: string): string {
  return word.toLowerCase().replaceAll(/[_\-\s]/g, '');
}
