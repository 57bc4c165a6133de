// Marks in a log between which one work's operations stand. Pure.

/** The lines before and after a work's operations. */
export function marks(work: string): { readonly begin: string; readonly end: string } {
  return { begin: `=== begin ${work}\n`, end: `=== end ${work}\n` };
}

/** What stands between a work's marks; empty where they are not there. */
export function between(log: string, work: string): string {
  const { begin, end } = marks(work);
  const from = log.lastIndexOf(begin);
  const to = log.indexOf(end, from);
  return from < 0 || to < 0 ? '' : log.slice(from + begin.length, to);
}
