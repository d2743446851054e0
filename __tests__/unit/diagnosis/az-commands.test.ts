/** No command of a remedy can act on another subscription than the one that the error is of. */
import { describe, expect, test } from '@jest/globals'
import { capabilityEntries } from '../../../src/diagnosis/catalogue-capabilities.js'
import { connectionEntries } from '../../../src/diagnosis/catalogue-connection.js'
import {
  allUnusable,
  nodeEntries,
  silentNode,
  startTaskEntries,
  stateEntries,
} from '../../../src/diagnosis/catalogue-node.js'
import { poolEntries } from '../../../src/diagnosis/catalogue-pool.js'
import { reasonEntries } from '../../../src/diagnosis/catalogue-reasons.js'
import { requestEntries, statusEntries } from '../../../src/diagnosis/catalogue-request.js'
import { providerEntries, resizeEntries } from '../../../src/diagnosis/catalogue-resize.js'
import { signInEntries } from '../../../src/diagnosis/catalogue-sign-in.js'
import { fillIn, type About, type Entry } from '../../../src/diagnosis/catalogue.js'
import { explainAzureFailure } from '../../../src/diagnosis/explain-azure-failure.js'
import { explainResizeError } from '../../../src/diagnosis/explain-resize-error.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import { unboundCommands } from '../../support/az-commands.js'

const subscription = '30000000-0000-4000-a000-000000000001'
const resource = `/subscriptions/${subscription}/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/renderbatch/pools/render`

const tables: Readonly<Record<string, readonly Entry[]>> = {
  ...{ capabilityEntries, connectionEntries, nodeEntries, startTaskEntries, stateEntries },
  ...{ poolEntries, reasonEntries, requestEntries, statusEntries, providerEntries, resizeEntries },
  ...{ signInEntries, whole: [allUnusable, silentNode] },
}

const remedies = (about: About) =>
  Object.values(tables).flatMap((table) =>
    table.flatMap((entry) => {
      const { remedy, remedyWithoutNodes = '', guess } = fillIn(entry, about)
      return [remedy, remedyWithoutNodes, guess?.remedy ?? '']
    }),
  )

test('the scan sees what is not bound', () => {
  expect(unboundCommands('run `az vm delete -n x`, then az group list --subscription s')).toEqual([
    'vm delete -n x`, then ',
  ])
  expect(unboundCommands('az vm start --ids /subscriptions/s/x; az disk update --ids x')).toEqual([
    'disk update --ids x',
  ])
})

describe.each([
  ['the pool is known', { text: 'm', resource, region: 'koreacentral' }, subscription],
  ['nothing is known', { text: 'm' }, '<subscription>'],
] as const)('where %s', (_, about, named) => {
  test('every command of every remedy names a subscription', () => {
    const all = remedies(about)
    expect(all.flatMap(unboundCommands)).toEqual([])
    const commands = all.filter((remedy) => /\baz \w/.test(remedy))
    expect(commands.length).toBeGreaterThan(10)
    for (const remedy of commands.filter((one) => one.includes('--subscription'))) {
      expect(remedy).toContain(`--subscription ${named}`)
    }
  })
})

test('what is explained says the subscription of what it is about', () => {
  const code = 'UnsupportedVMSize'
  const error = { code, message: 'm', details: [] }
  expect(explainResizeError(error, { resource }).remedy).toContain(`--subscription ${subscription}`)
  const failure = new AzureFailure({
    operation: 'create pool render',
    ...{ status: 409, resource: `/subscriptions/${subscription}` },
    error: { ...error, code: 'MissingSubscriptionRegistration' },
  })
  expect(explainAzureFailure(failure).remedy).toContain(`--subscription ${subscription}`)
})
