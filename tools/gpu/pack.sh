#!/usr/bin/env bash
# Packs dlx, Node and TensorFlow's CUDA build for a GPU machine that reaches no registry: a few parts to copy there.
# Needs a built checkout whose TensorFlow is set up, pip, binutils and xz. Takes ten minutes of two cores the first time.
set -euo pipefail

usage() {
  cat <<U
usage: tools/gpu/pack.sh [ARCHITECTURE]

  ARCHITECTURE  compute capability of the GPU without its dot (90: Hopper, 80: A100, 89: L4 and RTX 40)

  PART_SIZE=56M  size of a part at most        KIT=.gpu  where the parts are written
  PRESET=6  how hard xz tries: 1 takes a tenth of the time, and a third more room
  WORK=/tmp/dlx-gpu-kit  where the wheels and the packed TensorFlow are kept for the next time (5 GB)
U
}
if [[ ${1:-} == -* ]]; then usage; exit 0; fi

architecture=${1:-90}
here=$(dirname "$(realpath "$0")")
root=$(realpath "$here/../..")
cd "$root"
kit=${KIT:-$root/.gpu}
preset=${PRESET:-6}
work=${WORK:-${TMPDIR:-/tmp}/dlx-gpu-kit}
[[ -f dist/test/gpu/main.js ]] || { echo 'dlx is not built: npm run build' >&2; exit 1; }

# Where the runtime is, and what the one with CUDA is to be called, as this very dlx has it.
read -r runtime cuda_name < <(node --input-type=module -e "
  const { findBuild, runtimeName } = await import('$root/dist/src/machine/tensorflow/installed.js');
  const found = findBuild('cpu');
  console.log(found ? found.folder + ' ' + runtimeName(found.tensorflow, 'cuda') : '- -');
")
[[ $runtime != - ]] || { echo 'TensorFlow is not set up: node bin/dlx.js setup --device cpu' >&2; exit 1; }
version=$(node -p "JSON.parse(fs.readFileSync('$runtime/runtime.json')).tensorflow")
mkdir -p "$kit" "$work"
rm -f "$kit"/*.part-* "$kit"/unpack.sh

# TensorFlow's CUDA build without the kernels of other architectures: 1.26 GB become under 200 MB.
packed=$work/tensorflow-$version-sm$architecture.tar.xz
if [[ ! -f $packed ]]; then
  fresh=$work/fresh
  rm -rf "$fresh" && mkdir -p "$fresh/tensorflow" "$fresh/cuda"
  python3 -m pip download -q --no-deps --only-binary=:all: --python-version 3.11 --implementation cp --abi cp311 \
    -d "$work" "tensorflow==$version" nvidia-cuda-runtime-cu12==12.9.79
  python3 - "$work" "$fresh" "$version" <<'U'
import glob, shutil, sys, zipfile

work, fresh, version = sys.argv[1:]


def take(wheel, name, target):
    with zipfile.ZipFile(glob.glob(f'{work}/{wheel}')[0]) as opened:
        found = next(one for one in opened.namelist() if one.endswith(name))
        with opened.open(found) as source, open(target, 'wb') as out:
            shutil.copyfileobj(source, out)


for name in ('libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'):
    take(f'tensorflow-{version}-*.whl', f'tensorflow/{name}', f'{fresh}/tensorflow/{name}')
take('nvidia_cuda_runtime*.whl', 'libcudart.so.12', f'{fresh}/cuda/libcudart.so.12')
U
  for library in "$fresh"/tensorflow/*.so.2; do python3 "$here/prune_kernels.py" "$library" "$architecture"; done
  tar -C "$fresh" -cf - tensorflow cuda | xz -T2 --x86 --lzma2="preset=$preset,dict=64MiB" >"$packed.tmp"
  mv "$packed.tmp" "$packed"
  rm -rf "$fresh"
fi

# dlx as it stands, the files of its dependencies that it loads, Node, the addon and the data that is here.
cache=$(dirname "$(dirname "$runtime")")
stage=$work/stage
rm -rf "$stage" && mkdir -p "$stage/dlx" "$stage/cache/datasets" "$stage/cache/runtime/$cuda_name"
cp "$(readlink -f "$(command -v node)")" "$stage/node"
cp "$runtime/tfjs_binding.node" "$runtime/runtime.json" "$stage/cache/runtime/$cuda_name/"
for set in "$cache"/datasets/*/; do [[ -d $set ]] && cp -r "$set" "$stage/cache/datasets/"; done
[[ -d $cache/datasets/fashion_mnist ]] || echo 'without Fashion-MNIST: train experiments/relu.yaml here once, then pack again' >&2
{
  printf '%s\n' bin dist experiments bench test/gpu package.json
  npm ls --omit=dev --all --parseable | tail -n +2 | sed "s|^$root/||"
} | tar -cf - --exclude='*.map' --exclude='*.d.ts' -T - | tar -C "$stage/dlx" -xf -
tar -C "$stage" -cf - . | xz -T2 -"$preset" >"$work/dlx.tar.xz"

split -b "${PART_SIZE:-56M}" -d "$packed" "$kit/tensorflow.part-"
split -b "${PART_SIZE:-56M}" -d "$work/dlx.tar.xz" "$kit/dlx.part-"
cp "$here/unpack.sh" "$kit/"
du -h "$kit"/*
cat <<U

Copy these files into one folder on the GPU machine, say /tmp/kit, and run there:
  bash /tmp/kit/unpack.sh
  . /tmp/kit/env.sh && dlx gpu-status
  . /tmp/kit/env.sh && cd "\$DLX_HOME" && node dist/test/gpu/main.js --report gpu-report.json
U
