#!/usr/bin/env bash
# `packer build -only=NAME` with a name that the template does not have builds nothing and ends with 0, and the manifest stays as an
# earlier run left it. It is easily met: in HCL the name for -only has the build's name before it, the manifest's has not.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
debian_packages 'packer=1.6.6+ds2-*'
export CHECKPOINT_DISABLE=1 PACKER_CONFIG_DIR="$work"

cat >image.pkr.hcl <<'HCL'
source "file" "render" {
  content = "r"
  target  = "render.img"
}
build {
  name    = "nightly"
  sources = ["source.file.render"]
  post-processor "manifest" { output = "manifest.json" }
}
HCL
packer build image.pkr.hcl >packer.log
seen="manifest: $(sed -n 's/.*"name": "\(render\)".*/\1/p' manifest.json)"
for only in render file.render nightly.file.render; do
  rm -f render.img
  status=0
  packer build -force "-only=$only" image.pkr.hcl >packer.log 2>&1 || status=$?
  seen+=$'\n'"-only=$only: exit $status, $(if [ -e render.img ]; then echo built; else echo nothing built; fi)"
done
still 'the name in the manifest, and builds of that image alone:' 'manifest: render
-only=render: exit 0, nothing built
-only=file.render: exit 0, nothing built
-only=nightly.file.render: exit 0, built' "$seen"
