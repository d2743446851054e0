#!/usr/bin/env bash
# Packer's manifest is a history: each run adds to it, and a build that fails leaves no entry. After a run in which one image
# failed, the newest entry of that name is an image of an earlier run, although last_run_uuid is new.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
debian_packages 'packer=1.6.6+ds2-*'
export CHECKPOINT_DISABLE=1 PACKER_CONFIG_DIR="$work"

cat >images.json <<'JSON'
{"builders": [{"type": "file", "name": "render", "content": "r", "target": "render.img"},
              {"type": "file", "name": "encode", "content": "e", "target": "encode.img"}],
 "post-processors": [[{"type": "shell-local", "keep_input_artifact": true, "inline": ["[ ! -e \"$PACKER_BUILD_NAME-fails\" ]"]},
                      {"type": "manifest", "output": "manifest.json"}]]}
JSON
cat >tell.mjs <<'NODE'
import { readFileSync } from 'node:fs'
const { builds, last_run_uuid } = JSON.parse(readFileSync('manifest.json', 'utf8'))
for (const name of ['render', 'encode']) {
  const newest = builds.filter((build) => build.name === name).at(-1)
  console.log(`${name}: ${newest.packer_run_uuid === last_run_uuid ? 'of the last run' : 'of a run before'}`)
}
NODE
packer build images.json >packer.log
touch encode-fails
status=0
packer build images.json >packer.log || status=$?
still 'the newest entries after a second run in which "encode" failed:' 'exit status 1
render: of the last run
encode: of a run before' "exit status $status
$(node tell.mjs)"
