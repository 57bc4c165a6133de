// What nvidia-smi prints, in its own words.
import { describe, expect, test } from '@jest/globals';
import {
  classifyNvidiaSmiFault,
  parseNvidiaSmiCudaVersion,
  parseNvidiaSmiDevices,
  parseNvidiaSmiLost,
  parseNvidiaSmiMigDevices,
  parseNvidiaSmiProcesses,
  parseNvidiaSmiUnknownField,
} from '../../../src/machine/nvidia/nvidia-smi-output.js';
import { h100Card } from './stand-in.js';

const uuid = (card: number): string => `GPU-${String(card).repeat(8)}-d33d-2b2c-524d-9e3d8d2b8a77`;

describe('what it prints', () => {
  test.each([
    '[N/A]',
    '[Not Supported]',
    '[Unknown Error]',
    '[Insufficient Permissions]',
    '[GPU requires reset]',
    'N/A',
  ])('%s is null', (nothing) => {
    const row = [
      '3',
      uuid(3),
      'NVIDIA GB10',
      '580.95.05',
      nothing,
      nothing,
      nothing,
      nothing,
      nothing,
      nothing,
      nothing,
      nothing,
    ].join(', ');
    expect(parseNvidiaSmiDevices(row)).toEqual([
      {
        index: 3,
        uuid: uuid(3),
        name: 'NVIDIA GB10',
        state: nothing === '[GPU requires reset]' ? 'needs_reset' : 'ok',
        driver_version: '580.95.05',
        memory_total_mib: null,
        memory_used_mib: null,
        memory_free_mib: null,
        utilization_percent: null,
        temperature_celsius: null,
        compute_capability: null,
        mig_enabled: null,
        mig_devices: [],
        pci_bus_id: null,
        processes: [],
      },
    ]);
  });

  test('a warning among the rows is no device', () => {
    const text = `0, ${uuid(0)}, Tesla T4, 535.161.08, 15360, 2, 14928, 0, 36, 7.5, [N/A], 00000000:3B:00.0\nWARNING: infoROM is corrupted at gpu 0000:3B:00.0\n`;
    expect(parseNvidiaSmiDevices(text).map(({ name }) => name)).toEqual(['Tesla T4']);
  });

  test.each([
    [
      '| NVIDIA-SMI 535.161.08             Driver Version: 535.161.08   CUDA Version: 12.2     |',
      '12.2',
    ],
    [
      '| NVIDIA-SMI 610.57.04              KMD Version: 610.57.04     CUDA UMD Version: 13.3     |',
      '13.3',
    ],
    ['CUDA Version                              : 12.8', '12.8'],
    [
      '| NVIDIA-SMI 535.161.08             Driver Version: 535.161.08   CUDA Version: N/A      |',
      null,
    ],
    ['| NVIDIA-SMI 369.30                 Driver Version: 369.30                    |', null],
  ])('CUDA in %s', (text, version) => {
    expect(parseNvidiaSmiCudaVersion(text)).toBe(version);
  });

  test.each([
    [
      'Unable to determine the device handle for GPU 0000:02:00.0: GPU is lost.  Reboot the system to recover this GPU',
      ['0000:02:00.0'],
    ],
    ['Unable to determine the device handle for GPU0000:07:00.0: Unknown Error', ['0000:07:00.0']],
    [
      'Unable to determine the device handle for GPU1: 0000:34:00.0: Unknown Error\nNo devices were found',
      ['0000:34:00.0'],
    ],
    ['Unable to determine the device handle for GPU1: Unknown Error', ['GPU1']],
    ['No devices were found', []],
  ])('the lost card in %s', (text, gpus) => {
    expect(parseNvidiaSmiLost(text)).toEqual(gpus);
  });

  test.each([
    [9, 'driver_not_loaded'],
    [12, 'library_missing'],
    [15, 'lost'],
    [17, 'blocked'],
    [18, 'version_mismatch'],
    [4, 'no_permission'],
    [6, 'no_devices'],
    [1, 'garbage'],
    [null, 'garbage'],
  ])('exit code %s tells where the words are new', (code, kind) => {
    expect(classifyNvidiaSmiFault('Etwas ging schief', code).kind).toBe(kind);
  });

  test('lists in the older spelling of MIG and with no card', () => {
    expect(
      parseNvidiaSmiMigDevices(
        `GPU 0: A100-SXM4-40GB (UUID: ${uuid(0)})\nGPU 1: A100-SXM4-40GB (UUID: ${uuid(1)})\n  MIG 1c.3g.20gb Device 0: (UUID: MIG-${uuid(1)}/2/0)`,
      ),
    ).toEqual(
      new Map([
        [uuid(0), []],
        [uuid(1), [{ profile: '1c.3g.20gb', index: 0, uuid: `MIG-${uuid(1)}/2/0` }]],
      ]),
    );
    expect(parseNvidiaSmiMigDevices('No devices found.')).toEqual(new Map());
  });

  test('processes and unknown fields that are none', () => {
    expect(parseNvidiaSmiProcesses('No running processes found\n')).toEqual([]);
    expect(
      parseNvidiaSmiUnknownField('Field "cuda_version" is not a valid field to query.'),
    ).toBeNull();
  });
});

describe('cards', () => {
  const row =
    '0, GPU-a, NVIDIA H100 80GB HBM3, 580.159.04, 81559, 1034, 80048, 17, 41, 9.0, Disabled, 00000000:3B:00.0';

  test('are rows, and other lines are none', () => {
    expect(parseNvidiaSmiDevices(`WARNING: infoROM is corrupted\n${row}\n\n`)).toEqual([h100Card]);
    expect(parseNvidiaSmiDevices('No devices were found\n')).toEqual([]);
  });

  test('may not tell, or be lost', () => {
    const silent = row.replace(', 17, 41,', ', [N/A], [Insufficient Permissions],');
    expect(parseNvidiaSmiDevices(silent)).toEqual([
      { ...h100Card, utilization_percent: null, temperature_celsius: null },
    ]);
    const lost = row.replace(', 81559,', ', [GPU is lost],').replace('Disabled', 'Enabled');
    expect(parseNvidiaSmiDevices(lost)).toMatchObject([
      { state: 'lost', memory_total_mib: null, mig_enabled: true },
    ]);
    expect(parseNvidiaSmiDevices(row.replace(' 17,', ' [GPU requires reset],'))).toMatchObject([
      { state: 'needs_reset' },
    ]);
  });

  test('of an old nvidia-smi have fewer fields', () => {
    expect(parseNvidiaSmiDevices('1, Tesla K80', ['index', 'name'])).toMatchObject([
      { index: 1, name: 'Tesla K80', uuid: null, mig_enabled: null, compute_capability: null },
    ]);
    expect(parseNvidiaSmiUnknownField('Field "compute_cap" is not a valid field to query.')).toBe(
      'compute_cap',
    );
    expect(parseNvidiaSmiUnknownField('Field "mood" is not a valid field to query.')).toBeNull();
  });
});

test('processes, whose names may have commas', () => {
  expect(
    parseNvidiaSmiProcesses(
      'GPU-a, 4711, python3 -c "a, b", 1020\nGPU-b, 12, [Not Found], [N/A]\nx\n',
    ),
  ).toEqual([
    { gpu_uuid: 'GPU-a', pid: 4711, name: 'python3 -c "a, b"', memory_mib: 1020 },
    { gpu_uuid: 'GPU-b', pid: 12, name: null, memory_mib: null },
  ]);
});

test('slices of cards', () => {
  const list = [
    'GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-a)',
    '  MIG 1g.5gb      Device  0: (UUID: MIG-1)',
    '  MIG 2g.10gb     Device  1: (UUID: MIG-2)',
    'GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-b)',
  ].join('\n');
  expect(parseNvidiaSmiMigDevices(list)).toEqual(
    new Map([
      [
        'GPU-a',
        [
          { profile: '1g.5gb', index: 0, uuid: 'MIG-1' },
          { profile: '2g.10gb', index: 1, uuid: 'MIG-2' },
        ],
      ],
      ['GPU-b', []],
    ]),
  );
});

describe('what is wrong', () => {
  test.each([
    [
      "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
      9,
      { kind: 'driver_not_loaded' },
    ],
    [
      'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 535.54',
      18,
      { kind: 'version_mismatch', library_version: '535.54' },
    ],
    ['No devices were found', 6, { kind: 'no_devices' }],
    ['Failed to initialize NVML: Insufficient Permissions', 4, { kind: 'no_permission' }],
    [
      'Failed to initialize NVML: Unknown Error',
      255,
      { kind: 'unknown_error', message: 'Unknown Error' },
    ],
  ])('%s', (text, code, fault) => {
    expect(classifyNvidiaSmiFault(text, code)).toEqual(fault);
  });

  test('is told by the exit code where the words are others, and else shown in short', () => {
    expect(classifyNvidiaSmiFault('Treiber nicht geladen', 9)).toEqual({
      kind: 'driver_not_loaded',
    });
    expect(classifyNvidiaSmiFault(`${'x'.repeat(200)}\nmore`, 77)).toEqual({
      kind: 'garbage',
      output: 'x'.repeat(80),
    });
    expect(classifyNvidiaSmiFault('', null)).toEqual({ kind: 'garbage', output: '' });
  });
});
