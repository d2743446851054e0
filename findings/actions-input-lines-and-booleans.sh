#!/usr/bin/env bash
# Two helpers of @actions/core for inputs. getMultilineInput drops empty lines before it trims, so a line of blanks comes through
# as an empty text. getBooleanInput throws for an input that is absent (there is no "not given"), and for yes, on and 1.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @actions/core@3.0.1

cat >run.mjs <<'NODE'
import { getBooleanInput, getMultilineInput } from '@actions/core'
process.env.INPUT_SNAPSHOTS = 'monday\n\n  \ntuesday\n'
console.log(JSON.stringify(getMultilineInput('snapshots')))
for (const value of [undefined, 'yes', 'True']) {
  if (value === undefined) delete process.env['INPUT_DRY-RUN']
  else process.env['INPUT_DRY-RUN'] = value
  let end
  try { end = getBooleanInput('dry-run') } catch (error) { end = error.name }
  console.log(`${value}: ${end}`)
}
NODE

still 'lines monday, empty, two blanks, tuesday; then three values of a boolean:' '["monday","","tuesday"]
undefined: TypeError
yes: TypeError
True: true' "$(node run.mjs)"
