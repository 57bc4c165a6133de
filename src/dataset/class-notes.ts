// Classes that no training row has: names and the classes of rows in, a sentence each out.

/** What is to be said of classes: their names in order, and the class of each row of each part. */
export type NotedClasses = {
  readonly names: readonly string[];
  readonly train: Iterable<number>;
  readonly others: readonly (readonly [part: string, classes: Iterable<number>])[];
};

/** A sentence for each class that has rows, but none to train on; of very many the first ten. */
export function classNotes({ names, train, others }: NotedClasses): readonly string[] {
  const trained = countsOf(train, names.length);
  const held = others.map(([part, classes]) => [part, countsOf(classes, names.length)] as const);
  const untrained = names.flatMap((name, i) => {
    const counts = held.flatMap(([part, counted]) => {
      const count = counted[i] ?? 0;
      return count > 0 ? [`${count} in the ${part} part`] : [];
    });
    return trained[i] === 0 && counts.length > 0 ? [{ name, counts }] : [];
  });
  const said = untrained
    .slice(0, 10)
    .map(
      ({ name, counts }) =>
        `class ${JSON.stringify(name.slice(0, 60))} has no training row, and ${counts.join(' and ')}: it cannot be learned; more of its rows, or stratify: true, would help`,
    );
  return untrained.length > 10
    ? [...said, `${untrained.length - 10} more classes have none`]
    : said;
}

function countsOf(classes: Iterable<number>, count: number): Float64Array {
  const counts = new Float64Array(count);
  for (const one of classes) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}
