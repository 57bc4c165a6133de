// The one way dlx writes a file that matters: beside its place, counted, flushed, renamed in. Synchronous on purpose:
// a commit is one uninterrupted sequence of system calls.
import { closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeOf, failure, messageOf } from './errors.js';

/**
 * Replaces the file at `path` by `content` as a whole: after a crash the old or the new content is there, never a part.
 * Throws a UserError that names the path when the disk is full, over quota, read-only or failing.
 */
export function writeFile(path: string, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  try {
    writeAndFlush(beside, bytes);
    renameSync(beside, path);
    flushFolder(dirname(path));
  } catch (error) {
    rmSync(beside, { force: true });
    throw failure(`cannot write ${path}: ${messageOf(error)}`);
  }
}

/** Appends one line to the file at `path` and flushes it to the disk. */
export function appendLine(path: string, line: string): void {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND, 0o666);
    writeWhole(file, Buffer.from(`${line}\n`));
    fsyncSync(file);
  } catch (error) {
    throw failure(`cannot write ${path}: ${messageOf(error)}`);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Makes a folder, and those above it, or throws a UserError that names it. */
export function makeFolder(path: string): void {
  try {
    makeFolders(path);
  } catch (error) {
    throw failure(`cannot make the folder ${path}: ${messageOf(error)}`);
  }
}

// Node's own `recursive` never ends where a folder cannot be made although the one above it exists, as in /proc.
function makeFolders(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolders(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have been faster.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Flushes a folder's entries to the disk, so that a rename in it survives a power loss. */
export function flushFolder(path: string): void {
  const folder = openSync(path, constants.O_RDONLY);
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function writeAndFlush(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w');
  try {
    writeWhole(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

// A full disk makes write(2) take less than it was given, without an error: count.
function writeWhole(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written, bytes.length - written);
}
