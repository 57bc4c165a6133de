// A sealed run's test set is not read by another name either: the run's facts and the hash of a file
// come in, an error goes out where the file has rows of the test set.
import { misuse } from '../ground/errors.js';
import { isSealed } from '../run/sealed.js';
import type { KeptModel } from './kept.js';

/** What the check needs of a run. */
export type Sealable = Pick<KeptModel, 'folder' | 'facts' | 'record'>;

/**
 * Throws a misuse where a run is sealed and a file is its test file, or the one that its test set
 * was split from; known by its content, as `source` of data.json has it.
 */
export function refuseUnread(
  { folder, facts, record }: Sealable,
  { file, sha256 }: { readonly file: string; readonly sha256: string },
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
