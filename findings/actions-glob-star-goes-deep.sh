#!/usr/bin/env bash
# The patterns of @actions/glob (and so of hashFiles and of the artifact actions) look like a shell's: but what a pattern matches is
# taken with everything below it, so that pools/* is as deep as pools/**; and braces are plain letters, so that a pattern with
# them matches nothing and nobody says so.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @actions/glob@0.7.0

mkdir -p pools/archive/2025
touch pools/night.yml pools/archive/day.yml pools/archive/2025/old.yml
cat >run.mjs <<'NODE'
import { create } from '@actions/glob'
for (const pattern of ['pools/*', 'pools/*.yml', 'pools/{night,day}.yml']) {
  const found = await (await create(pattern, { matchDirectories: false })).glob()
  console.log(`${pattern} -> ${found.map((path) => path.slice(process.cwd().length + 1)).join(' ') || 'nothing'}`)
}
NODE

still 'night.yml lies in pools/, the others in folders below:' \
  'pools/* -> pools/archive/2025/old.yml pools/archive/day.yml pools/night.yml
pools/*.yml -> pools/night.yml
pools/{night,day}.yml -> nothing' "$(node run.mjs | grep -v '^::debug::')"
