import { expect, test } from '@jest/globals'
import { reasonOfRefusal } from '../../../src/plan/cleanup/refusal.js'
import { AzureFailure } from '../../../src/shared/errors.js'

const refusal = (code: string, status?: number): AzureFailure =>
  new AzureFailure({
    operation: 'delete image render-1',
    error: { code, message: 'said Azure', details: [] },
    ...(status !== undefined && { status }),
  })

test.each([
  ['ScopeLocked', 409, /a lock protects it/],
  ['RequestDisallowedByPolicy', 403, /a policy protects it/],
  ['DeleteGalleryImageVersionBlockedBeforeEndOfLife', undefined, /end of its life/],
  ['Conflict', undefined, /it is in use/],
  ['SomethingNew', 409, /it is in use.*SomethingNew: said Azure/],
  ['PreconditionFailed', 412, /somebody is changing it/],
])('%s (%s) is a reason to stay', (code, status, reason) => {
  expect(reasonOfRefusal(refusal(code, status))).toMatch(reason)
})

test.each([
  ['AuthorizationFailed', 403],
  ['InternalServerError', 500],
  ['InternalExecutionError', undefined],
])('%s (%s) is a failure', (code, status) => {
  expect(reasonOfRefusal(refusal(code, status))).toBeUndefined()
})
