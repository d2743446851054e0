#!/usr/bin/env bash
# `packer hcl2_upgrade` says "Successfully created", and has left out what each provisioner does otherwise for one of the builders
# (override) and the wait before it (pause_before), without a comment in the file, where it does write one for a template function that it
# cannot translate. {{timestamp}}, the seconds since 1970, has become a date, so names that others look for change their form.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
debian_packages 'packer=1.6.6+ds2-*'
export CHECKPOINT_DISABLE=1 PACKER_CONFIG_DIR="$work"

cat >image.json <<'JSON'
{"builders": [{"type": "file", "name": "render", "content": "base-{{timestamp}}", "target": "render.img"},
              {"type": "file", "name": "encode", "content": "base-{{timestamp}}", "target": "encode.img"}],
 "provisioners": [{"type": "shell-local", "inline": ["echo driver 1"], "pause_before": "1s",
                   "override": {"encode": {"inline": ["echo driver 2"]}}}]}
JSON
packer hcl2_upgrade -output-file image.pkr.hcl image.json
seen=
for template in image.json image.pkr.hcl; do
  packer build "$template" >packer.log
  seen+="$template: $(grep -o 'driver [12]' packer.log | sort | paste -sd, -), waits $(grep -c Pausing packer.log || true),"
  seen+=" $(sed 's/[0-9]/9/g' encode.img)"$'\n'
  rm ./*.img
done
seen+="in the new file: $(grep -ci 'override\|pause' image.pkr.hcl || true) lines about it"
still 'a template, and what hcl2_upgrade makes of it:' 'image.json: driver 1,driver 2, waits 2, base-9999999999
image.pkr.hcl: driver 1,driver 1, waits 0, base-99999999999999
in the new file: 0 lines about it' "$seen"
