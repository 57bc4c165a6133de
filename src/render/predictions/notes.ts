// What has to be said beside predictions: columns that were not used, categories that training never
// saw, answers that are none.
import { unseenNote, type Found } from '../../dataset/new-rows.js';
import { cutNotes } from '../../dataset/table/sequence-column.js';
import type { KeptModel } from '../../inference/kept.js';
import { counted } from '../../text/wrap.js';

const mostNames = 10;

/** A sentence for each. */
export function predictionNotes(
  { folder, record, epoch }: Pick<KeptModel, 'folder' | 'record' | 'epoch'>,
  { rows, unused, unseen, filled, cut, notes }: Found,
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
    ...[...unseen].map(([column, one]) => unseenNote(column, one, rows)),
    ...[...filled].map(
      ([column, count]) =>
        `column ${JSON.stringify(column)}: ${count} of ${counted(rows, 'row')} ${count === 1 ? 'has' : 'have'} no value, which counts as data.json says under gaps`,
    ),
    ...[...cut].flatMap(([fit, count]) => cutNotes(fit.column, fit, count, rows)),
    ...(none > 0
      ? [
          `${counted(none, 'row')} gave no finite number, and ${none === 1 ? 'has' : 'have'} no answer`,
        ]
      : []),
  ];
}
