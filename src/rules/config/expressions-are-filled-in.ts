import { pathText } from '../../shared/path-text.js'
import type { OfflineRule } from '../rule.js'
import { textsBelow } from '../secrets.js'

const expressions = /\$\{\{[^{}]*\}\}/

export const expressionsAreFilledIn: OfflineRule = {
  id: 'config/expressions-are-filled-in',
  title: 'a config file holds no expressions: GitHub fills them in in workflows only',
  severity: 'warning',
  docs: 'https://docs.github.com/actions/reference/workflows-and-actions/expressions',
  needs: 'config',
  check: (config) =>
    textsBelow(config, (text) => expressions.test(text)).flatMap(({ at, text }) => {
      const expression = expressions.exec(text)?.[0]
      if (expression === undefined) return []
      const message = `${pathText(at)} holds ${expression}, which nothing fills in here`
      const help = 'give the value as an input in the workflow; the input pool takes any property'
      return [{ at, message, help, onlyInFiles: true }]
    }),
}
