#!/usr/bin/env bash
# In a workflow's expressions an output that does not exist equals 0, false and the empty text. A condition on a number of nodes
# holds when the step that should tell it never ran, or its name is misspelt; while the text "false" is true.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @actions/expressions@0.3.61

cat >run.mjs <<'NODE'
import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
const outputs = new data.Dictionary({ key: 'is-changed', value: new data.StringData('false') })
const contexts = new data.Dictionary({ key: 'outputs', value: outputs })
for (const text of [
  'outputs.missing-nodes == 0',
  'outputs.missing-nodes < 1',
  'outputs.is-missing == false',
  'outputs.is-changed == false',
  "outputs.is-changed && 'yes' || 'no'",
  "contains(fromJSON('[0]'), outputs.missing-nodes)",
]) {
  const tree = new Parser(new Lexer(text).lex().tokens, ['outputs'], []).parse()
  console.log(`${text} -> ${new Evaluator(tree, contexts).evaluate().coerceString()}`)
}
NODE

still 'the only output is is-changed, with the text "false":' \
  'outputs.missing-nodes == 0 -> true
outputs.missing-nodes < 1 -> true
outputs.is-missing == false -> true
outputs.is-changed == false -> false
outputs.is-changed && '\''yes'\'' || '\''no'\'' -> yes
contains(fromJSON('\''[0]'\''), outputs.missing-nodes) -> true' "$(node run.mjs)"
