#!/usr/bin/env bash
# The job summary of @actions/core closes no tag that is empty. After addCodeBlock('') (a command without output, a report without errors)
# a parser of HTML takes all that follows for code: headings and tables alike.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @actions/core@3.0.1 parse5@7.3.0

cat >run.mjs <<'NODE'
import { summary } from '@actions/core'
import { parse } from 'parse5'
const within = (node, text, above = []) =>
  node.value?.trim() === text
    ? above
    : node.childNodes?.map((child) => within(child, text, [...above, node.nodeName])).find(Boolean)
for (const output of ['warning: 1', '']) {
  const html = summary.emptyBuffer().addHeading('Output').addCodeBlock(output).addHeading('Pools').addTable([['night']]).stringify()
  console.log(`addCodeBlock('${output}') writes ${html.split('\n')[1]}`)
  for (const text of ['Pools', 'night']) console.log(`  ${text} is in ${within(parse(html), text).slice(3).join(', ')}`)
}
NODE

still 'what comes after a block of code:' "addCodeBlock('warning: 1') writes <pre><code>warning: 1</code></pre>
  Pools is in h1
  night is in table, tbody, tr, td
addCodeBlock('') writes <pre><code></pre>
  Pools is in code, h1
  night is in code, table, tbody, tr, td" "$(node run.mjs)"
