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

test.each([
  ['| NVIDIA-SMI 535.54.03   Driver Version: 535.54.03   CUDA Version: 12.2     |', '12.2'],
  ['| NVIDIA-SMI 610.10   Driver Version: 610.10   CUDA UMD Version: 13.3     |', '13.3'],
  ['| NVIDIA-SMI 390.157   Driver Version: 390.157   CUDA Version: N/A     |', null],
])('the CUDA version of %s', (heading, version) => {
  expect(parseNvidiaSmiCudaVersion(heading)).toBe(version);
});

test('cards that are lost are called by their address', () => {
  const lost =
    'Unable to determine the device handle for GPU 0000:3B:00.0: GPU is lost.  Reboot the system to recover this GPU';
  expect(parseNvidiaSmiLost(`${lost}\n0, GPU-a\n`)).toEqual(['0000:3B:00.0']);
  expect(
    parseNvidiaSmiLost('Unable to determine the device handle for GPU2: Unknown Error'),
  ).toEqual(['GPU2']);
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
