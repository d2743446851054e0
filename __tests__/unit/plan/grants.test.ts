import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { allows } from '../../../src/model/allows.js'
import { groupScope } from '../../../src/plan/grants.js'

const action = 'Microsoft.Batch/batchAccounts/pools/write'
const grant = (actions: readonly string[], notActions: readonly string[] = []) => ({
  actions,
  notActions,
})

describe('grants', () => {
  test.each([
    '*',
    '*/write',
    'microsoft.batch/*',
    'Microsoft.Batch/*/write',
    'Microsoft.Batch/batchAccounts/pools/*',
    'M*t.B*h/*s/pools/w*e',
    action,
  ])('%s has it', (pattern) => {
    expect(allows([grant([pattern])], action)).toBe(true)
  })

  test.each([
    '',
    '*/read',
    'Microsoft.Batch/batchAccounts',
    `${action}/x`,
    `x${action}`,
    'w*te*te',
  ])('"%s" does not', (pattern) => {
    expect(allows([grant([pattern])], action)).toBe(false)
  })

  test('take out only of themselves', () => {
    const less = grant(['*'], ['Microsoft.Batch/*'])
    expect(allows([less], action)).toBe(false)
    expect(allows([less, grant(['*/pools/write'])], action)).toBe(true)
  })

  test('match as the pattern does, read as a regular expression', () => {
    const word = fc.stringMatching(/^[ab/]{0,8}$/)
    fc.assert(
      fc.property(fc.stringMatching(/^[ab/*]{0,8}$/), word, (pattern, text) => {
        const wanted = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text)
        expect(allows([grant([pattern])], text)).toBe(wanted)
      }),
    )
  })
})

test('the scope above a resource is its group, and a group is its own', () => {
  const group = '/subscriptions/s/resourceGroups/g'
  expect(groupScope(`${group}/providers/Microsoft.Compute/galleries/x`)).toBe(group)
  expect(groupScope(group)).toBe(group)
})
