// What a format is that a kept model can be written in for other programs: one entry of a table. A
// model comes in, the files of a new folder come out; nobody here writes them.
import type { KeptModel } from '../inference/kept.js';
import type { ForwardGraph } from '../tensor/graph/forward-graph.js';

/** What the model is written from. */
export type Exported = {
  readonly kept: KeptModel;
  /** Whether what is done to the data's values before the network is to be part of the model. */
  readonly withPreprocessing: boolean;
};

/** The files of an export by their names in its folder, as `variables/variables.index`. */
export type ExportFiles = ReadonlyMap<string, string | Uint8Array>;

type Described = {
  readonly name: string;
  /** What reads it, for help and for who has written one: `onnxruntime, and …`. */
  readonly readBy: string;
  /**
   * What of the model the format cannot hold, a sentence each that names the layer; asked before
   * anything is recorded or written.
   */
  readonly problems: (exported: Exported) => readonly string[];
  /** How the export in `folder` is read: a line or two of the language that reads it. */
  readonly reading: (folder: string, exported: Exported) => readonly string[];
  /** What was left out, or is to be told the program again, a sentence each. */
  readonly notes?: (exported: Exported) => readonly string[];
};

/**
 * One format: written from the model's layers, or from its forward pass as TensorFlow's operations,
 * for which TensorFlow must be there. `files` throws a UserError where the graph has what the format
 * cannot hold. data.json is written beside the files of every format.
 */
export type ExportFormat = Described &
  (
    | {
        readonly fromGraph: true;
        readonly files: (exported: Exported, graph: ForwardGraph) => Promise<ExportFiles>;
      }
    | {
        readonly fromGraph: false;
        readonly files: (exported: Exported) => Promise<ExportFiles>;
      }
  );
