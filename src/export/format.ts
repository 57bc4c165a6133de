// What a format is that a kept model can be written in for other programs: one entry of a table. A
// model comes in, the files of a new folder come out; nobody here writes them.
import type { KeptModel } from '../inference/kept.js';
import type { ForwardGraph } from '../tensor/graph/forward.js';
import type { NativeBackend } from '../tensor/tfjs.js';

/** What the model is written from. */
export type Exported = {
  readonly kept: KeptModel;
  /** Its forward pass as TensorFlow's operations, where the format asks for it. */
  readonly graph: (() => { readonly forward: ForwardGraph; readonly native: NativeBackend }) | null;
  /** Whether what is done to a table's cells before the network is to be part of the model. */
  readonly withPreprocessing: boolean;
};

/** One format. */
export type ExportFormat = {
  readonly name: string;
  /** What reads it, for help: `onnxruntime and whatever else reads ONNX`. */
  readonly about: string;
  /** Whether it is written from the recorded graph, for which TensorFlow must be there. */
  readonly fromGraph: boolean;
  /**
   * What of the model the format cannot hold, a sentence each that names the layer; asked before
   * anything is written, and before a graph is recorded.
   */
  readonly problems: (kept: KeptModel, withPreprocessing: boolean) => readonly string[];
  /**
   * The files of the export by their names in its folder. Throws a UserError where the graph has
   * what the format cannot hold.
   */
  readonly files: (exported: Exported) => Promise<ReadonlyMap<string, Uint8Array>>;
};
