#!/usr/bin/env bash
# In a sequence of post-processors, Packer's manifest records what the one before made. After `checksum` that is no image:
# artifact_id is empty, and the run succeeds.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
debian_packages 'packer=1.6.6+ds2-*'
export CHECKPOINT_DISABLE=1 PACKER_CONFIG_DIR="$work"

cat >image.json <<'JSON'
{"builders": [{"type": "file", "name": "render", "content": "r", "target": "render.img"}],
 "post-processors": [{"type": "manifest", "output": "alone.json"},
                     [{"type": "checksum", "checksum_types": ["sha256"], "output": "render.sha256"},
                      {"type": "manifest", "output": "after-checksum.json"}]]}
JSON
packer build image.json >packer.log
still 'artifact_id of the same image in two manifests:' 'alone "File"
after-checksum ""' "$(for name in alone after-checksum; do echo "$name $(sed -n 's/.*"artifact_id": \(".*"\).*/\1/p' $name.json)"; done)"
