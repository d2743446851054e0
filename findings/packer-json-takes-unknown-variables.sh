#!/usr/bin/env bash
# A variable on Packer's command line that the template does not have is an error for HCL and nothing at all for JSON: with a
# misspelt name the image is built with the default.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
debian_packages 'packer=1.6.6+ds2-*'
export CHECKPOINT_DISABLE=1 PACKER_CONFIG_DIR="$work"

cat >image.json <<'JSON'
{"variables": {"version": "1.0.0"},
 "builders": [{"type": "file", "content": "version {{user `version`}}", "target": "render.img"}]}
JSON
cat >image.pkr.hcl <<'HCL'
variable "version" { default = "1.0.0" }
source "file" "render" {
  content = "version ${var.version}"
  target  = "render.img"
}
build { sources = ["source.file.render"] }
HCL
seen=
for template in image.json image.pkr.hcl; do
  rm -f render.img
  status=0
  packer build -var verison=2.0.0 "$template" >packer.log 2>&1 || status=$?
  seen+="$template: exit $status, $(cat render.img 2>/dev/null || echo nothing built)"$'\n'
done
still 'packer build -var verison=2.0.0:' 'image.json: exit 0, version 1.0.0
image.pkr.hcl: exit 1, nothing built' "${seen%$'\n'}"
