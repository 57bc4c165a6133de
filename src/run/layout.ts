// What the files of a run folder are called.

/** Files that are written once, when the folder is made. */
export const fixedFiles = ['spec.yaml', 'resolved.yaml', 'data.json'] as const;

/** Where training stands: the newest generation, and the one before it. */
export const stateFiles = ['last.safetensors', 'last.1.safetensors'] as const;

/** The parts of the data whose outputs are kept. */
export const judgedParts = ['validation', 'test'] as const;

/** A part of the data whose outputs are kept. */
export type JudgedPart = (typeof judgedParts)[number];

/** What is kept of each of them, as the names of folders. */
export const outputKinds = ['predictions', 'targets', 'rows'] as const;

/** The file of one kind of one part, within the run's folder. */
export function outputFile(kind: (typeof outputKinds)[number], part: JudgedPart): string {
  return `${kind}/${part}.npy`;
}

/** All files of outputs of a run. */
export const outputFiles: readonly string[] = outputKinds.flatMap((kind) =>
  judgedParts.map((part) => outputFile(kind, part)),
);

/** The curves of a run that is done. */
export const historyFile = 'history.svg';

/** Every file of a run folder that run.json lists with its SHA-256. */
export const listedFiles: readonly string[] = [
  ...fixedFiles,
  'epochs.jsonl',
  'best.safetensors',
  ...stateFiles,
  ...outputFiles,
  historyFile,
];

/** The files of a folder, or of one within it, that a process may have been killed at. */
export const mayBeHalfWritten =
  /^(?:lock|lock\.\d+|run\.json|epochs\.jsonl|history\.svg|(?:last|last\.1|best)\.safetensors|(?:validation|test)\.npy)$/;
