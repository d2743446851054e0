import { expect, test } from '@jest/globals'
import { diskId, snapshotId, virtualMachineId } from '../../../src/shared/arm-id.js'
import { check, imageConfig, imageFacts, scope, source } from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/sources-exist')

test('a name is said to have been looked for as everything that it could be', () => {
  const tried = [virtualMachineId(scope, 'os'), snapshotId(scope, 'os'), diskId(scope, 'os')]
  const facts = imageFacts({ osSource: source({ kind: 'missing', tried }) })
  const [problem] = check(rule, imageConfig(), facts)
  expect(problem?.message).toContain(
    'there is no VM, snapshot or disk os in resource group rg of subscription s-1',
  )
})

test('each missing source is told at its place', () => {
  const missing = { kind: 'missing', tried: [snapshotId(scope, 'data')] } as const
  const facts = imageFacts({ dataSources: [source(missing, 0), source(missing, 1)] })
  expect(check(rule, imageConfig(), facts)).toMatchObject([
    { at: ['image', 'dataDiskSources', 0] },
    { at: ['image', 'dataDiskSources', 1] },
  ])
  expect(check(rule, imageConfig(), imageFacts())).toEqual([])
})
