import { expect, test } from '@jest/globals'
import { imageId, resourceId, snapshotId } from '../../../src/shared/arm-id.js'
import { check, scope } from '../../support/image-facts.js'
import { offlineRule } from '../../support/rules.js'

const rule = offlineRule('image/given-id-is-an-image')

const definition = resourceId(scope, 'Microsoft.Compute/galleries', 'g/images/d')

test.each([imageId(scope, 'render'), definition, `${definition}/versions/1.0.0`])('%s is', (id) => {
  expect(check(rule, { image: { id } })).toEqual([])
})

test.each(['render', snapshotId(scope, 'os'), `${imageId(scope, 'render')}/`])(
  '%s is not',
  (id) => {
    const [problem] = check(rule, { image: { id } })
    expect(problem?.message).toContain(`'${id}' is`)
  },
)

test('control characters of an id are not in the message', () => {
  const type = 'Microsoft.Compute/sna\u001b[31mpshots'
  for (const id of ['a\n::error::b', resourceId(scope, type, 'os')]) {
    expect(check(rule, { image: { id } })[0]?.message).not.toMatch(/\p{Cc}/u)
  }
})

test('no image-id, no problem', () => {
  expect(check(rule, {})).toEqual([])
})
