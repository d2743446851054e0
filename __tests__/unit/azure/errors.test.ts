import { describe, expect, test } from '@jest/globals'
import { createHttpHeaders, createPipelineRequest, RestError } from '@azure/core-rest-pipeline'
import { detailOfBody, failureOfResponse, toThrowable } from '../../../src/azure/errors.js'
import { readPoolState } from '../../../src/model/pool-state.js'
import { AzureFailure } from '../../../src/shared/errors.js'

const about = { operation: 'create image x', resource: '/subscriptions/s' }
const signal = new AbortController().signal

describe("detailOfBody keeps the service's structure", () => {
  test.each([
    [
      "ARM's nested details",
      {
        error: {
          code: 'BadRequest',
          message: 'm',
          target: 't',
          details: [{ code: 'Reason', message: 'r', details: [{ code: 'Deep', message: 'd' }] }],
        },
      },
      {
        code: 'BadRequest',
        message: 'm',
        target: 't',
        details: [
          { code: 'Reason', message: 'r', details: [{ code: 'Deep', message: 'd', details: [] }] },
        ],
      },
    ],
    [
      'an error without a wrapper',
      { code: 'NotFound', message: 'm' },
      { code: 'NotFound', message: 'm', details: [] },
    ],
    [
      "the data plane's OData error",
      {
        'odata.metadata': 'https://a/$metadata',
        code: 'AuthorizationFailure',
        message: { lang: 'en-US', value: 'no' },
        values: [{ key: 'Reason', value: 'network' }],
      },
      {
        code: 'AuthorizationFailure',
        message: 'no',
        details: [{ code: 'Reason', message: 'network', details: [] }],
      },
    ],
    [
      "Compute's inner error",
      {
        error: { code: 'A', message: 'm', innererror: { exceptiontype: 'X', errordetail: 'why' } },
      },
      { code: 'A', message: 'm', details: [{ code: 'X', message: 'why', details: [] }] },
    ],
    [
      'an inner error within an inner error',
      { error: { code: 'A', message: 'm', innererror: { code: 'B', innererror: { code: 'C' } } } },
      {
        code: 'A',
        message: 'm',
        details: [
          {
            code: 'B',
            message: '{"code":"B","innererror":{"code":"C"}}',
            details: [{ code: 'C', message: '{"code":"C"}', details: [] }],
          },
        ],
      },
    ],
    [
      'what a policy adds',
      {
        error: {
          code: 'RequestDisallowedByPolicy',
          message: 'm',
          additionalInfo: [{ type: 'PolicyViolation', info: { policyAssignmentName: 'p' } }],
        },
      },
      {
        code: 'RequestDisallowedByPolicy',
        message: 'm',
        details: [
          { code: 'PolicyViolation', message: '{"policyAssignmentName":"p"}', details: [] },
        ],
      },
    ],
    [
      'a sign-in error',
      { error: 'invalid_client', error_description: 'AADSTS1' },
      { code: 'invalid_client', message: 'AADSTS1', details: [] },
    ],
  ])('%s', (_, body, detail) => {
    expect(detailOfBody(JSON.stringify(body), 'HTTP 400')).toEqual(detail)
  })

  test("a gateway's HTML page: its text", () => {
    const page = '<html><head><title>502</title></head><body>Bad  Gateway</body></html>'
    expect(detailOfBody(page, 'HTTP 502')).toEqual({
      code: 'HTTP 502',
      message: '502 Bad Gateway',
      details: [],
    })
  })

  test('nothing at all: the status as code', () => {
    expect(detailOfBody('', 'HTTP 503')).toMatchObject({ code: 'HTTP 503' })
  })
})

test('a failure names the ids that Microsoft wants in a ticket', () => {
  const headers = createHttpHeaders({
    'x-ms-request-id': 'r',
    'x-ms-correlation-request-id': 'c',
  })
  expect(failureOfResponse({ status: 409, headers, bodyAsText: '{}' }, about)).toMatchObject({
    status: 409,
    requestId: 'r',
    correlationId: 'c',
    operation: 'create image x',
    resource: '/subscriptions/s',
  })
})

test('a SAS that the service repeats in its message is not passed on', () => {
  const message = 'cannot read https://a.blob.core.windows.net/v/os.vhd?sv=1&sig=SECRET'
  const headers = createHttpHeaders()
  const bodyAsText = JSON.stringify({ error: { code: 'A', message } })
  const failure = failureOfResponse({ status: 400, headers, bodyAsText }, about)
  expect(failure.message).not.toContain('SECRET')
})

describe('without an answer', () => {
  const request = createPipelineRequest({ url: 'https://example.com' })

  test('the failure has the code of the connection and no status', () => {
    const error = new RestError('getaddrinfo ENOTFOUND host', { code: 'ENOTFOUND', request })
    const failure = toThrowable(error, about, { signal })
    expect(failure).toBeInstanceOf(AzureFailure)
    expect(failure).toMatchObject({
      status: undefined,
      error: { code: 'ENOTFOUND', message: 'no answer: getaddrinfo ENOTFOUND host' },
    })
  })

  test('an untrusted certificate says how to trust it', () => {
    const code = 'SELF_SIGNED_CERT_IN_CHAIN'
    const error = new RestError('self-signed certificate in certificate chain', { code, request })
    expect(toThrowable(error, about, { signal })).toMatchObject({
      error: { message: expect.stringContaining('NODE_EXTRA_CA_CERTS') as unknown as string },
    })
  })
})

test('an abort is told by its reason, whatever the client threw', () => {
  const controller = new AbortController()
  const reason = new Error('stopped by SIGINT')
  controller.abort(reason)
  expect(toThrowable(new Error('x'), about, { signal: controller.signal })).toBe(reason)
})

test('a mistake of ours stays what it is', () => {
  const bug = new TypeError('x is not a function')
  expect(toThrowable(bug, about, { signal })).toBe(bug)
})

test('what a pool shows of an error is read like what an answer says', () => {
  const error = {
    code: 'AllocationFailed',
    message: { lang: 'en-US', value: 'm' },
    values: [{ name: 'Reason', value: 'r' }],
    innererror: { exceptiontype: 'Quota', errordetail: 'd' },
  }
  const { resizeErrors } = readPoolState({ resizeOperationStatus: { errors: [error] } })
  expect(resizeErrors).toEqual([detailOfBody(JSON.stringify({ error }), '')])
})
