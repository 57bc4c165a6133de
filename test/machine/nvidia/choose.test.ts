import { describe, expect, test } from '@jest/globals';
import {
  chooseGpu,
  visibleDevices,
  type RequestedGpu,
} from '../../../src/machine/nvidia/choose.js';
import type { NvidiaDevice } from '../../../src/machine/nvidia/nvidia-smi-output.js';

type Card = Partial<NvidiaDevice> & { readonly used?: number };

function card(index: number, { used = 0, ...rest }: Card = {}): NvidiaDevice {
  return {
    index,
    uuid: `GPU-${index}${index}aa0000`,
    name: 'NVIDIA A100',
    state: 'ok',
    driver_version: '535.161.08',
    memory_total_mib: 40000,
    memory_used_mib: used,
    memory_free_mib: 40000 - used,
    utilization_percent: 0,
    temperature_celsius: 30,
    compute_capability: '8.0',
    mig_enabled: false,
    mig_devices: [],
    pci_bus_id: `00000000:${index}7:00.0`,
    processes: [],
    ...rest,
  };
}

const process = (gpu_uuid: string): NvidiaDevice['processes'][number] => ({
  gpu_uuid,
  pid: 1,
  name: 'python3',
  memory_mib: 500,
});
const idle = [card(0), card(1), card(2), card(3)];
const firstBusy = [card(0, { used: 30000 }), card(1, { used: 500 }), card(2), card(3)];
const allBusy = [
  card(0, { used: 30000 }),
  card(1, { used: 20000 }),
  card(2, { used: 10000 }),
  card(3, { used: 20000 }),
];
const working = [card(0, { processes: [process('GPU-00aa0000')] }), card(1)];
const silent = [card(0, { memory_total_mib: null, memory_used_mib: null, memory_free_mib: null })];
const lostFirst = [card(0, { state: 'lost' }), card(1)];
const lostUnlisted = [card(1), card(2)];
const slices = [
  { profile: '1g.5gb', index: 0, uuid: 'MIG-aaaa' },
  { profile: '1g.5gb', index: 1, uuid: 'MIG-bbbb' },
];
const sliced = [
  card(0, { mig_enabled: true, mig_devices: slices, processes: [process('MIG-aaaa')] }),
  card(1, { used: 30000 }),
];
const unsliced = [card(0, { mig_enabled: true }), card(1)];

describe('the GPU of a run', () => {
  test.each<[string, readonly NvidiaDevice[], RequestedGpu, string | undefined, string | null]>([
    ['the first of all', idle, 'auto', undefined, '0'],
    ['gpu is the same', idle, 'gpu', undefined, '0'],
    ['the first that is free, a little memory aside', firstBusy, 'auto', undefined, '1'],
    ['the one with most free memory when none is free', allBusy, 'auto', undefined, '2'],
    ['not one with a process', working, 'auto', undefined, '1'],
    ['one that tells nothing', silent, 'auto', undefined, '0'],
    ['a number', idle, 'gpu:2', undefined, '2'],
    ['a number, though it is busy', firstBusy, 'gpu:0', undefined, '0'],
    ['a number that does not exist', idle, 'gpu:4', undefined, null],
    ['within what is allowed', idle, 'auto', '2,3', '2'],
    ['within what is allowed, in PCI order', idle, 'auto', '3,2', '2'],
    ['the free one of those allowed', allBusy, 'auto', '0,1', '1'],
    ['a number counts within what is allowed', idle, 'gpu:1', '2,3', '3'],
    ['a number beyond what is allowed', idle, 'gpu:2', '2,3', null],
    ['a UUID', idle, 'auto', 'GPU-33aa0000', '3'],
    ['the beginning of a UUID', idle, 'auto', 'GPU-22', '2'],
    ['what comes after an entry that fits nothing is hidden', idle, 'gpu:1', '0,-1,1', null],
    ['nothing allowed', idle, 'auto', '', null],
    ['nothing allowed', idle, 'gpu', '-1', null],
    ['a card that does not exist', idle, 'auto', '9', null],
    ['no card at all', [], 'gpu', undefined, null],
    [
      'not a lost one, and by UUID since CUDA counts without it',
      lostFirst,
      'auto',
      undefined,
      'GPU-11aa0000',
    ],
    [
      'by UUID, too, when the lost one is not even listed',
      lostUnlisted,
      'auto',
      undefined,
      'GPU-11aa0000',
    ],
    ['a lost one asked for', lostFirst, 'gpu', '0', null],
    ['a free slice', sliced, 'auto', undefined, 'MIG-bbbb'],
    ['the second of slice, slice, card', sliced, 'gpu:1', undefined, 'MIG-bbbb'],
    ['a slice by its UUID', sliced, 'auto', 'MIG-aaaa', 'MIG-aaaa'],
    ['the card beside slices, by UUID', sliced, 'gpu:2', undefined, 'GPU-11aa0000'],
    ['not a card in MIG mode without slices', unsliced, 'auto', undefined, 'GPU-11aa0000'],
  ])('%s', (_, devices, requested, inherited, visible) => {
    expect(chooseGpu(devices, requested, inherited)?.visible_devices ?? null).toBe(visible);
  });

  test('comes with the whole environment and its device', () => {
    expect(chooseGpu(firstBusy, 'auto', undefined)).toEqual({
      device: firstBusy[1],
      mig: null,
      visible_devices: '1',
      environment: { CUDA_DEVICE_ORDER: 'PCI_BUS_ID', CUDA_VISIBLE_DEVICES: '1' },
    });
  });

  test('the order is the bus, not the list', () => {
    expect(visibleDevices([card(1), card(0)], undefined).map(({ device }) => device.index)).toEqual(
      [0, 1],
    );
    expect(chooseGpu([card(1), card(0)], 'gpu:1', undefined)?.visible_devices).toBe('1');
  });
});
