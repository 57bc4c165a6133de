// Classes that no training row has: names and the classes of rows in, a sentence each out.

/** What is to be said of classes: their names in order, and the class of each row of each part. */
export type NotedClasses = {
  readonly names: readonly string[];
  readonly train: Iterable<number>;
  readonly others: readonly (readonly [part: string, classes: Iterable<number>])[];
};

/** A sentence for each class that has rows, but none to train on; of very many the first ten. */
export function classNotes({ names, train, others }: NotedClasses): readonly string[] {
  const seen = new Set(train);
  const occurs = new Set(others.flatMap(([, classes]) => [...classes]));
  const untrained = names.flatMap((name, i) =>
    seen.has(i) || !occurs.has(i) ? [] : [{ name, i }],
  );
  const said = untrained.slice(0, 10).map(({ name, i }) => {
    const counts = others.flatMap(([part, classes]) => {
      let count = 0;
      for (const one of classes) if (one === i) count += 1;
      return count > 0 ? [`${count} in the ${part} part`] : [];
    });
    const where = counts.length > 0 ? `, and ${counts.join(' and ')}` : '';
    return `class ${JSON.stringify(name.slice(0, 60))} has no training row${where}: it cannot be learned; more of its rows, or stratify: true, would help`;
  });
  return untrained.length > 10
    ? [...said, `${untrained.length - 10} more classes have none`]
    : said;
}
