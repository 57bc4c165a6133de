// Documents whose figures a program writes: a part between `<!-- NAME -->` and `<!-- /NAME -->`, and
// a number right before `<!-- = NAME -->`. What stands around them is written by people.

/**
 * The text with `content` as the part of that name, on lines of its own. Throws where the text has
 * no such part, or two.
 */
export function withPart(text: string, name: string, content: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const pieces = text.split(open);
  const [before = '', rest = ''] = pieces;
  const end = rest.indexOf(close);
  if (pieces.length !== 2 || end < 0) {
    throw new Error(`expected one part between ${open} and ${close}`);
  }
  return `${before}${open}\n${content}\n${rest.slice(end)}`;
}

/** A number that a document has, and what it is a number of. */
export type MarkedNumber = { readonly name: string; readonly written: string };

const marked = /([\d,]+)(<!-- = ([^>]+) -->)/g;

/** The numbers of a text that have a name. */
export function markedNumbers(text: string): readonly MarkedNumber[] {
  return [...text.matchAll(marked)].map(([, written = '', , name = '']) => ({ name, written }));
}

/** The text with each named number as `valueOf` has it; one that it does not know stays. */
export function withNumbers(text: string, valueOf: (name: string) => number | undefined): string {
  return text.replace(marked, (all: string, _: string, mark: string, name: string) => {
    const value = valueOf(name);
    return value === undefined ? all : `${value.toLocaleString('en-US')}${mark}`;
  });
}
