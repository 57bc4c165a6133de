// `dlx validate`, `show`, `schema` and `init`: what can be said of specs without training, and
// without TensorFlow.
import { existsSync } from 'node:fs';
import type { Given } from '../cli/command-table.js';
import { misuse } from '../ground/errors.js';
import { files } from '../ground/files.js';
import { language } from '../experiment/language.js';
import { multiplyAdds, type Plan } from '../experiment/plan.js';
import { summaryOf } from '../model/summary.js';
import { jsonSchema } from '../words/json-schema.js';
import { exampleShapes } from '../model/example-shapes.js';
import { referenceOf, renderReference } from '../words/reference.js';
import { unknownWord } from '../words/unknown.js';
import { initTemplate } from '../spec/template.js';
import { renderYaml, resolvedForm } from '../spec/write.js';
import { renderColumnTable } from '../render/terminal/column-table.js';
import { renderLayerTable } from '../render/terminal/layer-table.js';
import { escapeJsonText, escapeText } from '../text/escape.js';
import { screenOf } from '../render/terminal/table.js';
import { reporterFor } from '../render/terminal/progress.js';
import { done, planSpecs, type Answer, type SpecOptions } from './command.js';

/** Says of each spec that it can be trained, or throws with all that is wrong in any of them. */
export async function validateCommand(options: Given<'validate'>): Promise<Answer> {
  const plans = await plansShown(options.spec, options);
  return done(
    plans
      .map(
        ({ file, read }) =>
          `${escapeText(file)}: fine${read.seeds.length > 1 ? `, ${read.seeds.length} seeds` : ''}`,
      )
      .join('\n'),
    [
      ...plans.flatMap(({ warnings }) =>
        warnings.map((warning) => `warning: ${escapeText(warning)}`),
      ),
      ...plans.flatMap(batchSizeNote),
    ],
  );
}

// A large table takes a while to read.
async function plansShown(
  files: readonly string[],
  options: SpecOptions,
): Promise<readonly Plan[]> {
  const reporter = reporterFor(process.stderr, screenOf(process.stderr, process.env), false);
  try {
    return await planSpecs(files, options, reporter.passing);
  } finally {
    reporter.end();
  }
}

/** The resolved spec and the layer table of each spec. */
export async function showCommand(options: Given<'show'>): Promise<Answer> {
  const plans = await plansShown(options.spec, options);
  if (options.json) {
    return done(
      escapeJsonText(
        JSON.stringify(
          plans.length === 1 ? documentOf(plans[0] as Plan) : plans.map(documentOf),
          null,
          2,
        ),
      ),
    );
  }
  const screen = screenOf(process.stdout, process.env);
  const shown = plans.map(({ read, network, data }) => {
    const columns = renderColumnTable(data, screen);
    const cost = `about ${new Intl.NumberFormat('en-US').format(multiplyAdds(network))} multiplications a sample`;
    return `${renderYaml(resolvedForm(read.spec))}\n${columns === '' ? '' : `${columns}\n\n`}${renderLayerTable(summaryOf(network), screen)}, ${cost}`;
  });
  return done(shown.join('\n\n'), plans.flatMap(batchSizeNote));
}

/**
 * The JSON Schema of specs, for editors; as Markdown, the reference of all that a spec may name; or
 * what these names mean.
 */
export function schemaCommand({ name: names, markdown }: Given<'schema'>): Answer {
  if (names.length > 0) return done(names.map(explained).join('\n\n'));
  return done(
    markdown
      ? renderReference(language, exampleShapes).trimEnd()
      : JSON.stringify(jsonSchema(language), null, 2),
  );
}

function explained(name: string): string {
  const found = referenceOf(name, language, exampleShapes);
  if (found.length > 0) return found.join('\n\n');
  const kinds = [{ noun: 'layer', table: language.layers }, ...language.kinds];
  throw misuse(unknownWord(name, kinds));
}

/** Writes a commented first spec; never over a file that is there. */
export function initCommand({ file = 'experiment.yaml' }: Given<'init'>): Answer {
  if (file === '') throw misuse('init needs the path of a file, got ""');
  if (existsSync(file)) {
    throw misuse(`${file} exists already; name another file: dlx init other.yaml`);
  }
  files.write(file, initTemplate());
  return done('', [escapeText(`wrote ${file}; train it with: dlx train ${file}`)]);
}

function batchSizeNote({ file, read }: Plan): readonly string[] {
  return read.findsBatchSize
    ? [
        escapeText(
          `${file}: batch_size auto is found when training starts; ${read.spec.batch_size} stands for it here`,
        ),
      ]
    : [];
}

function documentOf({ file, read, data, network }: Plan): object {
  return {
    file,
    spec: resolvedForm(read.spec),
    seeds: read.seeds,
    input_shape: data.inputShape,
    classes: data.classes,
    columns: data.columns,
    notes: data.notes,
    layers: summaryOf(network).layers.map(({ name, layer, inputs, outputShape, parameters }) => ({
      name,
      layer,
      inputs,
      output_shape: outputShape,
      parameters,
    })),
    parameters: network.parameters,
  };
}
