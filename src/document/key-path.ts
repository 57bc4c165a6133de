// A place in a YAML text in, the keys that lead to it out: what a program that is told of a problem
// can change, without a parser of its own.
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';

// A stranger's megabyte takes longer to go through than the path is worth.
const longest = 100_000;

/**
 * The keys down to what stands at `offset`, with dots between them, items of lists by their number
 * from 0: `model.2.Dense.units`. Null where the text is no YAML, too long, or no key is there.
 */
export function keyPathAt(text: string, offset: number): string | null {
  if (text.length > longest) return null;
  try {
    const { contents } = parseDocument(text, { keepSourceTokens: false, logLevel: 'silent' });
    const path = contents === null ? [] : pathIn(contents, offset);
    return path.length === 0 ? null : path.join('.');
  } catch {
    // Deeper than there is room for.
    return null;
  }
}

function pathIn(node: unknown, offset: number): readonly string[] {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (holds(key, offset)) return [name];
      if (holds(value, offset)) return [name, ...pathIn(value, offset)];
    }
  }
  if (isSeq(node)) {
    const index = node.items.findIndex((item) => holds(item, offset));
    return index < 0 ? [] : [String(index), ...pathIn(node.items[index], offset)];
  }
  return [];
}

// From its first character to the end of its value.
function holds(node: unknown, offset: number): boolean {
  const [from = -1, , to = -1] = (node as Node | null)?.range ?? [];
  return from <= offset && offset < Math.max(to, from + 1);
}
