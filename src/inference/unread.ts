// A sealed run's test set is not read by another name either, and what a run was trained on is not
// taken for new: the run's facts and the hash of a file come in, an error goes out where the file has
// rows of the test set, and a sentence where it has those of the training.
import { misuse } from '../ground/errors.js';
import { isSealed } from '../run/sealed.js';
import type { KeptModel } from './kept.js';

/** A file that was read: what it is called, and the SHA-256 of what is in it. */
export type KnownFile = { readonly file: string; readonly sha256: string };

/** What the check needs of a run. */
export type Sealable = Pick<KeptModel, 'folder' | 'facts' | 'record'>;

/**
 * Throws a misuse where a run is sealed and a file is its test file, or the one that its test set
 * was split from; known by its content, as `source` of data.json has it.
 */
export function refuseUnread(
  { folder, facts, record }: Sealable,
  { file, sha256 }: KnownFile,
): void {
  if (!isSealed(record) || facts.samples.test === 0) return;
  const isTest = ({ role }: { readonly role: string }): boolean => role.startsWith('test');
  const hasOwn = facts.source.some(isTest);
  const same = facts.source.find((one) => one.sha256 === sha256 && (!hasOwn || isTest(one)));
  if (!same) return;
  throw misuse(
    `${file} holds the test set of ${folder}, which is sealed: \`dlx evaluate ${folder} --test\` opens it, and counts the look`,
  );
}

/**
 * What is to be said of a file that a run was trained on, or chosen by: known by its content, as
 * `source` of data.json has it.
 */
export function seenNotes(
  { folder, facts }: Pick<Sealable, 'folder' | 'facts'>,
  { file, sha256 }: KnownFile,
): readonly string[] {
  const same = facts.source.filter((one) => one.sha256 === sha256);
  // What is a test file, too, is told where it is read as one.
  const own = same.find(({ role }) => !role.startsWith('test'));
  if (!own) return [];
  const { train, test } = facts.samples;
  const others = [
    `\`dlx evaluate ${folder}\` judges it by the validation part`,
    ...(test > 0 ? ['with --test by the test set'] : []),
  ].join(', and ');
  return [
    own.role.startsWith('validation')
      ? `${file} is the file that the epoch of ${folder} was chosen by: new data may be judged worse`
      : `${file} is the file that ${folder} was trained on, whose samples (${train} of them) taught it: these scores say little of new data; ${others}`,
  ];
}

/** Refuses any of these files as {@link refuseUnread} does, and tells what {@link seenNotes} says of them. */
export function checkKnown(
  run: Sealable,
  read: readonly KnownFile[],
  tell: (note: string) => void,
): void {
  for (const one of read) refuseUnread(run, one);
  read.flatMap((one) => seenNotes(run, one)).forEach(tell);
}
