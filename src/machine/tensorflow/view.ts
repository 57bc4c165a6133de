// How TensorFlow sees this machine, as it says when it is asked in a process of its own.

/** TensorFlow's view of the machine. Keys as `gpu-status --json` prints them. */
export type TensorFlowView = {
  /** Whether it could be loaded and computed a sum. */
  readonly available: boolean;
  /** As `2.21.0`. */
  readonly version: string | null;
  /** The GPUs that it uses, as it logs them. */
  readonly device_names: readonly string[];
  readonly built_for_cuda: boolean;
  /** The versions it was built for; null without CUDA. */
  readonly cuda_version: string | null;
  readonly cudnn_version: string | null;
  /** Whether it really computes on a GPU. */
  readonly uses_gpu: boolean;
  /** Why it cannot be used, or why it does not use a GPU although it was built for it; one line. */
  readonly error?: string;
};

/** The CUDA and cuDNN that a TensorFlow was built for; null without CUDA. */
export type CudaVersions = { readonly version: string; readonly cudnn: string } | null;

/** A TensorFlow that cannot be used, and why; without a reason there is none. */
export function unavailableTensorFlow(error?: string, cuda: CudaVersions = null): TensorFlowView {
  return {
    available: false,
    version: null,
    device_names: [],
    ...builtFor(cuda),
    uses_gpu: false,
    ...(error === undefined ? {} : { error }),
  };
}

/** The part of the view that says what it was built for. */
export function builtFor(
  cuda: CudaVersions,
): Pick<TensorFlowView, 'built_for_cuda' | 'cuda_version' | 'cudnn_version'> {
  return {
    built_for_cuda: cuda !== null,
    cuda_version: cuda?.version ?? null,
    cudnn_version: cuda?.cudnn ?? null,
  };
}
