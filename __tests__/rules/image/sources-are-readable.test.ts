import { expect, test } from '@jest/globals'
import { AzureFailure } from '../../../src/shared/errors.js'
import { snapshotId } from '../../../src/shared/arm-id.js'
import { check, imageConfig, imageFacts, scope, source } from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/sources-are-readable')

const failure = new AzureFailure({
  operation: 'read snapshot os',
  status: 403,
  error: { code: 'AuthorizationFailed', message: 'no right to read', details: [] },
})
const assumed = { kind: 'snapshot', id: snapshotId(scope, 'os') } as const

test('a source that may not be read is an error that says why', () => {
  const facts = imageFacts({ osSource: source({ kind: 'unreadable', failure, assumed }) })
  const [problem] = check(rule, imageConfig(), facts)
  expect(problem?.message).toContain('AuthorizationFailed: no right to read')
  expect(problem?.help).toContain('Reader')
  expect(problem?.severity).toBeUndefined()
})

test('in a plan an id is only warned of; a name cannot be told at all', () => {
  const id = source({ kind: 'unreadable', failure, assumed })
  const name = source({ kind: 'unreadable', failure })
  const facts = imageFacts({ mode: 'plan', osSource: id, dataSources: [name] })
  const problems = check(rule, imageConfig(), facts)
  expect(problems.map(({ severity }) => severity)).toEqual(['warning', undefined])
})

test('what was read is fine', () => {
  expect(check(rule, imageConfig(), imageFacts())).toEqual([])
})
