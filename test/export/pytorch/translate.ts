// Models in Python, for the tests of what layers become.
import type { InputFacts } from '../../../src/dataset/facts.js';
import { language } from '../../../src/experiment/language.js';
import type { KeptModel } from '../../../src/inference/kept.js';
import { pythonProgram } from '../../../src/export/pytorch/program.js';
import { translatedNetwork } from '../../../src/export/pytorch/translated.js';
import { readSpecText } from '../../../src/spec/read.js';
import { keptOf } from '../models.js';

/** A kept model of these layers, its weights drawn. */
export function keptWith(
  model: readonly unknown[],
  shape: readonly number[],
  kind: InputFacts['kind'] = shape.length === 3 ? 'image' : 'table',
): KeptModel {
  const text = JSON.stringify({ dataset: 'spirals', loss: 'mse', model });
  const input: InputFacts = {
    name: kind,
    kind,
    shape: [...shape],
    divide_by: 1,
    vocabulary: kind === 'tokens' ? 7 : null,
    columns: null,
    reading: null,
  };
  return keptOf(readSpecText(text, 'test.yaml', { language }), input, {
    name: 'price',
    kind: 'number',
    scale: null,
  });
}

/** The lines of `__init__` and of `forward`, without those around them. */
export function python(
  model: readonly unknown[],
  shape: readonly number[],
  kind?: InputFacts['kind'],
): { readonly init: readonly string[]; readonly forward: readonly string[] } {
  const kept = keptWith(model, shape, kind);
  const translated = translatedNetwork(kept);
  const { problems } = translated;
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const lines = pythonProgram(kept, translated).split('\n');
  const between = (from: string, to: string): readonly string[] => {
    const start = lines.findIndex((line) => line.includes(from)) + 1;
    const length = lines.slice(start).findIndex((line) => line.includes(to));
    return lines.slice(start, start + length).flatMap((line) => line.trim() || []);
  };
  return {
    init: between('super().__init__()', 'def forward'),
    forward: between('def forward', 'return '),
  };
}

/** Why a model is not translated. */
export function problemsOf(
  model: readonly unknown[],
  shape: readonly number[],
  kind?: InputFacts['kind'],
): readonly string[] {
  return translatedNetwork(keptWith(model, shape, kind)).problems;
}
