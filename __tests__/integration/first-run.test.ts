/** What is missing is said in the first run, all of it, so that the second one can be green. */
import { describe, expect, test } from '@jest/globals'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { simulatedAzure, type Given } from '../support/recorded-run.js'

const snapshot = `/subscriptions/${defaultSubscriptionId}/resourceGroups/rg-images/providers/Microsoft.Compute/snapshots/render-os`

async function run(inputs: Given['inputs']) {
  return await simulatedAzure().run({ inputs, files: {} })
}

interface Said {
  readonly severity: string
  readonly message: string
  readonly help: string
}

function errorsIn({ outputs }: Awaited<ReturnType<typeof run>>): readonly string[] {
  const found = JSON.parse(outputs['diagnostics'] ?? '[]') as readonly Said[]
  return found.filter(({ severity }) => severity === 'error').map(({ help }) => help)
}

describe.each(['validate', 'plan', 'apply'])('%s with nothing but a snapshot', (mode) => {
  test('names everything that is missing, and is green with that', async () => {
    const first = await run({ mode, 'os-snapshot': 'render-os' })
    const said = errorsIn(first).join('\n')
    expect(first.outputs['outcome']).toBe('failed')
    const wanted = ['image-name', 'resource-group']
    for (const name of wanted) expect(said).toContain(`give ${name}`)
    expect(said.includes('subscription-id')).toBe(mode !== 'validate')
    const second = await run({
      mode,
      'os-snapshot': 'render-os',
      'image-name': 'render-2026-11-23',
      'resource-group': 'rg-images',
      ...(mode !== 'validate' && { 'subscription-id': defaultSubscriptionId }),
    })
    expect(errorsIn(second)).toEqual([])
    expect(['succeeded', 'unchanged']).toContain(second.outputs['outcome'])
  })
})

test('a pool from inputs alone: one run says all that it needs', async () => {
  const first = await run({ mode: 'plan', 'os-snapshot': snapshot, 'pool-name': 'render' })
  const said = errorsIn(first).join('\n')
  for (const name of [
    'image-name',
    'resource-group',
    'batch-account',
    'vm-size',
    'node-agent-sku-id',
  ]) {
    expect(said).toContain(name)
  }
})
