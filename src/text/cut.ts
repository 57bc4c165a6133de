// Text of any length in, so much of it as a sentence, or a list in it, can hold out.

/**
 * The text, or as much of its beginning as `most` UTF-16 units hold, and `…` for the rest. No
 * character is halved.
 */
export function cutText(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…`;
}

/**
 * A word of a list, or so much of its beginning; in quotes where it has what stands between the words,
 * or blanks at its ends, and would be taken for two of them.
 */
export function listedWord(word: string, most = Infinity): string {
  const shown = cutText(word, most);
  return /^$|^\s|\s$|[,;"]/.test(word) ? JSON.stringify(shown) : shown;
}
