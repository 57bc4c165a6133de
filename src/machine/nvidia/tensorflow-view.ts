// What TensorFlow says of itself when it is asked in a process of its own; dlx's GPU status only
// reads the answer.

/** How TensorFlow sees this machine. */
export type TensorFlowView = {
  /** Whether dlx has a TensorFlow that loads. */
  readonly available: boolean;
  /** As `2.21.0`. */
  readonly version: string | null;
  /** What it calls the devices that it uses. */
  readonly device_names: readonly string[];
  readonly built_for_cuda: boolean;
  /** Whether it really computes on a GPU. */
  readonly uses_gpu: boolean;
  /** The versions it was built for, where the asker knows them. */
  readonly cuda_version?: string | null;
  readonly cudnn_version?: string | null;
  /** Why it does not load, or what it said of the GPU. */
  readonly error?: string;
};

/** A TensorFlow that is not there. */
export function unavailableTensorFlow(error?: string): TensorFlowView {
  const view = {
    available: false,
    version: null,
    device_names: [],
    built_for_cuda: false,
    uses_gpu: false,
  };
  return error === undefined ? view : { ...view, error };
}

/** What TensorFlow's CUDA wheels were built for, by minor version of TensorFlow. */
const builtFor: Readonly<Record<string, { readonly cuda: string; readonly cudnn: string }>> = {
  '2.21': { cuda: '12.5', cudnn: '9.3' },
};

/**
 * The CUDA and cuDNN that a TensorFlow was built for, null where that is not known or it was built
 * for none.
 */
export function cudaOfTensorFlow(view: TensorFlowView): {
  readonly cuda: string | null;
  readonly cudnn: string | null;
} {
  if (!view.built_for_cuda) return { cuda: null, cudnn: null };
  const known = builtFor[view.version?.split('.').slice(0, 2).join('.') ?? ''];
  return {
    cuda: view.cuda_version ?? known?.cuda ?? null,
    cudnn: view.cudnn_version ?? known?.cudnn ?? null,
  };
}
