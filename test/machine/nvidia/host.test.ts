import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readHostTraces } from '../../../src/machine/nvidia/host.js';
import { inFolder } from '../../folders.js';

const nothing = {
  cards: [],
  driver_version: null,
  device_files: [],
  container: false,
  distribution: null,
};

/** What is read of a machine with these files. */
const tracesOf = (files: Readonly<Record<string, string>>): Promise<unknown> =>
  inFolder(async (folder) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return readHostTraces(folder);
  });

const card = (address: string, vendor: string, kind: string): Readonly<Record<string, string>> => ({
  [`sys/bus/pci/devices/${address}/vendor`]: `${vendor}\n`,
  [`sys/bus/pci/devices/${address}/class`]: `${kind}\n`,
});

test('a machine that has none of the files shows nothing', async () => {
  expect(await tracesOf({})).toEqual(nothing);
});

test('a card is what is NVIDIA’s and a display or 3D controller', async () => {
  const found = await tracesOf({
    ...card('0000:3b:00.0', '0x10de', '0x030200'),
    ...card('0000:3b:00.1', '0x10de', '0x040300'),
    ...card('0000:5e:00.0', '0x1002', '0x030000'),
  });
  expect(found).toEqual({ ...nothing, cards: ['0000:3b:00.0'] });
});

test.each([
  [
    'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024\n',
    '550.54.15',
  ],
  [
    'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  560.35.03  Release Build\n',
    '560.35.03',
  ],
  ['something else\n', null],
])('the driver of %j', async (text, version) => {
  expect(await tracesOf({ 'proc/driver/nvidia/version': text })).toEqual({
    ...nothing,
    driver_version: version,
  });
});

test('device files, the container, and the distribution', async () => {
  expect(
    await tracesOf({
      'dev/nvidia0': '',
      'dev/nvidia12': '',
      'dev/nvidiactl': '',
      'dev/nvidia-uvm': '',
      '.dockerenv': '',
      'etc/os-release': 'NAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n',
    }),
  ).toEqual({
    ...nothing,
    device_files: ['nvidia0', 'nvidia12'],
    container: true,
    distribution: 'ubuntu',
  });
  expect(await tracesOf({ 'run/.containerenv': '', 'etc/os-release': 'ID="rhel"\n' })).toEqual({
    ...nothing,
    container: true,
    distribution: 'rhel',
  });
});
