import { describe, expect, test } from '@jest/globals'
import { bodyCheck, holds, toModel } from '../../../src/azure/sent-body.js'

describe('toModel', () => {
  test('lays properties flat and makes dates of end-of-life dates, at any depth', () => {
    const body = {
      location: 'l',
      properties: {
        publishingProfile: { endOfLifeDate: '2027-01-02' },
        endOfLifeDate: '2027-01-01',
      },
    }
    expect(toModel(body)).toEqual({
      location: 'l',
      publishingProfile: { endOfLifeDate: new Date('2027-01-02') },
      endOfLifeDate: new Date('2027-01-01'),
    })
  })
})

describe('bodyCheck', () => {
  const sent = { location: 'l', properties: { a: [{ b: 1 }], endOfLifeDate: '2027-01-01' } }

  test('passes the same body, dates in another form', () => {
    const wire = {
      properties: { endOfLifeDate: '2027-01-01T00:00:00.000Z', a: [{ b: 1 }] },
      location: 'l',
    }
    expect(() => {
      bodyCheck(sent)(JSON.stringify(wire))
    }).not.toThrow()
  })

  test.each([
    [
      'drops',
      { location: 'l', properties: { a: [{}], endOfLifeDate: '2027-01-01' } },
      'properties.a[0].b',
    ],
    ['adds', { ...sent, kind: 'x' }, 'kind'],
    ['changes', { ...sent, location: 'm' }, 'location'],
    [
      'moves the date of',
      { location: 'l', properties: { a: [{ b: 1 }], endOfLifeDate: '2028-01-01' } },
      'endOfLifeDate',
    ],
    ['empties', { location: 'l' }, 'properties'],
  ])('names what the SDK %s', (_, wire, path) => {
    expect(() => {
      bodyCheck(sent)(JSON.stringify(wire))
    }).toThrow(path)
  })
})

describe('holds', () => {
  const sent = {
    location: 'Korea Central',
    tags: { run: '1' },
    identity: { userAssignedIdentities: { '/subscriptions/S/id': {} } },
    properties: {
      vmSize: 'STANDARD_D4S_V5',
      list: [{ id: '/A' }],
      none: null,
      off: false,
      empty: [],
    },
  }
  const there = {
    id: 'x',
    location: 'koreacentral',
    tags: { run: '1' },
    identity: { userAssignedIdentities: { '/subscriptions/s/ID': { principalId: 'p' } } },
    properties: { vmSize: 'standard_d4s_v5', list: [{ id: '/a', more: 1 }], state: 'Steady' },
  }

  test('sees through letter case, region names, and what the service adds or leaves out', () => {
    expect(holds(there, sent)).toBe(true)
  })

  test.each([
    ['another value', { ...there, tags: { run: '2' } }],
    ['a property that is missing', { ...there, tags: undefined }],
    ['a longer list', { ...there, properties: { ...there.properties, list: [{ id: '/a' }, {}] } }],
    ['another type', { ...there, properties: 'x' }],
  ])('tells %s', (_, other) => {
    expect(holds(JSON.parse(JSON.stringify(other)) as never, sent)).toBe(false)
  })

  test('does not look for secrets, which no service shows', () => {
    expect(holds({ users: [{ name: 'a' }] }, { users: [{ name: 'a', password: 'p' }] })).toBe(true)
  })
})
