// What a package of dlx carries of the big packages it is built on: the files that are loaded to
// train, and the sources of the addon. Data only.

/** One package as it is carried: its name, and which of its files, by their paths in it. */
export type Part = { readonly name: string; readonly take: RegExp };

/**
 * TensorFlow.js, and what it loads; the one build of h5wasm that is used. Carried instead of installed: its own packages are 330 MB, of
 * which 5 are carried, and their install script wants a TensorFlow of 2022.
 */
export const parts: readonly Part[] = [
  { name: '@tensorflow/tfjs-node-gpu', take: /^(dist\/.*\.js|binding\/.*\.(cc|h))$/ },
  { name: '@tensorflow/tfjs-core', take: /^dist\/tf-core\.node\.js$/ },
  { name: '@tensorflow/tfjs-backend-cpu', take: /^dist\/tf-backend-cpu\.node\.js$/ },
  {
    name: '@tensorflow/tfjs-backend-wasm',
    take: /^dist\/(tf-backend-wasm\.node\.js|[^/]+\.wasm)$/,
  },
  // Its two other builds hold the same again, each as large.
  { name: 'h5wasm', take: /^dist\/esm\/hdf5_(hl|util)\.js$/ },
  { name: 'long', take: /^src\/.*\.js$/ },
  { name: 'seedrandom', take: /^(index|seedrandom|lib\/.*)\.js$/ },
  { name: 'google-protobuf', take: /^google-protobuf\.js$/ },
];

/** The Apache License 2.0 as one of them carries it, for those that carry none. */
export const apacheLicense = { name: 'long', file: 'LICENSE' } as const;
