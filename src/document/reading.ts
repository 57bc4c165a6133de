// What everybody who reads one spec is given, from its file to its resolved form.
import type { Language } from '../words/language.js';
import { Budget } from './budget.js';
import type { ItemReading } from './layer-item.js';
import { type Problem, ProblemList } from './problems.js';

/** One reading of a spec: the words it may use, what it may take, and where to tell. */
export type Reading = ItemReading & {
  readonly problems: Problem[];
  readonly budget: Budget;
  /** What is no problem but must not go unsaid, a sentence each. */
  readonly notes: string[];
  /** The files that it extends, absolute, in the order in which they were read. */
  readonly extended: string[];
};

/** A reading that begins. */
export function startReading(language: Language): Reading {
  return {
    language,
    items: new Map(),
    problems: new ProblemList(),
    budget: new Budget(),
    notes: [],
    extended: [],
  };
}
