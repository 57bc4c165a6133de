// Text from files and folders in, text that is safe to show out: a name must not move the cursor,
// hide or reorder what stands around it, or be a formula.

// Controls, line separators, halves of characters, and the invisible format characters (bidi
// overrides, byte-order marks, tags). The joiners U+200C and U+200D stay: Persian, Indic scripts
// and emoji are written with them.
const unsafe = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu;
const plainText = /^[\x20-\x7e]*$/;

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * The text with what controls a terminal written out as in JSON and YAML: `\n`, `\u001b`, `\u202e`.
 */
export function escapeText(text: string): string {
  return plainText.test(text)
    ? text
    : text.replaceAll(unsafe, (character) => shortEscapes[character] ?? utf16Escapes(character));
}

/**
 * JSON text with the same characters written as JSON's own `\u202e`: it says the same and is safe
 * to show.
 */
export function escapeJsonText(json: string): string {
  return json.replaceAll(unsafe, (character) =>
    character === '\n' ? character : utf16Escapes(character),
  );
}

function utf16Escapes(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
