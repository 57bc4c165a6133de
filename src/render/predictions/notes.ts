// What has to be said beside predictions: columns that were not used, categories that training never
// saw, answers that are none.
import type { Found } from '../../dataset/new-rows.js';
import type { KeptModel } from '../../inference/kept.js';
import { counted } from '../../text/wrap.js';

const mostNames = 10;

/** A sentence for each. */
export function predictionNotes(
  { folder, record, epoch }: Pick<KeptModel, 'folder' | 'record' | 'epoch'>,
  { rows, unused, unseen, filled, notes }: Found,
  { undefinedRows }: { readonly undefinedRows: () => number },
): readonly string[] {
  const names = [...unused].slice(0, mostNames).map((name) => JSON.stringify(name));
  const none = undefinedRows();
  return [
    ...(record.state === 'finished'
      ? []
      : [`${folder} is ${record.state}: its best epoch so far, ${epoch}, answers`]),
    ...notes,
    ...(rows === 0 ? ['there is a header but no rows'] : []),
    ...(unused.size > 0
      ? [
          `not used: ${names.join(', ')}${unused.size > names.length ? ` and ${unused.size - names.length} more columns` : ''}`,
        ]
      : []),
    ...[...unseen].map(([column, { total, byText, isRare }]) => {
      const shown = [...byText]
        .sort(([, a], [, b]) => b - a)
        .slice(0, 5)
        .map(([text, count]) => `${JSON.stringify(text.slice(0, 60))} ${count}`);
      return `column ${JSON.stringify(column)}: ${total} of ${counted(rows, 'row')} ${total === 1 ? 'has' : 'have'} a category that training ${isRare ? 'seldom or never' : 'never'} saw (${shown.join(', ')}${byText.size > 5 ? ' …' : ''}): it counts as ${isRare ? 'a rare one' : 'none of those that are known'}`;
    }),
    ...[...filled].map(
      ([column, count]) =>
        `column ${JSON.stringify(column)}: ${count} of ${counted(rows, 'row')} ${count === 1 ? 'has' : 'have'} no value, which counts as data.json says under gaps`,
    ),
    ...(none > 0
      ? [
          `${counted(none, 'row')} gave no finite number, and ${none === 1 ? 'has' : 'have'} no answer`,
        ]
      : []),
  ];
}
