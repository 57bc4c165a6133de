// What the readers of a format are asked to read: experiments and random models, as the format
// writes them.
import { encodeDataFile } from '../../src/run/data-file.js';
import type { ExportFormat } from '../../src/export/format.js';
import type { KeptModel } from '../../src/inference/kept.js';
import type { Backend } from '../../src/tensor/backend.js';
import { randomSpecs } from '../model/random-specs.js';
import { experiments } from './experiments.js';
import { rareModels } from './keras/rare.js';
import { forwardOf, randomKept, samplesFor } from './models.js';
import type { Case } from './readers.js';

type Named = { readonly name: string; readonly kept: () => KeptModel };

const marked = rareModels.filter(([name]) => name === 'names with marks');

/** Every experiment and every random model, and one whose names are hard to have. */
export function allModels(): readonly Named[] {
  return [
    ...experiments(),
    ...marked.map(([name, kept]) => ({ name, kept })),
    ...randomSpecs().map((spec, i) => ({
      name: `random ${String(i + 1).padStart(3, '0')}`,
      kept: () => randomKept(spec),
    })),
  ];
}

/** A model as a format writes it, with samples and what it gives; null where it is refused. */
export async function caseOf(
  backend: Backend,
  format: ExportFormat,
  { name, kept: made }: Named,
): Promise<Case | null> {
  const kept = made();
  const exported = { kept, withPreprocessing: false };
  if (format.problems(exported).length > 0) return null;
  const samples = samplesFor(kept, 3);
  const { graph, wanted } = forwardOf(backend, kept, samples);
  const files = format.fromGraph
    ? await format.files(exported, graph)
    : await format.files(exported);
  return {
    name,
    files: new Map([...files, ['data.json', encodeDataFile(kept.facts)]]),
    samples,
    wanted,
  };
}
