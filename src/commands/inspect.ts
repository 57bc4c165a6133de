// `dlx validate` and `dlx schema`: what can be said of specs without training, and
// without TensorFlow.
import type { Given } from '../cli/command-table.js';
import { misuse } from '../ground/errors.js';
import { language } from '../experiment/language.js';
import type { Plan } from '../experiment/plan.js';
import { jsonSchema } from '../words/json-schema.js';
import { exampleShapes } from '../model/example-shapes.js';
import { explained } from '../words/explained.js';
import { renderReference } from '../words/reference.js';
import { unknownWord } from '../words/unknown.js';
import { escapeText } from '../text/escape.js';
import { done, doneJson } from './answer.js';
import { batchSizeNote, planShown, type Answer } from './command.js';

/** Says of each spec that it can be trained, or throws with all that is wrong in any of them. */
export async function validateCommand(options: Given<'validate'>): Promise<Answer> {
  const plans = await planShown(options.spec, options);
  if (options.json) return doneJson({ specs: plans.map(validDocument) });
  return done(
    plans
      .map(
        ({ file, read }) =>
          `${escapeText(file)}: fine${read.folds.length > 1 ? `, ${read.folds.length} folds` : ''}${read.seeds.length > 1 ? `, ${read.seeds.length} seeds` : ''}`,
      )
      .join('\n'),
    [
      ...plans.flatMap(({ warnings }) =>
        warnings.map((warning) => `warning: ${escapeText(warning)}`),
      ),
      ...plans.flatMap(({ notes }) => notes.map(escapeText)),
      ...plans.flatMap(batchSizeNote),
    ],
  );
}

function validDocument(plan: Plan): object {
  const { file, read, network, warnings } = plan;
  return {
    file,
    name: read.spec.name,
    seeds: read.seeds,
    ...(read.folds.length > 0 ? { folds: read.folds } : {}),
    epochs: read.spec.epochs,
    parameters: network.parameters.total,
    warnings: [...warnings, ...batchSizeNote(plan)],
  };
}

/**
 * The JSON Schema of specs, for editors; as Markdown, the reference of all that a spec may name; or
 * what these names mean.
 */
export function schemaCommand({ name: names, markdown }: Given<'schema'>): Answer {
  if (names.length > 0) return done(names.map(explanation).join('\n\n'));
  return done(
    markdown
      ? renderReference(language, exampleShapes).trimEnd()
      : JSON.stringify(jsonSchema(language), null, 2),
  );
}

function explanation(name: string): string {
  const found = explained(name, language, exampleShapes);
  if (found.length > 0) return found.join('\n\n');
  const kinds = [{ noun: 'layer', table: language.layers }, ...language.kinds];
  throw misuse(unknownWord(name, kinds));
}
