// Text of any length in, so much of it as a sentence can hold out.

/**
 * The text, or as much of its beginning as `most` UTF-16 units hold, and `…` for the rest. No
 * character is halved.
 */
export function cutText(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…`;
}
