// What the name of a table's file says of what is in it; what the file is shows in its bytes.

/** The name without the ending of a packed file. */
export function withoutPacking(file: string): string {
  return file.replace(/\.(?:gz|zst)$/i, '');
}

/** What stands between the cells of a text: as it is said, but a tab in what is called so, or has no name, and has tabs in its first line. */
export function delimiterFor(file: string, said: string, head: string): string {
  const first = /^[^\r\n]*/.exec(head)?.[0] ?? '';
  if (said !== ',' || !first.includes('\t')) return said;
  const isTabs = /\.(?:tsv|tab)$/i.test(withoutPacking(file));
  return isTabs ? '\t' : said;
}
