import { secretShapeOf } from '../../secrets/shapes.js'
import type { Config } from '../../inputs/config.js'
import { pathText } from '../../shared/path-text.js'
import { showValue } from '../../shared/show-value.js'
import { isPlaceholder, isSecretVariable, secretFieldAt, textsBelow } from '../kit/secrets.js'
import { poolItems, poolPath } from '../kit/values.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

/** Where a secret is found, not the secret: a path, a plain address, another variable. */
const elsewhere = /^(\/|[a-z]+:\/\/[^?@]*$|[$%@])/i

export const configSecretsRules = rulesOn('config', [
  {
    id: 'config/secret-fields',
    title: 'a password or key is written in a config file',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/security-best-practices',
    check: (config) => [ofFields(config), ofEnvironment(config)],
  },
  {
    id: 'config/secret-shapes',
    title: 'a value in a config looks like a signature, key or token',
    severity: 'warning',
    docs: 'https://docs.github.com/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions',
    check: (config) =>
      textsBelow(config, isSecret).flatMap(({ at, text }) => {
        const what = secretFieldAt(at) === undefined ? secretShapeOf(text) : undefined
        if (what === undefined) return []
        const message = `${pathText(at)} looks like ${what}`
        const help =
          'take it out of the file and make a new one: whoever can read the repository has it; let nodes sign in with an identity of the pool, or give the value as an input from a secret'
        return { at, message, help, onlyWhenInFile: true }
      }),
  },
])

function ofFields({ pool }: Config): Found {
  return textsBelow(pool?.properties).flatMap(({ at: path, text }): Found => {
    const field = secretFieldAt(path)
    if (field === undefined || isPlaceholder(text)) return []
    const at = poolPath(...path)
    const message = `${pathText(at)} holds ${field.what} in plain text`
    return { at, message, help: field.instead, onlyWhenInFile: true }
  })
}

function ofEnvironment(config: Config): Found {
  const items = poolItems(config, 'startTask', 'environmentSettings')
  return items.flatMap(({ at, item: { name, value } }): Found => {
    if (typeof name !== 'string' || typeof value !== 'string' || !isSecretVariable(name)) return []
    if (isPlaceholder(value) || elsewhere.test(value) || secretShapeOf(value) !== undefined) {
      return [] // the shape is another rule's to tell
    }
    const message = `the environment setting ${showValue(name)} of the start task seems to hold a secret in plain text`
    const help =
      "let the task fetch it with an identity of the pool, from a key vault for example; else give it with the input pool, from a secret of the repository: pool: '…${{ secrets.NAME }}…'"
    return { at: [...at, 'value'], message, help, onlyWhenInFile: true }
  })
}

function isSecret(text: string): boolean {
  return secretShapeOf(text) !== undefined
}
