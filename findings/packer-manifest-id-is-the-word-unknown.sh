#!/usr/bin/env bash
# A template in HCL may put build.ID into the manifest's custom_data. When the builder sets no such value, the text "<unknown>" is
# written in its place (as JSON escapes it), and both validate and build succeed.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
debian_packages 'packer=1.6.6+ds2-*'
export CHECKPOINT_DISABLE=1 PACKER_CONFIG_DIR="$work"

cat >image.pkr.hcl <<'HCL'
source "file" "render" {
  content = "r"
  target  = "render.img"
}
build {
  sources = ["source.file.render"]
  post-processor "manifest" {
    output      = "manifest.json"
    custom_data = { image = build.ID }
  }
}
HCL
packer validate image.pkr.hcl >packer.log
packer build image.pkr.hcl >packer.log
still 'custom_data of the manifest:' '"image": "\u003cunknown\u003e"' "$(grep -o '"image".*' manifest.json)"
