// What a text may call what values are about: words in, the topics that are named out, where they stand.
import { outermost } from './left-out.js';

// Each a pattern of whole words. What is no key here is called by its own name, with blanks for
// underscores.
const words: Readonly<Record<string, string>> = {
  parameters: 'param(?:eter)?s?|weights',
  epochs: 'epochs|longest has',
  epoch: 'epoch',
  'best epoch': 'best epochs?',
  seconds: 'seconds?|secs?|s|minutes?|mins?|hours?|h|ms|(?:wall[- ])?time|took',
  samples: 'samples?|rows?|examples?|images?|pictures?|instances?|observations?|texts?|support',
  n: 'n|N|replicates?',
  runs: 'runs?|models',
  seeds: 'seeds',
  folds: 'folds?',
  seed: 'seed',
  classes: 'class(?:es)?|categor(?:y|ies)|labels?',
  layers: 'layers?',
  shape: 'shapes?|sizes?|outputs?|values?|numbers?|dimensions?',
  memory: 'memory|bytes|RAM',
  threads: 'threads?|cores?',
  reads: 'reads?|looks?|looked|times?',
  p: 'p|p-values?',
  difference:
    'better|worse|points?|differ\\w*|gains?|improv\\w*|higher|lower|more|less|drop\\w*|apart|ahead|behind|margin|beat\\w*|exceed\\w*|outperform\\w*|surpass\\w*|lead\\w*|trail\\w*|gap',
  calibration: 'calibrat\\w*|ECE|confiden\\w*',
  'error rate': 'error rates?|wrong|errors?|misclassif\\w*|mistakes?',
  right: 'right|correct\\w*|hits?',
  missing: 'missing|gaps?|empty|filled|dropped|without a value|stands? for',
  distinct: 'distinct|different|unique',
  columns: 'columns?|features?|inputs?',
  deviation: 'deviations?|std|sd',
  taken: 'taken|mistaken|confus\\w*',
  tokens: 'tokens?|vocabular\\w*',
  accuracy: 'accura\\w*',
  loss: 'loss(?:es)?',
  f1: 'F1(?:[- ]scores?)?',
  auc: 'AUC|ROC[- ]AUC',
  r2_score: 'R²|R2|R\\^2|r2(?:[_ ]score)?',
  mean_absolute_error: 'mean[_ ]absolute[_ ]errors?|MAE',
  mean_squared_error: 'mean[_ ]squared[_ ]errors?|MSE',
  root_mean_squared_error: 'root[_ ](?:of[_ ])?mean[_ ]squared?(?:[_ ]errors?)?|RMSE',
  median_absolute_error: 'median(?:[_ ]absolute)?[_ ]errors?',
  max_error: '(?:max(?:imum)?|greatest|largest)[_ ]errors?',
  batch_size: 'batch(?:es)?(?:[_ ]size)?',
};

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

function patternOf(topic: string): string {
  const own = escaped(topic).replaceAll(/[_ ]/g, '[-_ ]');
  const known = Object.hasOwn(words, topic) ? words[topic] : undefined;
  const also = /accuracy/.test(topic) && topic !== 'accuracy' ? '|accura\\w*' : '';
  return `${own}|${known ?? `${own}s`}${also}`;
}

/** A topic, and where in the text it is named. */
export type Named = { readonly topic: string; readonly start: number; readonly end: number };

/** Finds these topics in texts. */
export type TopicFinder = (text: string) => readonly Named[];

// Of single letters, and of these, the case counts.
const exact = new Set(['n', 'p', 'f1', 'auc', 'r2_score']);

/** A finder of these topics: of names within each other the longest counts, as `error rate` before `error`. */
export function topicFinder(topics: Iterable<string>): TopicFinder {
  const patterns = [...new Set(topics)].map((topic) => ({
    topic,
    // An underscore before or behind is part of another name, but for val_ and its like.
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}])(?<!(?<!val|test|train)_)(?:${patternOf(topic)})(?![\\p{L}\\p{N}])(?!_\\p{L})`,
      exact.has(topic) ? 'gu' : 'giu',
    ),
  }));
  return (text) => {
    const found = patterns.flatMap(({ topic, pattern }) =>
      [...text.matchAll(pattern)].map((match) => ({
        topic,
        start: match.index,
        end: match.index + match[0].length,
      })),
    );
    return outermost(found);
  };
}

const parts = [
  ['test', /(?<![\p{L}\p{N}])test(?:ing)?(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])test_/iu],
  ['validation', /(?<![\p{L}\p{N}])(?:validation|val|dev)(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])val_/iu],
  [
    'training',
    /(?<![\p{L}\p{N}])train(?:ing)?[-_ ](?:\p{L}+[-_ ])?(?:accuracy|loss|scores?|error|part|set|data|samples?|metrics?)|train_|^\W*train(?:ing)?\W*$/iu,
  ],
] as const;

/** The parts of the data that a text names. */
export function partsNamed(text: string): readonly ('test' | 'validation' | 'training')[] {
  return parts.flatMap(([part, pattern]) => (pattern.test(text) ? [part] : []));
}
