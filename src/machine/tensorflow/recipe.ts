// What the native runtime is made from: pinned wheels by name, version, size and SHA-256. Data only.

/**
 * Which TensorFlow: the small one for the CPU, or the one with CUDA 12 kernels and NVIDIA's
 * libraries beside it.
 */
export type Build = 'cpu' | 'cuda';

/** One wheel as pip is asked for it. */
export type WheelRequirement = {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  /** Bytes to download, and bytes of what is taken out of it. */
  readonly download: number;
  readonly unpacked: number;
};

/** The TensorFlow that dlx is made for; any patch release of it found in Python will do. */
export const tensorflowVersion = '2.21.0';
export const tensorflowSeries = '2.21';

/**
 * Counts up when the way of building changes, so that an older runtime in the cache is not taken for
 * a new one.
 */
export const recipeNumber = 3;

/** The libraries hold no Python: one Python version's wheel, always the same, serves everybody. */
export const pipFlags: readonly string[] = [
  '--only-binary=:all:',
  '--no-deps',
  '--python-version',
  '3.11',
  '--implementation',
  'cp',
  '--abi',
  'cp311',
  '--require-hashes',
];

/** The oldest pip that knows the wheel's platform name (PEP 600). */
export const oldestPip = '20.3';

/** TensorFlow's own wheel for each build. */
export const tensorflowWheels: Readonly<Record<Build, WheelRequirement>> = {
  cpu: {
    name: 'tensorflow-cpu',
    version: tensorflowVersion,
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    download: 273_829_956,
    unpacked: 853_463_601,
  },
  cuda: {
    name: 'tensorflow',
    version: tensorflowVersion,
    sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
    download: 572_440_367,
    unpacked: 1_259_410_023,
  },
};

/** The wheels of other Python versions, which hold the same libraries: accepted from `--from`. */
export const knownWheels: Readonly<Record<string, Build>> = {
  [tensorflowWheels.cpu.sha256]: 'cpu',
  d143e92f5c0661cdfa26eaca8f73cd2efd0ec53a68af8dec82f584ba8eb14b83: 'cpu',
  dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb: 'cpu',
  '05af7c26d35f4de910b5598c7b507e3981831a7b0f47fed9a405d995d51d7793': 'cpu',
  [tensorflowWheels.cuda.sha256]: 'cuda',
  '77c6f298e695ea1d283cdd7d30f8d97530cc6e92c1395a9ddbab9771c99233a4': 'cuda',
  b3b95643c4e70eb925839938fb35cbe142f317ec84af6844ee61513713bb13c0: 'cuda',
  e9d8da8dcab9650efb45f032ba70af2f016f907e6e0c6bda29dd101bba945406: 'cuda',
};

/**
 * What `tensorflow[and-cuda]` 2.21.0 asks for, in the newest versions that its bounds (all of CUDA
 * 12) allow.
 */
export const nvidiaWheels: readonly WheelRequirement[] = [
  nvidia(
    'cublas',
    '12.9.3.13',
    'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
    581_217_458,
    855_064_416,
  ),
  nvidia(
    'cuda-cupti',
    '12.9.79',
    '096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f',
    10_814_997,
    43_365_768,
  ),
  nvidia(
    'cuda-nvcc',
    '12.9.86',
    '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0',
    40_546_229,
    35_417_224,
  ),
  nvidia(
    'cuda-nvrtc',
    '12.9.86',
    '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
    89_568_129,
    227_340_992,
  ),
  nvidia(
    'cuda-runtime',
    '12.9.79',
    '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
    3_493_179,
    741_088,
  ),
  nvidia(
    'cudnn',
    '9.28.0.42',
    '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
    716_538_495,
    1_162_393_472,
  ),
  nvidia(
    'cufft',
    '11.4.1.4',
    'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
    200_877_592,
    293_609_416,
  ),
  nvidia(
    'curand',
    '10.3.10.19',
    '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
    68_295_626,
    166_965_432,
  ),
  nvidia(
    'cusolver',
    '11.7.5.82',
    '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
    338_117_415,
    494_975_064,
  ),
  nvidia(
    'cusparse',
    '12.5.10.65',
    '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
    366_465_088,
    486_556_368,
  ),
  nvidia(
    'nccl',
    '2.32.3',
    'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
    351_526_311,
    473_614_536,
  ),
  nvidia(
    'nvjitlink',
    '12.9.86',
    'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
    39_748_338,
    95_935_344,
  ),
];

/** What has to be fetched for a build, TensorFlow first. */
export function wheelsFor(build: Build): readonly WheelRequirement[] {
  return build === 'cpu' ? [tensorflowWheels.cpu] : [tensorflowWheels.cuda, ...nvidiaWheels];
}

/** The two libraries, by their names in the wheel's folder `tensorflow/`. */
export const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;

/** All the headers that the addon includes, by their names in the wheel's folder `tensorflow/`. */
export const headers = [
  'include/absl/base/attributes.h',
  'include/absl/base/config.h',
  'include/absl/base/macros.h',
  'include/absl/base/optimization.h',
  'include/absl/base/options.h',
  'include/absl/base/policy_checks.h',
  'include/absl/base/port.h',
  'include/tensorflow/c/c_api.h',
  'include/tensorflow/c/c_api_macros.h',
  'include/tensorflow/c/eager/c_api.h',
  'include/tensorflow/c/tf_attrtype.h',
  'include/tensorflow/c/tf_buffer.h',
  'include/tensorflow/c/tf_datatype.h',
  'include/tensorflow/c/tf_status.h',
  'include/tensorflow/c/tf_tensor.h',
  'include/tensorflow/c/tf_tstring.h',
  'include/tensorflow/core/platform/ctstring.h',
  'include/tensorflow/core/platform/ctstring_internal.h',
  'include/tsl/platform/ctstring.h',
  'include/tsl/platform/ctstring_internal.h',
  'include/tsl/platform/denormal.h',
  'include/xla/tsl/c/tsl_status.h',
  'include/xla/tsl/platform/macros.h',
] as const;

/** Where the wheel says what it was built for, in its folder `tensorflow/`. */
export const buildInfoFile = 'python/platform/build_info.py';

/** The addon's name in the runtime's folder; it finds TensorFlow in the folder `tensorflow` there. */
export const addonFile = 'tfjs_binding.node';

function nvidia(
  name: string,
  version: string,
  sha256: string,
  download: number,
  unpacked: number,
): WheelRequirement {
  return { name: `nvidia-${name}-cu12`, version, sha256, download, unpacked };
}
