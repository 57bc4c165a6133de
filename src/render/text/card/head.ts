// A run in, the head of its card out: YAML with what Hugging Face's index of models reads. A licence is
// not in it: nobody but the author can say one.
import { dataNameOf } from '../../../comparison/parts.js';
import type { KeptModel } from '../../../inference/kept.js';
import { scoredParts } from '../../../publishing/record-values.js';
import { renderYaml } from '../../../spec/write.js';
import { toDigits } from '../../../text/digits.js';
import type { Carded } from './carded.js';

type Task = { readonly type: string; readonly name: string };

/** The head, with its fences. */
export function headOf({ record, kept }: Carded): string {
  const task = taskOf(kept);
  const name = dataNameOf(record);
  const judged = scoredParts.filter(([part]) => part !== 'training').toReversed();
  const results = judged.flatMap(([part, key]) => {
    const metrics = metricsOf(record.scores[key], part);
    if (metrics.length === 0) return [];
    const dataset = { name, type: slugOf(name), split: part };
    return [{ task: task ?? { type: 'other', name: 'Other' }, dataset, metrics }];
  });
  const head = {
    library_name: 'dlx',
    ...(task ? { pipeline_tag: task.type } : {}),
    tags: [...new Set(['dlx', 'tensorflow', ...record.tags])],
    ...(results.length > 0 ? { 'model-index': [{ name: record.name, results }] } : {}),
  };
  return `---\n${renderYaml(head, '1.1')}---`;
}

// The names of Hugging Face's tasks.
function taskOf({ inputs, target }: KeptModel): Task | null {
  const columns = inputs.flatMap(({ columns: some }) => some ?? []);
  const isTable =
    inputs.every((input) => input.columns !== null) &&
    columns.every(({ kind }) => kind !== 'text' && kind !== 'image');
  const isImage = inputs.every(({ kind }) => kind === 'image');
  const isText =
    inputs.some(({ kind }) => kind === 'tokens') || columns.some(({ kind }) => kind === 'text');
  const isSeries = inputs.some(({ windows }) => windows !== undefined);
  if (target.kind === 'number') {
    if (isSeries) return { type: 'time-series-forecasting', name: 'Time series forecasting' };
    return isTable ? { type: 'tabular-regression', name: 'Tabular regression' } : null;
  }
  if (isImage) return { type: 'image-classification', name: 'Image classification' };
  if (isTable) return { type: 'tabular-classification', name: 'Tabular classification' };
  return isText ? { type: 'text-classification', name: 'Text classification' } : null;
}

// As its library of metrics calls them.
const known: Readonly<Record<string, string>> = {
  mean_absolute_error: 'mae',
  mean_squared_error: 'mse',
  root_mean_squared_error: 'rmse',
  r2_score: 'r_squared',
  f1_score: 'f1',
  auc: 'roc_auc',
};

const digits = 6;

function metricsOf(
  scores: Readonly<Record<string, number | null>> | null,
  part: string,
): readonly object[] {
  return Object.entries(scores ?? {}).flatMap(([name, value]) =>
    value === null || !Number.isFinite(value)
      ? []
      : [
          {
            type: Object.hasOwn(known, name) ? known[name] : name,
            value: toDigits(value, digits),
            name: `${part} ${name}`,
          },
        ],
  );
}

// An address, or what stands for one.
function slugOf(name: string): string {
  const slug = name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
  return slug === '' ? 'data' : slug.slice(0, 96);
}
