// A report in which everything that can be called something is called by one text.
import { compareRuns } from '../../../../src/comparison/comparison.js';
import { curvesOf, type RunWithEpochs } from '../../../../src/comparison/curves.js';
import { judge } from '../../../../src/comparison/judging.js';
import { calibrationOf } from '../../../../src/inference/calibration.js';
import type { Diagnosis } from '../../../../src/inference/diagnosis.js';
import { classReport } from '../../../../src/inference/report.js';
import type { Report, ReportModel } from '../../../../src/render/html/report/report.js';
import { markdownHtml } from '../../../../src/render/html/markdown.js';
import { makeRecord, someEpoch } from '../../../run/fixture.js';

/** Two rows of three seeds each, and a run that failed, all of them called `text`. */
export function namedRuns(text: string): readonly RunWithEpochs[] {
  const runs = [0.8, 0.7].flatMap((base, trial) =>
    [1, 2, 3].map((seed) => namedRun(text, `${trial}-${seed}`, { base, seed, trial })),
  );
  const failed = namedRun(text, 'failed', { base: 0.1, seed: 9, trial: 7 });
  const record = { ...failed.record, state: 'failed' as const, message: text, scores: none };
  return [...runs, { ...failed, record }];
}

const none = { train: null, validation: null, test: null };

function namedRun(
  text: string,
  id: string,
  { base, seed, trial }: { readonly base: number; readonly seed: number; readonly trial: number },
): RunWithEpochs {
  // 0.82, 0.84, 0.81 of the first trial, 0.74, 0.73, 0.72 of the second one.
  const accuracy = base + ((7 * seed * (trial + 1)) % 5) / 100;
  const epochs = [1, 2, 3].map((epoch) => ({
    ...someEpoch,
    epoch,
    train: { loss: 1 / epoch, [text]: accuracy },
    validation: { loss: 2 / epoch, [text]: accuracy - 0.1 / epoch },
  }));
  const scores = { loss: 0.5, [text]: accuracy };
  const record = makeRecord({
    id,
    name: text,
    seed,
    tags: [text],
    notes: text,
    hashes: { spec: `${id}${text}`, group: `${trial}` },
    spec: {
      dataset: text,
      optimizer: { name: text, learning_rate: trial },
      loss: text,
      [text]: text,
    },
    metrics: [{ name: text, mode: 'max' }],
    machine: { backend: 'tensorflow', cpu: text, gpu: null },
    origin: { spec: text, runs: text },
    git: { commit: text, dirty: true },
    data: { name: text, sha256: text, train: 10, validation: 5, test: 4 },
    epochs: { planned: 3, done: 3, best: 3 },
    scores: { train: scores, validation: scores, test: { loss: 0.6, [text]: accuracy - 0.01 } },
    advice: [text],
  });
  return { folder: `runs/${text.slice(0, 40)}-${id}`, record, epochs };
}

/** What is known of a model of two classes, one answer of four wrong. */
export function namedDiagnosis(text: string): Diagnosis {
  const sure = [0.9, 0.8, 0.7, 0.6];
  return {
    report: classReport([0, 1, 1, 0], [0, 1, 0, 0], [text, `${text}2`]),
    curves: [
      {
        name: text,
        points: [
          { recall: 0.5, precision: 1 },
          { recall: 1, precision: 0.5 },
        ],
        average: 0.75,
        share: 0.5,
      },
    ],
    calibration: calibrationOf(sure, (i) => i !== 2),
    mistakes: [{ sample: 2, row: 7, is: `${text}2`, taken: text, confidence: 0.7 }],
    wrong: 1,
    pairs: [],
  };
}

/** The best of them. */
export function namedModel(text: string, run: RunWithEpochs): ReportModel {
  return {
    run,
    by: text,
    among: { runs: 3, areFolds: false },
    network: {
      inputs: [{ name: text, kind: 'table', shape: [2], vocabulary: null }],
      layers: [
        {
          name: `${text}a`,
          layer: 'Dense',
          inputs: [text],
          outputShape: [3],
          parameters: 9,
          trainable: true,
        },
        {
          name: `${text}b`,
          layer: text,
          inputs: [`${text}a`, text],
          outputShape: [3],
          parameters: 0,
          trainable: false,
        },
      ],
      parameters: { total: 9, trainable: 9 },
    },
    judged: {
      part: 'test',
      diagnosis: namedDiagnosis(text),
      samples: {
        pictures: [{ label: text, row: 7, input: text, png: Uint8Array.of(1, 2, 3) }],
        examples: [{ row: 7, target: text, values: [{ name: text, text }] }],
        why: text,
      },
    },
    notes: [text],
  };
}

/** A report that has every part. */
export function namedReport(text: string): Report {
  const runs = namedRuns(text);
  const [first] = runs;
  if (!first) throw new Error('no runs');
  const comparison = compareRuns(runs, {}, judge);
  return {
    title: text,
    notes: markdownHtml(text),
    made: '2026-01-02T03:04:05.000Z',
    version: text,
    runs,
    comparison: { ...comparison, notes: [...comparison.notes, text] },
    tables: comparison.tables.map((table) => ({
      table,
      curves: curvesOf(runs, { metrics: ['loss', text] }),
    })),
    best: namedModel(text, first),
  };
}
