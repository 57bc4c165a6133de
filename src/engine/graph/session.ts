// A graph loaded into a TensorFlow session: its variables live there, and are touched through it alone.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binding, Output, Values } from '../tfjs.js';
import type { GraphNode } from './graph.js';
import { encodeSavedModel } from './saved-model.js';

/** What the binding offers beside operations. */
export type SessionBinding = Binding & {
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(id: number, inputs: readonly number[], inputNames: string, outputNames: string): readonly Output[];
};

/** A tensor to feed. */
export type Fed = { readonly node: string; readonly shape: readonly number[]; readonly dtype: number; readonly values: Values };

/** A loaded graph. */
export type GraphSession = Disposable & {
  /** Feeds placeholders, runs what the fetched nodes need, and returns their values. */
  readonly run: (feeds: readonly Fed[], fetches: readonly string[]) => readonly Float32Array[];
};

/** Loads a graph. */
export function openGraphSession(binding: SessionBinding, nodes: readonly GraphNode[]): GraphSession {
  const folder = mkdtempSync(join(tmpdir(), 'dlx-graph-'));
  let id: number;
  try {
    writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes, binding));
    id = binding.loadSavedModel(folder, 'serve,');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    run: (feeds, fetches) => {
      const inputs = feeds.map(({ shape, dtype, values }) => binding.createTensor(shape, dtype, values.slice()));
      try {
        const outputs = binding.runSavedModel(id, inputs, feeds.map(({ node }) => `${node}:0,`).join(''), fetches.map((node) => `${node}:0,`).join(''));
        return outputs.map((output) => {
          const values = Float32Array.from(binding.tensorDataSync(output.id) as Float32Array);
          binding.deleteTensor(output.id);
          return values;
        });
      } finally {
        for (const input of inputs) binding.deleteTensor(input);
      }
    },
    [Symbol.dispose]: () => binding.deleteSavedModel(id),
  };
}
