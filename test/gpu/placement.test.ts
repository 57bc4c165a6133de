// Lines as TensorFlow 2.21 writes them with TF_CPP_VMODULE=executor=1 while a step of
// experiments/spirals.yaml is run; those of a GPU differ in the device's name alone, and are
// written after them.
import { describe, expect, test } from '@jest/globals';
import { between, marks } from './marks.js';
import { placementOf, readPlacementLog } from './placement.js';

const cpu = '/job:localhost/replica:0/task:0/device:CPU:0';
const gpu = '/job:localhost/replica:0/task:0/device:GPU:0';

const line = (op: string, attributes: string, device: string): string =>
  `I0000 00:00:1795847565.495619   27094 executor.cc:879] Process node: 19 step 3 {{node train_32_1/one_16}} = ${op}[${attributes}, _device="${device}"](other, other:1, ^last) device: ${device}`;

describe('a log of the executor', () => {
  test('gives operation, device and types; other lines are passed over', () => {
    const log = [
      'I0000 00:00:1795847563.771061   27094 cpu_feature_guard.cc:227] This TensorFlow binary is optimized',
      `I0000 00:00:1795847565.495572   27094 executor.cc:879] Process node: 0 step 3 {{node _SOURCE}} = NoOp[]() device: ${cpu}`,
      line('MatMul', 'T=DT_FLOAT, transpose_a=false, transpose_b=true', gpu),
      line('Cast', 'DstT=DT_FLOAT, SrcT=DT_UINT8, Truncate=false', cpu),
    ].join('\n');
    expect(readPlacementLog(log).map(({ attributes: _, ...run }) => run)).toEqual([
      { op: 'NoOp', device: 'cpu', types: [] },
      { op: 'MatMul', device: 'gpu', types: ['DT_FLOAT'] },
      { op: 'Cast', device: 'cpu', types: ['DT_FLOAT', 'DT_UINT8'] },
    ]);
  });

  test('a shared name in brackets does not end the attributes', () => {
    const told = line('VarHandleOp', 'dtype=DT_FLOAT, shape=[32,3], shared_name="a[1](b)"', cpu);
    expect(readPlacementLog(told)).toMatchObject([{ op: 'VarHandleOp', types: ['DT_FLOAT'] }]);
  });
});

describe('what need not be on the CPU', () => {
  test.each([
    ['arithmetic with fractions', line('Relu', 'T=DT_FLOAT', cpu)],
    ['rows of pictures', line('ResourceGather', 'Tindices=DT_INT32, dtype=DT_UINT8', cpu)],
    ['a variable', line('VarHandleOp', 'dtype=DT_INT64', cpu)],
    ['an update', line('ResourceApplyAdam', 'T=DT_FLOAT, use_locking=false', cpu)],
    ['random numbers', line('StatelessRandomUniformV2', 'Tshape=DT_INT32, dtype=DT_FLOAT', cpu)],
  ])('%s', (_, told) => {
    const placed = placementOf([told, told].join('\n'));
    expect(placed.misplaced).toMatchObject([{ device: 'cpu', count: 2 }]);
    expect(placed.rightly_on_cpu).toEqual([]);
  });

  test.each([
    ['what is fed', line('_Arg', 'T=DT_FLOAT, index=1', cpu)],
    ['what is fetched', line('_Retval', 'T=DT_FLOAT, index=0', cpu)],
    ['row numbers', line('Unpack', 'T=DT_INT32, axis=0, num=8', cpu)],
    ['keys of random numbers', line('Bitcast', 'T=DT_INT32, type=DT_UINT64', cpu)],
    ['order', `Process node: 0 step 3 {{node _SOURCE}} = NoOp[]() device: ${cpu}`],
  ])('but %s may be', (_, told) => {
    const placed = placementOf(told);
    expect(placed.misplaced).toEqual([]);
    expect(placed.rightly_on_cpu).toMatchObject([{ count: 1 }]);
  });

  test('nothing that is on the GPU', () => {
    const placed = placementOf(
      [line('Relu', 'T=DT_FLOAT', gpu), line('VarHandleOp', 'dtype=DT_FLOAT', gpu)].join('\n'),
    );
    expect(placed).toEqual({
      on_cpu: 0,
      on_gpu: 2,
      misplaced: [],
      rightly_on_cpu: [],
      copies: [],
    });
  });

  test('copies are counted by direction and type, those within a device are none', () => {
    const received = (from: string, to: string, type: string): string =>
      line(
        '_Recv',
        `client_terminated=false, recv_device="${to}", send_device="${from}", send_device_incarnation=1, tensor_name="edge_7", tensor_type=${type}`,
        to,
      );
    const told = [
      received(cpu, gpu, 'DT_INT32'),
      received(cpu, gpu, 'DT_INT32'),
      received(gpu, cpu, 'DT_FLOAT'),
      received(cpu, cpu, 'DT_FLOAT'),
    ];
    expect(placementOf(told.join('\n')).copies).toEqual([
      { what: 'CPU to GPU: DT_INT32', count: 2 },
      { what: 'GPU to CPU: DT_FLOAT', count: 1 },
    ]);
  });
});

describe('marks', () => {
  const { begin, end } = marks('a.yaml');

  test('what stands between them', () => {
    expect(between(`before\n${begin}within\n${end}after\n`, 'a.yaml')).toBe('within\n');
  });

  test('the last time, where a work was tried twice', () => {
    expect(between(`${begin}cut off${begin}whole\n${end}`, 'a.yaml')).toBe('whole\n');
  });

  test.each([
    ['', 'a.yaml'],
    [`${begin}no end`, 'a.yaml'],
    [`${begin}x${end}`, 'b.yaml'],
  ])('nothing in %j for %s', (log, work) => expect(between(log, work)).toBe(''));
});
