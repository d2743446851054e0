import { pathText } from '../../shared/path-text.js'
import type { OfflineRule, Violation } from '../rule.js'
import { textsBelow, type Text } from '../secrets.js'

const ofGitHub = /\$\{\{[^{}]*\}\}/
/** `[parameters('size')]`, as a whole value of a template (a doubled bracket there is only a bracket). */
const ofTemplates = /^\[\s*([a-z]\w*)\([^]*\]$/i

export const expressionsAreFilledIn: OfflineRule = {
  id: 'config/expressions-are-filled-in',
  title:
    'a config file holds no expressions: GitHub fills them in in workflows only, Azure in templates',
  severity: 'warning',
  docs: 'https://docs.github.com/actions/reference/workflows-and-actions/expressions',
  needs: 'config',
  check: (config) =>
    textsBelow(config, (text) => ofGitHub.test(text) || ofTemplates.test(text)).map(problemOf),
}

function problemOf({ at, text }: Text): Violation {
  const expression = ofGitHub.exec(text)?.[0]
  if (expression === undefined) {
    const called = ofTemplates.exec(text)?.[1] ?? ''
    const message = `${pathText(at)} is the expression [${called}(…)], which only a deployment of its template fills in`
    return { at, message, help: 'write the value that it stands for' }
  }
  const message = `${pathText(at)} holds ${expression}, which nothing fills in here`
  const help = 'give the value as an input in the workflow; the input pool takes any property'
  return { at, message, help, onlyWhenInFile: true }
}
