// Marks of processes: of this one, of one that is gone, of one elsewhere.
import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { livesBy, markForm, ownMark, startOf } from '../../src/ground/owner.js';
import { deadMark } from '../marks.js';
import { onLinux } from '../on-linux.js';

test('a mark is of this process while it lives, and no two are alike', () => {
  const [one, other] = [ownMark(), ownMark()];
  expect(one).toMatch(new RegExp(`^${markForm.source}$`));
  expect(one).not.toBe(other);
  expect(livesBy(one)).toBe(true);
});

onLinux('a process that is gone', () => {
  test('does not live by its mark, nor does one of its number that was started otherwise', () => {
    expect(livesBy(deadMark())).toBe(false);
    const mine = ownMark();
    const start = mine.slice(14, 18) === '0000' ? 'ffff' : '0000';
    expect(livesBy(mine.slice(0, 14) + start + mine.slice(18))).toBe(false);
  });

  test('has no start; this one has the one that ps tells', () => {
    expect(startOf(2 ** 22 + 1)).toBeNull();
    const ticks = Number(startOf(process.pid));
    const since = execFileSync('ps', ['-o', 'etimes=', '-p', `${process.pid}`]).toString();
    const perSecond = Number(execFileSync('getconf', ['CLK_TCK']).toString());
    const up = Number(execFileSync('cut', ['-d ', '-f1', '/proc/uptime']).toString());
    expect(Math.abs(up - ticks / perSecond - Number(since))).toBeLessThan(3);
  });
});

test('of one on another system nothing is known, nor of what is no mark', () => {
  const mine = ownMark();
  const place = mine.startsWith('000000') ? 'ffffff' : '000000';
  expect(livesBy(place + mine.slice(6))).toBeNull();
  expect(livesBy('a')).toBeNull();
});
