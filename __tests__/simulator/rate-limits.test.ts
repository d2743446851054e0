import { describe, expect, test } from '@jest/globals'
import { headerOf, openBench, refusalOf } from './calls.js'

const group = (name: string): { readonly body: { location: string; tags: { name: string } } } => ({
  body: { location: 'koreacentral', tags: { name } },
})

describe('Rate limits', () => {
  test('every answer says what is left of its kind', () => {
    const { call, subscription } = openBench()
    const path = `${subscription}/resourceGroups/rg-new`
    const left = 'x-ms-ratelimit-remaining-subscription-'
    expect(headerOf(call('PUT', path, group('a')), `${left}writes`)).toBe('199')
    expect(headerOf(call('GET', path), `${left}reads`)).toBe('249')
    expect(headerOf(call('GET', `${path}-none`), `${left}reads`)).toBe('248')
    expect(headerOf(call('DELETE', path), `${left}deletes`)).toBe('199')
    expect(headerOf(call('GET', '/subscriptions'), 'x-ms-ratelimit-remaining-tenant-reads')).toBe(
      '249',
    )
  })

  test('an empty bucket is 429 until time has brought a token back, and nothing is done', () => {
    const { call, subscription, clock } = openBench({
      rateLimits: { writes: { size: 2, perSecond: 0.5 } },
    })
    const path = `${subscription}/resourceGroups/rg-new`
    expect(call('PUT', path, group('a')).status).toBe(201)
    expect(call('PUT', path, group('b')).status).toBe(200)
    const refused = call('PUT', `${path}-2`, group('c'))
    expect(refusalOf(refused)).toBe('429 SubscriptionRequestsThrottled')
    expect(headerOf(refused, 'retry-after')).toBe('2')
    expect(headerOf(refused, 'x-ms-ratelimit-remaining-subscription-writes')).toBe('0')
    expect(call('GET', `${path}-2`).status).toBe(404)
    clock.advance(2000)
    expect(call('PUT', `${path}-2`, group('c')).status).toBe(201)
    expect(call('PUT', `${path}-2`, group('d')).status).toBe(429)
  })

  test('another subscription has buckets of its own', () => {
    const { call, subscription } = openBench({ rateLimits: { reads: { size: 1, perSecond: 1 } } })
    const groups = (of: string): number => call('GET', `${of}/resourceGroups`).status
    expect([groups(subscription), groups(subscription)]).toEqual([200, 429])
    expect(groups('/subscriptions/30000000-0000-4000-a000-000000000002')).toBe(200)
  })
})
