// `dlx data`: what is in the data of specs, and what is doubtful about it, without training and
// without TensorFlow. Of the test part counts alone are told.
import { resolve } from 'node:path';
import type { Given } from '../cli/command-table.js';
import type { Dataset } from '../dataset/dataset.js';
import { leftOutOf, loadDataset } from '../dataset/datasets.js';
import { pngOf } from '../dataset/pictures/encoded.js';
import { language } from '../experiment/language.js';
import { dataContext } from '../experiment/plan.js';
import { misuse } from '../ground/errors.js';
import { writeOutput } from '../ground/files.js';
import { renderSurvey } from '../render/terminal/survey.js';
import { screenOf } from '../render/terminal/table.js';
import { checkFilePlace } from '../run/outside.js';
import { foldsInWords } from '../run/record.js';
import { readSpec } from '../spec/read.js';
import type { Spec } from '../spec/spec.js';
import { picturesOf } from '../survey/pictures.js';
import { lookedAt } from '../survey/sampled.js';
import type { Summary } from '../survey/summary.js';
import { surveyOf, type Survey } from '../survey/survey.js';
import { escapeText } from '../text/escape.js';
import { done, doneJson } from './answer.js';
import type { Answer } from './command.js';
import { reporterOf } from './told.js';

/** Shows what is in the data of a spec. */
export async function dataCommand(options: Given<'data'>): Promise<Answer> {
  const { spec: file, json, set, html } = options;
  checkPage(html, file);
  const { spec, folder, folds } = readSpec(file, { set, language });
  const { reporter } = await reporterOf({ json, quiet: false });
  const context = dataContext({ spec, folder }, reporter.passing);
  try {
    const whole = await loadDataset(spec.dataset, context);
    const { data, note } = lookedAt(whole);
    const leftOut = note === null ? await leftOutOf(spec.dataset, context) : [];
    const survey = surveyWith(
      surveyOf(data, leftOut, foldSentence(spec, folds.length)),
      whole,
      note,
    );
    if (html !== undefined) await writePage(html, file, survey, data);
    if (json) {
      const fold = spec.cross_validation ? { fold: spec.cross_validation } : {};
      return doneJson({ ...documentOf(file, survey), ...fold, html: html ?? null });
    }
    return done(renderSurvey(file, survey, screenOf(process.stdout, process.env)), [
      ...(html === undefined ? [] : [escapeText(`wrote ${html}`)]),
    ]);
  } finally {
    reporter.end();
  }
}

// Of a spec whose runs are several folds the first one is shown.
function foldSentence({ cross_validation: of }: Spec, folds: number): string | null {
  if (!of) return null;
  const another = folds > 1 ? '; -S cross_validation.fold=2 shows another one' : '';
  return `These are the parts of fold ${of.fold} of ${foldsInWords(of)}${of.repeats > 1 ? `, repeat ${of.repeat} of ${of.repeats}` : ''}: the test part is the rows that it holds out${another}.`;
}

// How many samples there are is told of all of them.
function surveyWith(
  survey: Survey,
  { train, validation, test }: Dataset,
  note: string | null,
): Survey {
  if (note === null) return survey;
  const parts = {
    training: train.rows.length,
    validation: validation.rows.length,
    test: test.rows.length,
  };
  return { ...survey, parts, notes: [note, ...survey.notes] };
}

function checkPage(html: string | undefined, spec: string): void {
  if (html === undefined) return;
  if (!/\.html?$/i.test(html)) {
    throw misuse(`--html ${html} is to be a page: end its name with .html`);
  }
  if (resolve(html) === resolve(spec)) throw misuse(`--html ${html} is the spec itself`);
  checkFilePlace(html);
}

// What draws charts is loaded for a page alone.
async function writePage(html: string, file: string, survey: Survey, data: Dataset): Promise<void> {
  const { surveyPage } = await import('../render/html/survey-page.js');
  const pictures = await Promise.all(
    picturesOf(data).map(async ({ label, row, input, shape, values }) => ({
      label,
      row,
      input,
      png: await pngOf(values, shape),
    })),
  );
  writeOutput(html, surveyPage(file, survey, pictures));
}

function documentOf(file: string, survey: Survey): object {
  const { name, sha256, parts, inputs, columns, target, findings, notes } = survey;
  return {
    file,
    dataset: name,
    sha256,
    samples: parts,
    inputs: inputs.map(({ name: input, kind, shape }) => ({ name: input, kind, shape })),
    target: targetDocument(target),
    columns: columns.map(({ name: column, facts, summary }) => ({
      column,
      kind: facts?.kind ?? 'number',
      ...(facts ? { distinct: facts.distinct, missing: facts.missing } : {}),
      ...(facts?.gaps === undefined ? {} : { gaps: facts.gaps }),
      ...(summary
        ? {
            min: summary.min,
            max: summary.max,
            mean: summary.mean,
            deviation: summary.deviation,
          }
        : {}),
    })),
    looked_for: survey.lookedFor,
    findings,
    notes,
  };
}

function rangeOf({ min, max, mean, deviation }: Summary): object {
  return { min, max, mean, deviation };
}

function targetDocument(target: Survey['target']): object {
  if (target.kind !== 'number') return target;
  const { name, kind, numbers } = target;
  const told = numbers.map(({ name: own, training }) => ({
    name: own,
    ...(training ? rangeOf(training) : {}),
  }));
  return told.length === 1 ? { kind, ...told[0] } : { name, kind, numbers: told };
}
