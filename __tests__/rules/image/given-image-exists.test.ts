import { expect, test } from '@jest/globals'
import type { ManagedImage } from '../../../src/ports/azure.js'
import { check, existingImage } from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/given-image-exists')

const given = (image?: ManagedImage) => ({
  given: {
    kind: 'managed-image' as const,
    id: existingImage().id,
    ...(image !== undefined && { image }),
  },
})

test('an image that is missing or has failed cannot be used', () => {
  expect(check(rule, {}, given())).toMatchObject([{ at: ['image', 'id'] }])
  const failed = existingImage({ provisioningState: 'Failed' })
  expect(check(rule, {}, given(failed))).toMatchObject([
    { message: `image ${failed.id} is in state Failed` },
  ])
})

test('one that is there, or on its way, can', () => {
  expect(check(rule, {}, given(existingImage()))).toEqual([])
  expect(check(rule, {}, given(existingImage({ provisioningState: 'Creating' })))).toEqual([])
  expect(check(rule, {}, {})).toEqual([])
})
