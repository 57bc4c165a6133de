// A graph loaded into a TensorFlow session: its variables live there, and are touched through it
// alone.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binding, Output, Values } from '../tfjs.js';
import type { GraphNode } from './graph.js';
import { encodeSavedModel } from './saved-model.js';

/** A tensor to feed. */
export type Fed = {
  readonly node: string;
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly values: Values;
};

/** A loaded graph. */
export type GraphSession = Disposable & {
  /** Feeds placeholders, runs what the fetched nodes need, and returns their values. */
  readonly run: (feeds: readonly Fed[], fetches: readonly string[]) => readonly Float32Array[];
  /**
   * The same for a call that is made again and again, with whatever the fed arrays hold by then;
   * its values are not read.
   */
  readonly prepare: (feeds: readonly Fed[], fetches: readonly string[]) => () => void;
};

/** Loads a graph. */
export function openGraphSession(binding: Binding, nodes: readonly GraphNode[]): GraphSession {
  const folder = mkdtempSync(join(tmpdir(), 'dlx-graph-'));
  let id: number;
  try {
    writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes, binding));
    id = binding.loadSavedModel(folder, 'serve,');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const prepare = (
    feeds: readonly Fed[],
    fetches: readonly string[],
  ): (() => readonly Output[]) => {
    const namesOf = (nodes: readonly string[]): string =>
      nodes.map((node) => `${node}:0,`).join('');
    const inputNames = namesOf(feeds.map(({ node }) => node));
    const outputNames = namesOf(fetches);
    return () => {
      const inputs = feeds.map(({ shape, dtype, values }) =>
        binding.createTensor(shape, dtype, values),
      );
      try {
        return binding.runSavedModel(id, inputs, inputNames, outputNames);
      } finally {
        for (const input of inputs) binding.deleteTensor(input);
      }
    };
  };
  const read = ({ id: output }: Output): Float32Array =>
    Float32Array.from(binding.tensorDataSync(output));
  const free = (outputs: readonly Output[]): void =>
    outputs.forEach(({ id: output }) => binding.deleteTensor(output));
  return {
    run: (feeds, fetches) => {
      const outputs = prepare(feeds, fetches)();
      const values = outputs.map(read);
      free(outputs);
      return values;
    },
    prepare: (feeds, fetches) => {
      const call = prepare(feeds, fetches);
      return () => free(call());
    },
    [Symbol.dispose]: () => binding.deleteSavedModel(id),
  };
}
