// nvidia-smi is asked as a program that may be old, slow, broken or missing.
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { queryNvidiaSmi } from '../../../src/machine/nvidia/nvidia-smi.js';
import { heading, makeFolder, writeStandIn } from './stand-in.js';

const uuid = (card: number): string => `GPU-${String(card).repeat(8)}-d33d-2b2c-524d-9e3d8d2b8a77`;

describe('asking', () => {
  test('eight cards, with the processes of each', async () => {
    const devices = [0, 1, 2, 3, 4, 5, 6, 7]
      .map(
        (card) =>
          `${card}, ${uuid(card)}, NVIDIA A100-SXM4-40GB, 535.161.08, 40960, ${card * 100}, ${40337 - card * 100}, ${card}, ${30 + card}, 8.0, Disabled, 00000000:${card}7:00.0`,
      )
      .join('\n');
    const environment = writeStandIn({
      devices,
      processes: `${uuid(5)}, 100, python3, 480\n${uuid(5)}, 101, /opt/a, b/train, [N/A]\n${uuid(7)}, 102, [Insufficient Permissions], 690`,
      heading: heading('535.161.08', '12.2'),
    });
    const answer = await queryNvidiaSmi({ environment });
    if (answer.kind !== 'devices') throw new Error(JSON.stringify(answer));
    expect(answer.cuda_version).toBe('12.2');
    expect(
      answer.devices.map(({ index, memory_used_mib, pci_bus_id }) => [
        index,
        memory_used_mib,
        pci_bus_id,
      ]),
    ).toEqual([
      [0, 0, '00000000:07:00.0'],
      [1, 100, '00000000:17:00.0'],
      [2, 200, '00000000:27:00.0'],
      [3, 300, '00000000:37:00.0'],
      [4, 400, '00000000:47:00.0'],
      [5, 500, '00000000:57:00.0'],
      [6, 600, '00000000:67:00.0'],
      [7, 700, '00000000:77:00.0'],
    ]);
    expect(
      answer.devices.map(({ processes }) =>
        processes.map(({ pid, name, memory_mib }) => [pid, name, memory_mib]),
      ),
    ).toEqual([
      [],
      [],
      [],
      [],
      [],
      [
        [100, 'python3', 480],
        [101, '/opt/a, b/train', null],
      ],
      [],
      [[102, null, 690]],
    ]);
  });

  test('a card in MIG mode has its slices', async () => {
    const environment = writeStandIn({
      devices: `0, ${uuid(0)}, NVIDIA H100 80GB HBM3, 550.90.07, 81559, 50, 81030, [N/A], 33, 9.0, Enabled, 00000000:18:00.0`,
      list: `GPU 0: NVIDIA H100 80GB HBM3 (UUID: ${uuid(0)})\n  MIG 3g.40gb     Device  0: (UUID: MIG-c788539f-c1ea-5a36-8b4d-9b07d024b1bb)\n  MIG 1g.10gb     Device  1: (UUID: MIG-b4b2228d-6933-5839-bc0e-41ab9edb61c6)`,
      heading: heading('550.90.07', '12.4'),
    });
    expect(await queryNvidiaSmi({ environment })).toMatchObject({
      devices: [
        {
          mig_enabled: true,
          utilization_percent: null,
          mig_devices: [
            { profile: '3g.40gb', index: 0, uuid: 'MIG-c788539f-c1ea-5a36-8b4d-9b07d024b1bb' },
            { profile: '1g.10gb', index: 1, uuid: 'MIG-b4b2228d-6933-5839-bc0e-41ab9edb61c6' },
          ],
        },
      ],
    });
  });

  test('an old one that does not know every field is asked without them', async () => {
    const environment = writeStandIn({
      otherwise: [
        'case "$1" in',
        '*compute_cap*) echo "Field \\"compute_cap\\" is not a valid field to query."; echo; exit 2 ;;',
        '*mig.mode*) echo "Field \\"mig.mode.current\\" is not a valid field to query."; echo; exit 2 ;;',
        `--query-gpu=*) echo "0, ${uuid(0)}, Tesla V100-SXM2-16GB, 440.33.01, 16160, 11, 16149, 0, 35, 00000000:00:1E.0" ;;`,
        'esac',
      ].join('\n'),
    });
    expect(await queryNvidiaSmi({ environment })).toMatchObject({
      kind: 'devices',
      devices: [
        {
          name: 'Tesla V100-SXM2-16GB',
          compute_capability: null,
          mig_enabled: null,
          pci_bus_id: '00000000:00:1E.0',
        },
      ],
    });
  });

  test('the cards stand when a later question hangs', async () => {
    const devices = `0, ${uuid(0)}, NVIDIA L4, 550.90.07, 23034, 0, 22563, 0, 40, 8.9, [N/A], 00000000:00:03.0`;
    const environment = writeStandIn({ devices, otherwise: 'sleep 60' });
    expect(await queryNvidiaSmi({ environment, timeoutMs: 1000 })).toMatchObject({
      kind: 'devices',
      cuda_version: null,
      devices: [{ name: 'NVIDIA L4', processes: [] }],
    });
  });

  test('a hanging one is killed with what it started, at the deadline', async () => {
    const note = join(makeFolder(), 'pids');
    const environment = writeStandIn({
      otherwise: `trap "" TERM INT HUP\nsleep 60 &\necho $$ $! > ${note}\nwait\nsleep 60`,
    });
    const start = performance.now();
    expect(await queryNvidiaSmi({ environment, timeoutMs: 700 })).toEqual({
      kind: 'fault',
      fault: { kind: 'timeout', timeout_ms: 700 },
    });
    expect(performance.now() - start).toBeLessThan(5000);
    const pids = readFileSync(note, 'utf8').trim().split(' ');
    expect(pids).toHaveLength(2);
    for (let tries = 0; tries < 50 && pids.some(isAlive); tries += 1) await sleep(50);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  test('one that prints without end is cut off', async () => {
    const environment = writeStandIn({
      otherwise:
        'while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done',
    });
    expect(await queryNvidiaSmi({ environment, timeoutMs: 30_000 })).toEqual({
      kind: 'fault',
      fault: { kind: 'garbage', output: 'y'.repeat(80) },
    });
  });

  test('one that may not be run, and none', async () => {
    const path = join(makeFolder(), 'nvidia-smi');
    expect(await queryNvidiaSmi({ path })).toEqual({
      kind: 'fault',
      fault: { kind: 'not_installed' },
    });
    writeFileSync(path, '#!/bin/sh\n');
    chmodSync(path, 0o644);
    expect(await queryNvidiaSmi({ path })).toEqual({
      kind: 'fault',
      fault: { kind: 'cannot_start', message: `spawn ${path} EACCES` },
    });
  });
});

// A killed orphan can stay a zombie where process 1 collects none.
function isAlive(pid: string): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' })
      .trim()
      .startsWith('Z');
  } catch {
    return false;
  }
}
