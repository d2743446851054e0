import { describe, expect, test } from '@jest/globals'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { jsonAt } from '../../src/shared/json-at.js'
import { memorySource } from './memory-source.js'

const account =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Batch/batchAccounts/renderbatch'
const config = (properties: string) =>
  `pool:\n  account: ${account}\n  name: render\n  properties:\n    vmSize: Standard_D2s_v5\n${properties.replace(/^/gm, '    ')}`

const user = config(
  'userAccounts:\n  - name: render\n    password: { fromEnvironment: RENDER_PASSWORD }',
)

async function load(text: string, mode: string, env: Record<string, string> = {}) {
  const source = memorySource({
    inputs: { config: 'pool.yml', mode, 'resource-group': 'rg' },
    files: { 'pool.yml': text },
    env,
  })
  const { configs, findings, secrets } = await loadInputs(source)
  const properties = configs[0]?.config.pool?.properties ?? {}
  return { properties, secrets, errors: findings.filter(({ severity }) => severity === 'error') }
}

describe('a secret in the environment', () => {
  test('takes the place of the reference to it, and is known as a secret', async () => {
    const { properties, secrets, errors } = await load(user, 'apply', {
      RENDER_PASSWORD: 'a b c d e f',
    })
    expect(errors).toEqual([])
    expect(properties['userAccounts']).toEqual([{ name: 'render', password: 'a b c d e f' }])
    expect(secrets).toEqual(['a b c d e f'])
  })

  test.each(['plan', 'apply'])('is missed in %s where the variable is not set', async (mode) => {
    const { errors } = await load(user, mode)
    expect(errors).toMatchObject([
      {
        rule: 'config/environment',
        message:
          'pool.properties.userAccounts[0].password is to come from the environment variable RENDER_PASSWORD, which is not set',
        at: { span: { line: 8, column: 38 } },
      },
    ])
  })

  test('is not missed in validate, which sends nothing', async () => {
    expect((await load(user, 'validate')).errors).toEqual([])
  })

  test('may hold protected settings, as JSON', async () => {
    const text = config(
      'deploymentConfiguration:\n  virtualMachineConfiguration:\n    nodeAgentSkuId: auto\n    extensions:\n      - { name: a, publisher: b, type: c, protectedSettings: { fromEnvironment: SETTINGS } }',
    )
    const { properties, errors } = await load(text, 'apply', { SETTINGS: '{"key":{"deep":1}}' })
    expect(errors).toEqual([])
    const extensions = jsonAt(
      properties,
      'deploymentConfiguration',
      'virtualMachineConfiguration',
      'extensions',
    )
    expect(extensions).toMatchObject([{ protectedSettings: { key: { deep: 1 } } }])
  })

  test('may be a signed URL, which is masked, or a setting', async () => {
    const text = config(
      'startTask:\n  commandLine: run\n  resourceFiles: [{ httpUrl: { fromEnvironment: URL_ }, filePath: a }]\n  environmentSettings: [{ name: A, value: { fromEnvironment: A } }]',
    )
    const env = { URL_: 'https://x.blob.core.windows.net/a?sig=abc', A: 'value' }
    const { properties, secrets, errors } = await load(text, 'apply', env)
    expect(errors).toEqual([])
    expect(properties['startTask']).toMatchObject({
      resourceFiles: [{ httpUrl: env.URL_ }],
      environmentSettings: [{ name: 'A', value: 'value' }],
    })
    expect(secrets).toEqual([env.URL_, 'value'])
  })

  test('is refused where the schema has no secret', async () => {
    const { errors } = await load(config('displayName: { fromEnvironment: NAME }'), 'validate')
    expect(errors.map(({ message }) => message)).toEqual([
      'pool.properties.displayName is no secret, so it cannot come from the environment',
    ])
  })

  test('needs the name of a variable', async () => {
    const { errors } = await load(user.replace('RENDER_PASSWORD', "'a-b'"), 'validate')
    expect(errors.map(({ message }) => message)).toEqual([
      "pool.properties.userAccounts[0].password refers to 'a-b', which is no name of an environment variable",
    ])
  })
})
