// Parts of a page, as they can be looked into.
import { parseHTML } from 'linkedom';

/** The parts as a document's root. */
export function documentOf(parts: readonly string[]) {
  return parseHTML(`<html><body>${parts.join('\n')}</body></html>`).document.documentElement;
}

/** The texts of what is found. */
export function textsOf(root: ReturnType<typeof documentOf>, selector: string): readonly string[] {
  return [...root.querySelectorAll(selector)].map((one) => one.textContent ?? '');
}
