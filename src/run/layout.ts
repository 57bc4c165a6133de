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

/** The folder of what TensorBoard shows, where that was asked for. */
export const eventsFolder = 'events';

/** What a file of events is of: the run as a whole, its training, its validation. */
export const eventParts = ['whole', 'train', 'validation'] as const;

/** What a file of events is of. */
export type EventPart = (typeof eventParts)[number];

/** The folders that files of events lie in, those above others first. */
export const eventFolders: readonly string[] = [
  eventsFolder,
  `${eventsFolder}/train`,
  `${eventsFolder}/validation`,
];

/** The file of one part within the folder of events of the run that began at a time and has an id. */
export function eventFile(
  { started, id }: { readonly started: string; readonly id: string },
  part: EventPart,
): string {
  // A stranger's record may say anything.
  const word = id.replaceAll(/[^\w-]/g, '_');
  const name = `events.out.tfevents.${Math.floor(Date.parse(started) / 1000)}.${word}`;
  return part === 'whole' ? name : `${part}/${name}`;
}

/** All files of events of a run, within its folder. */
export function eventFilesOf(run: Parameters<typeof eventFile>[0]): readonly string[] {
  return eventParts.map((part) => `${eventsFolder}/${eventFile(run, part)}`);
}

/** Every file of a run folder that run.json lists with its SHA-256, beside those of events. */
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
  /^(?:lock|lock\.\d+|run\.json|epochs\.jsonl|history\.svg|events\.out\.tfevents\.\d+\.[0-9a-f]+|(?:last|last\.1|best)\.safetensors|(?:validation|test)\.npy)$/;
