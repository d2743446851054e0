#!/usr/bin/env bash
# The command line that @actions/exec takes looks like a shell's, but only double quotes group words: single quotes stay in the
# words and do not hold them together, and an empty pair of double quotes is no argument at all.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @actions/exec@3.0.0

cat >show.mjs <<'NODE'
console.log(JSON.stringify(process.argv.slice(2)))
NODE
cat >run.mjs <<'NODE'
import { getExecOutput } from '@actions/exec'
for (const words of [`--query '[].{id:id, name:name}'`, `--query "[].{id:id, name:name}"`, `--tags "" --output json`]) {
  const { stdout } = await getExecOutput(`node show.mjs ${words}`, [], { silent: true })
  console.log(`${words}\n  -> ${stdout.trim()}`)
}
NODE

still 'what a program gets of three lines that are meant for az:' \
  '--query '\''[].{id:id, name:name}'\''
  -> ["--query","'\''[].{id:id,","name:name}'\''"]
--query "[].{id:id, name:name}"
  -> ["--query","[].{id:id, name:name}"]
--tags "" --output json
  -> ["--tags","--output","json"]' "$(node run.mjs)"
