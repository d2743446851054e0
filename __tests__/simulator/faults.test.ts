import { createHttpHeaders, createPipelineRequest, RestError } from '@azure/core-rest-pipeline'
import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../src/simulator/kernel.js'
import { textAt } from '../../src/simulator/json.js'
import { headerOf, openBench, refusalOf } from './calls.js'

const location = 'koreacentral'
const properties = { creationData: { createOption: 'Empty' }, diskSizeGB: 1 }

describe('Faults', () => {
  test('the k-th request meets it, sign-in is not counted', () => {
    const { call, compute, simulator } = openBench({ faults: [{ atRequest: 2, status: 503 }] })
    const snapshot = `${compute}/snapshots/render-os`
    const tenant = `/${simulator.tenantId}/v2.0/.well-known/openid-configuration`
    const statuses = [snapshot, tenant, snapshot, snapshot].map((path) => call('GET', path).status)
    expect(statuses).toEqual([200, 200, 503, 200])
  })

  test.each<[string, Fault]>([
    ['on', { on: 'get .*/SNAPSHOTS/render-os$' }],
    ['method and path', { method: 'get', path: '/sub.*/snapshots/render-os' }],
  ])('an operation meets it by %s, others do not', (_, fault) => {
    const { call, compute } = openBench({ faults: [{ ...fault, status: 409, times: 2 }] })
    const paths = [
      'disks/render-vm-os',
      'snapshots/render-os',
      'snapshots/render-os',
      'snapshots/render-os',
    ]
    const statuses = paths.map((path) => call('GET', `${compute}/${path}`).status)
    expect(statuses).toEqual([200, 409, 409, 200])
  })

  test('a page of a list meets it by its query', () => {
    const { call, compute } = openBench({
      pageSize: 2,
      faults: [{ query: 'skiptoken', status: 403 }],
    })
    const first = call('GET', `${compute}/snapshots`)
    expect(first.status).toBe(200)
    const next = textAt(first.body, 'nextLink') ?? ''
    expect([call('GET', next).status, call('GET', next).status]).toEqual([403, 200])
  })

  test('an answer can be late: the real one, or that of the fault', async () => {
    const delaySeconds = 0.01
    const { call, compute, simulator } = openBench({ faults: [{ delaySeconds, times: 2 }] })
    const path = `${compute}/snapshots/render-os`
    expect(call('GET', path)).toMatchObject({ status: 200, delaySeconds })
    const url = `https://management.azure.com${path}?api-version=2025-01-02`
    const waited = await simulator.httpClient().sendRequest(createPipelineRequest({ url }))
    expect(waited.status).toBe(200)
    simulator.faults.add({ delaySeconds: 3600 })
    const abort = new AbortController()
    const given = createPipelineRequest({ url, abortSignal: abort.signal })
    const waiting = simulator.httpClient().sendRequest(given)
    setImmediate(() => {
      abort.abort()
    })
    await expect(waiting).rejects.toThrow('aborted')
    simulator.faults.add({ delaySeconds, status: 503 })
    expect(call('GET', path)).toMatchObject({ status: 503, delaySeconds })
  })

  test('it can be aimed at sign-in', () => {
    const { call, simulator } = openBench({ faults: [{ on: 'openid-configuration', status: 500 }] })
    const path = `/${simulator.tenantId}/v2.0/.well-known/openid-configuration`
    expect([call('GET', path).status, call('GET', path).status]).toEqual([500, 200])
  })

  test('status, headers and body are as given; without a body it is that of Resource Manager', () => {
    const { call, compute, simulator } = openBench()
    simulator.faults.add({ status: 429, headers: { 'Retry-After': '7' } })
    const throttled = call('GET', `${compute}/images`)
    expect(refusalOf(throttled)).toBe('429 TooManyRequests')
    expect(headerOf(throttled, 'retry-after')).toBe('7')
    simulator.faults.add({ status: 502, headers: { 'Content-Type': 'text/html' }, text: '<h1>' })
    const ofProxy = call('GET', `${compute}/images`)
    expect(ofProxy).toMatchObject({ status: 502, text: '<h1>' })
    expect(ofProxy).not.toHaveProperty('body')
    expect(headerOf(ofProxy, 'content-type')).toBe('text/html')
    simulator.faults.add({ status: 400, body: { error: { code: 'Mine', message: 'm' } } })
    expect(refusalOf(call('GET', `${compute}/images`))).toBe('400 Mine')
  })

  test('a reset loses the request, or only its answer', () => {
    const { call, compute, simulator } = openBench()
    const body = { location, properties }
    simulator.faults.add({ break: 'reset' })
    expect(call('PUT', `${compute}/snapshots/new`, { body }).break).toBe('reset')
    expect(call('GET', `${compute}/snapshots/new`).status).toBe(404)
    simulator.faults.add({ break: 'reset', takesEffect: true })
    expect(call('PUT', `${compute}/snapshots/new`, { body }).break).toBe('reset')
    expect(call('GET', `${compute}/snapshots/new`).status).toBe(200)
  })

  test('a truncated answer is of a request that was carried out', () => {
    const { call, compute, simulator } = openBench()
    simulator.faults.add({ break: 'truncate' })
    call('PUT', `${compute}/snapshots/new`, { body: { location, properties } })
    expect(call('GET', `${compute}/snapshots/new`).status).toBe(200)
  })

  test.each([
    ['refused', 'ECONNREFUSED'],
    ['reset', 'ECONNRESET'],
    ['timeout', 'ETIMEDOUT'],
    ['truncate', 'PARSE_ERROR'],
  ] as const)('in memory a %s is the %s that the SDK raises', async (kind, code) => {
    const { simulator, compute } = openBench({ faults: [{ break: kind }] })
    const url = `https://management.azure.com${compute}/images?api-version=2026-03-01`
    const sent = simulator.httpClient().sendRequest(createPipelineRequest({ url }))
    const error: unknown = await sent.catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(RestError)
    expect(error).toHaveProperty('code', code)
  })

  test('an operation that fails does so once, and only where it is aimed at', () => {
    const operationFails = { code: 'Bad', message: 'm' }
    const { call, compute, clock } = openBench({
      faults: [{ on: 'PUT .*/disks/', operationFails }],
    })
    const state = (path: string) => call('GET', path).body
    call('PUT', `${compute}/snapshots/a`, { body: { location, properties } })
    call('PUT', `${compute}/disks/b`, { body: { location, properties } })
    call('PUT', `${compute}/disks/c`, { body: { location, properties } })
    clock.advance(10_000)
    const succeeded = { properties: { provisioningState: 'Succeeded' } }
    expect(state(`${compute}/snapshots/a`)).toMatchObject(succeeded)
    expect(state(`${compute}/disks/b`)).toMatchObject({
      properties: { provisioningState: 'Failed' },
    })
    expect(state(`${compute}/disks/c`)).toMatchObject(succeeded)
  })
})

describe('Transcript', () => {
  test('is stable text without tokens, signatures or sign-in', () => {
    const { call, compute, simulator, subscription } = openBench()
    const headers = { authorization: 'Bearer very-secret', 'if-none-match': '*' }
    call('POST', `/${simulator.tenantId}/oauth2/v2.0/token`)
    const accepted = call('PUT', `${compute}/disks/new`, {
      headers,
      body: { location, properties },
    })
    call('GET', headerOf(accepted, 'azure-asyncoperation'))
    call('GET', `${compute}/disks/no%20pe`)
    const operation = `${subscription}/providers/Microsoft.Compute/locations/koreacentral/DiskOperations`
    expect(simulator.transcript.text()).toBe(
      [
        `PUT ${compute}/disks/new?api-version=2025-01-02 -> 202`,
        `GET ${operation}/105b0d26-c645-4211-aac5-15a13ab7edc3?api-version=2025-01-02 -> 200`,
        `GET ${compute}/disks/no%20pe?api-version=2025-01-02 -> 404`,
      ].join('\n'),
    )
    expect(simulator.transcript.writes()).toEqual([
      {
        method: 'PUT',
        path: `${compute}/disks/new`,
        apiVersion: '2025-01-02',
        status: 202,
        body: { location, properties },
        ifNoneMatch: '*',
      },
    ])
    expect(JSON.stringify(simulator.transcript.entries)).not.toContain('secret')
  })
})

describe('Time', () => {
  test('waits are the pace of the real service divided by the speed', () => {
    const slow = openBench()
    slow.call('PUT', `${slow.compute}/disks/new`, { body: { location, properties } })
    const answer = slow.call('GET', `${slow.compute}/disks/new`)
    expect(headerOf(answer, 'retry-after-ms')).toBe('2000')
    expect(headerOf(answer, 'retry-after')).toBe('2')
  })

  test('what is in memory answers an aborted request with an AbortError', async () => {
    const { simulator, compute } = openBench()
    const url = `https://management.azure.com${compute}/images?api-version=2026-03-01`
    const headers = createHttpHeaders()
    const request = createPipelineRequest({ url, headers, abortSignal: AbortSignal.abort() })
    await expect(simulator.httpClient().sendRequest(request)).rejects.toHaveProperty(
      'name',
      'AbortError',
    )
  })
})
