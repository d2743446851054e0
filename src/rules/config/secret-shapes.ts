import { pathText } from '../../shared/path-text.js'
import type { OfflineRule } from '../rule.js'
import { secretFieldAt, secretShapeOf, textsBelow } from '../secrets.js'

export const secretShapes: OfflineRule = {
  id: 'config/secret-shapes',
  title: 'nothing in a config file looks like a signature, key or token',
  severity: 'warning',
  docs: 'https://docs.github.com/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions',
  needs: 'config',
  check: (config) =>
    textsBelow(config, isSecret).flatMap(({ at, text }) => {
      const what = secretFieldAt(at) === undefined ? secretShapeOf(text) : undefined
      if (what === undefined) return []
      const message = `${pathText(at)} looks like ${what}`
      const help =
        'take it out of the file and make a new one: whoever can read the repository has it; let nodes sign in with an identity of the pool, or give the value as an input from a secret'
      return [{ at, message, help, onlyWhenInFile: true }]
    }),
}

function isSecret(text: string): boolean {
  return secretShapeOf(text) !== undefined
}
