#!/usr/bin/env bash
# On the GPU machine, in the folder that the parts were copied to: puts them together, finds the CUDA libraries, and
# writes env.sh. TensorFlow 2.21 takes its libraries by name at run time. Where the machine has CUDA 13, its libraries
# are linked under the names of CUDA 12: they have every function that TensorFlow looks up in them.
set -euo pipefail
kit=$(dirname "$(realpath "$0")")
cd "$kit"
cat tensorflow.part-* | xz -dc -T0 | tar -xf -
cat dlx.part-* | xz -dc -T0 | tar -xf -
chmod +x node
runtime=$(echo "$kit"/cache/runtime/*)
rm -rf "${runtime:?}/tensorflow" && mv tensorflow "$runtime/"

# Name wanted, names that will do, the best last.
wanted=(
  'libcublas.so.12 libcublas.so.13 libcublas.so.12'
  'libcublasLt.so.12 libcublasLt.so.13 libcublasLt.so.12'
  'libcufft.so.11 libcufft.so.12 libcufft.so.11'
  'libcusolver.so.11 libcusolver.so.12 libcusolver.so.11'
  'libcusparse.so.12 libcusparse.so.13 libcusparse.so.12'
  'libcudnn.so.9 libcudnn.so.9'
  'libnccl.so.2 libnccl.so.2'
  'libcupti.so.12 libcupti.so.13 libcupti.so.12'
  'libnvrtc.so.12 libnvrtc.so.13 libnvrtc.so.12'
  'libcurand.so.10 libcurand.so.10'
)
libraries=$kit/cuda
path=$libraries
found=$(find / \( -path /proc -o -path /sys -o -path "$kit" \) -prune -o \
  \( -name 'libcu*.so.*' -o -name 'libnv*.so.*' -o -name 'libnccl.so.*' \) -print 2>/dev/null | sort || true)
for entry in "${wanted[@]}"; do
  read -r name choices <<<"$entry"
  real=
  for choice in $choices; do
    one=$(grep -F "/$choice" <<<"$found" | grep -x ".*/${choice//./\\.}" | tail -1 || true)
    real=${one:-$real}
  done
  if [[ -z $real ]]; then
    echo "not on this machine: $name"
    continue
  fi
  ln -sfn "$real" "$libraries/$name"
  # What a library needs itself lies beside it.
  [[ ":$path:" == *":$(dirname "$real"):"* ]] || path=$path:$(dirname "$real")
  echo "$name: $real"
done

# The record that vouches for the runtime, written last.
./node --input-type=commonjs - "$runtime" "$path" <<'J'
const fs = require('fs');
const [folder, path] = process.argv.slice(2);
const file = `${folder}/runtime.json`;
const names = ['tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2', 'tfjs_binding.node'];
const record = {
  ...JSON.parse(fs.readFileSync(file, 'utf8')),
  build: 'cuda',
  origin: 'file',
  source: 'packed by tools/gpu/pack.sh',
  wheel_sha256: null,
  cuda: { version: '12.5.1', cudnn: '9' },
  library_path: path.split(':'),
  files: names.map((name) => ({ path: name, bytes: fs.statSync(`${folder}/${name}`).size })),
};
fs.writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
J
cat >env.sh <<E2
export PATH=$kit:\$PATH DLX_HOME=$kit/dlx DLX_CACHE=$kit/cache DLX_RUNS=$kit/runs
dlx() { node "\$DLX_HOME/bin/dlx.js" "\$@"; }
export -f dlx
E2
echo "ready: . $kit/env.sh"
