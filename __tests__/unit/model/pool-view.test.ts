import { expect, test } from '@jest/globals'
import { poolView, type PropertyPath } from '../../../src/model/pool-view.js'

test('choices have the letter case of the schema, and what is not of its type is left out', () => {
  const written = {
    vmSize: 'standard_d2s_v5',
    interNodeCommunication: 'ENABLED',
    taskSlotsPerNode: '4',
    notAProperty: 1,
    startTask: { commandLine: 5, waitForSuccess: false },
    networkConfiguration: { publicIPAddressConfiguration: { provision: 'nopublicipaddresses' } },
    userAccounts: [{ name: 'a', elevationLevel: 'admin' }, 'no map'],
    metadata: {},
  }
  expect(poolView(written)).toEqual({
    vmSize: 'standard_d2s_v5',
    interNodeCommunication: 'Enabled',
    startTask: { waitForSuccess: false },
    networkConfiguration: { publicIPAddressConfiguration: { provision: 'NoPublicIPAddresses' } },
    userAccounts: [{ name: 'a', elevationLevel: 'Admin' }, null],
  })
})

test('a key that the schema does not have is no path in it', () => {
  const paths: readonly PropertyPath[] = [
    ['startTask', 'commandLine'],
    // @ts-expect-error misspelled
    ['startTask', 'comandLine'],
    // @ts-expect-error on the wrong level
    ['commandLine'],
  ]
  expect(paths).toHaveLength(3)
})
