#!/usr/bin/env bash
# cacheDir of @actions/tool-cache takes any version for a folder's name; find and findAllVersions know only versions of three numbers
# without a zero in front. What was kept as 1.21, 2026.01.15 or 10.0.19041.1 is never found again, and fetched anew in every run. And
# what differs only after a "+" is one version: the second takes the place of the first.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @actions/tool-cache@4.0.0

cat >run.mjs <<'NODE'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cacheDir, find, findAllVersions } from '@actions/tool-cache'
mkdirSync('fetched')
const versions = ['1.21', '2026.01.15', '2026.1.15', '10.0.19041.1', '3.0.0+first', '3.0.0+second']
for (const version of versions) {
  writeFileSync('fetched/tool', version)
  await cacheDir('fetched', 'tool', version, 'x64')
}
for (const version of versions) {
  const folder = find('tool', version, 'x64')
  console.log(`${version}: ${folder ? `found, and is ${readFileSync(`${folder}/tool`, 'utf8')}` : 'not found'}`)
}
console.log(`all versions: ${findAllVersions('tool', 'x64').sort().join(' ')}`)
NODE

still 'versions that cacheDir has kept:' '1.21: not found
2026.01.15: not found
2026.1.15: found, and is 2026.1.15
10.0.19041.1: not found
3.0.0+first: found, and is 3.0.0+second
3.0.0+second: found, and is 3.0.0+second
all versions: 2026.1.15 3.0.0' "$(RUNNER_TOOL_CACHE="$work/tools" RUNNER_TEMP="$work" node run.mjs | grep --invert-match ^::debug::)"
