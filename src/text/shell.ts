// A word of a command line that is shown to be copied.

/** The word as a POSIX shell reads it: between quotes where it holds more than plain characters. */
export function shellWord(word: string): string {
  return /^[\w./:@%+=,~-]+$/.test(word) && !word.startsWith('~')
    ? word
    : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
