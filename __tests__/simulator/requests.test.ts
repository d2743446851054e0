import { describe, expect, test } from '@jest/globals'
import { isObject, objectsAt, textAt } from '../../src/simulator/json.js'
import { bodyOf, headerOf, openBench, propertiesOf, refusalOf } from './calls.js'

describe('Requests', () => {
  test.each([
    ['', '400 MissingApiVersionParameter'],
    ['2001-01-01', '400 NoRegisteredProviderFound'],
  ])('api-version "%s" of an image is refused', (version, refusal) => {
    const { call, compute } = openBench()
    expect(refusalOf(call('GET', `${compute}/images`, { version }))).toBe(refusal)
  })

  test('an unknown api-version of a resource group is refused with the known ones', () => {
    const { call, subscription } = openBench()
    const answer = call('GET', `${subscription}/resourceGroups`, { version: '2001-01-01' })
    expect(refusalOf(answer)).toBe('400 InvalidApiVersionParameter')
    expect(textAt(bodyOf(answer), 'error', 'message')).toContain('2021-04-01')
  })

  test.each([
    ['/subscriptions/no-guid/resourceGroups', '400 InvalidSubscriptionId'],
    [
      '/subscriptions/99999999-0000-4000-a000-000000000000/resourceGroups',
      '404 SubscriptionNotFound',
    ],
  ])('%s is %s', (path, refusal) => {
    expect(refusalOf(openBench().call('GET', path))).toBe(refusal)
  })

  test('a missing group, parent or resource is told apart', () => {
    const { call, subscription, compute } = openBench()
    const compute2 = `${subscription}/resourceGroups/nowhere/providers/Microsoft.Compute`
    expect(refusalOf(call('GET', `${compute2}/images/a`))).toBe('404 ResourceGroupNotFound')
    expect(refusalOf(call('PUT', `${compute}/galleries/nope/images/a`, { body: {} }))).toBe(
      '404 ParentResourceNotFound',
    )
    const missing = call('GET', `${compute}/images/nope`)
    expect(refusalOf(missing)).toBe('404 ResourceNotFound')
    expect(headerOf(missing, 'x-ms-failure-cause')).toBe('gateway')
    expect(textAt(bodyOf(missing), 'error', 'message')).toContain(
      "'Microsoft.Compute/images/nope' under resource group 'rg-images'",
    )
  })

  test('ids match in any letter case and come back as they were made', () => {
    const { call, compute } = openBench()
    const answer = call('GET', `${compute}/snapshots/render-os`.toUpperCase())
    expect(bodyOf(answer)['id']).toBe(`${compute}/snapshots/render-os`)
  })

  test('a write that spells them otherwise leaves them as they were made', () => {
    const { call, compute, subscription } = openBench()
    const group = call('PUT', `${subscription}/resourceGroups/RG-IMAGES`, {
      body: { location: 'koreacentral' },
    })
    expect(bodyOf(group)).toMatchObject({
      id: `${subscription}/resourceGroups/rg-images`,
      name: 'rg-images',
    })
    const properties = { creationData: { createOption: 'Empty' }, diskSizeGB: 8 }
    const body = { location: 'koreacentral', properties }
    call('PUT', `${compute}/snapshots/mine`, { body })
    const again = call('PUT', `${compute}/snapshots/MINE`, { body })
    expect(bodyOf(again)).toMatchObject({ id: `${compute}/snapshots/mine`, name: 'mine' })
  })

  test('a GET that ends where a name should be lists the collection', () => {
    const { call, compute } = openBench()
    const names = objectsAt(bodyOf(call('GET', `${compute}/virtualMachines/`)), 'value')
    expect(names.map(({ name }) => name)).toEqual(['render-vm'])
  })

  test('a name with a space or a scheme is looked up, not misread', () => {
    const { call, compute } = openBench()
    expect(refusalOf(call('GET', `${compute}/virtualMachines/https%3A`))).toBe(
      '404 ResourceNotFound',
    )
    expect(refusalOf(call('GET', `${compute}/snapshots/my%20disk`))).toBe('404 ResourceNotFound')
  })

  test('an action that the caller lacks is 403 and names action and scope', () => {
    const { call, compute } = openBench({ denied: ['Microsoft.Compute/virtualMachines/*'] })
    const answer = call('GET', `${compute}/virtualMachines/render-vm`)
    expect(refusalOf(answer)).toBe('403 AuthorizationFailed')
    expect(textAt(bodyOf(answer), 'error', 'message')).toContain(
      `'Microsoft.Compute/virtualMachines/read' over scope '${compute}/virtualMachines/render-vm'`,
    )
    expect(call('GET', `${compute}/snapshots/render-os`).status).toBe(200)
  })

  test.each([
    ['{', 'application/json', '400 InvalidRequestContent'],
    ['[]', 'application/json; charset=utf-8', '400 InvalidRequestContent'],
    ['{}', 'text/plain', '415 UnsupportedMediaType'],
    ['{}', undefined, '415 UnsupportedMediaType'],
  ])('the body %s of type %s is refused', (body, type, refusal) => {
    const { simulator, compute } = openBench()
    const url = new URL(`https://a${compute}/images/i?api-version=2026-03-01`)
    const headers = type === undefined ? {} : { 'content-type': type }
    expect(refusalOf(simulator.handle({ method: 'PUT', url, headers, body }))).toBe(refusal)
    url.searchParams.delete('api-version')
    expect(refusalOf(simulator.handle({ method: 'PUT', url, headers, body }))).toBe(
      '400 MissingApiVersionParameter',
    )
  })

  test.each([
    ["the query parameter '$filter'", 'images?$filter=name eq 1'],
    ["the query parameter 'expand'", 'images/i?expand=all'],
    ['$expand=resiliencyView', 'virtualMachines/render-vm?$expand=resiliencyView'],
    ["the query parameter '$top'", 'snapshots?$top=3'],
    ['$skiptoken=all', 'snapshots?$skiptoken=all'],
    ["$filter=name eq 'x'", "skus?$filter=name eq 'x'"],
  ])('a query that nobody heeds has no behaviour: %s', (what, path) => {
    const { call, compute, simulator, subscription } = openBench()
    const place = path.startsWith('skus') ? `${subscription}/providers/Microsoft.Compute` : compute
    expect(refusalOf(call('GET', `${place}/${path}`))).toBe('501 SimulatorHasNoBehaviour')
    expect(simulator.unknownRequests[0]).toMatch(/^simulator has no behaviour for GET .+: /)
    expect(simulator.unknownRequests[0]).toContain(what)
  })

  test('so has a change of a disk that is not simulated', () => {
    const { call, compute } = openBench()
    const body = { properties: { diskSizeGB: 64 } }
    expect(refusalOf(call('PATCH', `${compute}/disks/render-vm-data-0`, { body }))).toBe(
      '501 SimulatorHasNoBehaviour',
    )
  })

  test('a path with a lone percent sign is looked up', () => {
    const { call, compute } = openBench()
    expect(refusalOf(call('GET', `${compute}/images/100%`))).toBe('404 ResourceNotFound')
    const nowhere = `${compute.replace('rg-images', 'rg%')}/images/i`
    expect(refusalOf(call('GET', nowhere))).toBe('404 ResourceGroupNotFound')
  })

  test.each([
    ['Microsoft.Resources/subscriptions/read', '', 'GET'],
    ['Microsoft.Resources/subscriptions/resourceGroups/read', '/resourceGroups/rg-images', 'GET'],
    ['Microsoft.Resources/subscriptions/resourceGroups/*', '/resourceGroups/rg-images', 'DELETE'],
  ])('%s can be denied', (action, path, method) => {
    const { call, subscription } = openBench({ denied: [action] })
    expect(refusalOf(call(method, `${subscription}${path}`))).toBe('403 AuthorizationFailed')
  })

  test('answers carry ids and the simulated date', () => {
    const { call, compute, clock } = openBench()
    clock.advance(86_400_000)
    const headers = { 'x-ms-correlation-request-id': 'mine' }
    const answer = call('GET', `${compute}/images`, { headers })
    expect(headerOf(answer, 'x-ms-correlation-request-id')).toBe('mine')
    expect(headerOf(answer, 'x-ms-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headerOf(answer, 'date')).toBe(new Date(clock.now()).toUTCString())
  })

  test('what has no behaviour is a 501 that names the request, and is kept', () => {
    const { call, simulator } = openBench()
    const answer = call('GET', '/subscriptions/x/providers/Microsoft.Storage/storageAccounts')
    expect(refusalOf(answer)).toBe('501 SimulatorHasNoBehaviour')
    expect(simulator.unknownRequests).toEqual([
      'simulator has no behaviour for GET /subscriptions/x/providers/Microsoft.Storage/storageAccounts',
    ])
  })
})

describe('Paging', () => {
  test('pages are small and linked at the host that was called', () => {
    const { call, compute } = openBench({ pageSize: 2 })
    const names: unknown[] = []
    let next: string | undefined = `https://eu.example${compute}/snapshots?api-version=2025-01-02`
    let pages = 0
    while (next !== undefined) {
      expect(new URL(next).origin).toBe('https://eu.example')
      const body = bodyOf(call('GET', next))
      names.push(...objectsAt(body, 'value').map(({ name }) => name))
      next = textAt(body, 'nextLink')
      pages += 1
    }
    expect(pages).toBe(3)
    expect(new Set(names).size).toBe(5)
  })
})

describe('Preconditions', () => {
  test.each([
    ['render-os', { 'if-none-match': '*' }, '412 PreconditionFailed'],
    ['new', { 'if-match': '*' }, '412 PreconditionFailed'],
    ['new', { 'if-none-match': '*' }, '202 undefined'],
  ])('PUT of snapshot %s with %o is %s', (name, headers, outcome) => {
    const { call, compute } = openBench()
    const properties = { creationData: { createOption: 'Empty' }, diskSizeGB: 8 }
    const body = { location: 'koreacentral', properties }
    expect(refusalOf(call('PUT', `${compute}/snapshots/${name}`, { headers, body }))).toBe(outcome)
  })

  test.each([
    ['GET', { 'if-none-match': 'W/"1"' }],
    ['GET', { 'if-match': '*' }],
    ['PUT', { 'if-none-match': 'W/"1"' }],
    ['PUT', { 'if-modified-since': 'Mon, 23 Nov 2026 12:00:00 GMT' }],
  ])('%s with %o has no behaviour', (method, headers) => {
    const { call, compute } = openBench()
    const body = method === 'PUT' ? { location: 'koreacentral' } : undefined
    const path = `${compute}/snapshots/render-os`
    const options = body === undefined ? { headers } : { headers, body }
    expect(refusalOf(call(method, path, options))).toBe('501 SimulatorHasNoBehaviour')
  })

  test('what has no etag matches none', () => {
    const { call, compute } = openBench()
    const headers = { 'if-match': 'W/"1"' }
    for (const method of ['DELETE', 'PUT']) {
      const body = method === 'PUT' ? { body: { location: 'koreacentral' } } : {}
      const answer = call(method, `${compute}/snapshots/render-os`, { headers, ...body })
      expect(refusalOf(answer)).toBe('412 PreconditionFailed')
    }
  })

  test('an etag of before is refused', () => {
    const { call, compute, simulator } = openBench()
    const stored = simulator.store.get(`${compute}/snapshots/render-os`)
    if (stored !== undefined) simulator.store.put({ ...stored, etag: 'W/"2"' })
    const headers = { 'if-match': 'W/"1"' }
    const body = { location: 'koreacentral' }
    const answer = call('PUT', `${compute}/snapshots/render-os`, { headers, body })
    expect(refusalOf(answer)).toBe('412 PreconditionFailed')
  })
})

describe('Subscriptions and groups', () => {
  test('subscriptions, tenants and locations are listed', () => {
    const { call, subscription, simulator } = openBench()
    const subscriptions = objectsAt(bodyOf(call('GET', '/subscriptions')), 'value')
    expect(subscriptions.map(({ tenantId }) => tenantId)).toEqual([
      simulator.tenantId,
      simulator.tenantId,
    ])
    expect(bodyOf(call('GET', subscription))['subscriptionId']).toBe(simulator.subscriptionId)
    expect(objectsAt(bodyOf(call('GET', '/tenants')), 'value')).toHaveLength(1)
    const locations = objectsAt(bodyOf(call('GET', `${subscription}/locations`)), 'value')
    expect(locations.find(({ name }) => name === 'westeurope')).toMatchObject({
      displayName: 'West Europe',
    })
  })

  test('a group is made, found, kept in its region and deleted with what is in it', () => {
    const { call, subscription, clock } = openBench()
    const group = `${subscription}/resourceGroups/rg-new`
    expect(call('HEAD', group).status).toBe(404)
    expect(call('PUT', group, { body: { location: 'West Europe' } }).status).toBe(201)
    expect(call('HEAD', group).status).toBe(204)
    expect(bodyOf(call('GET', group))).toMatchObject({ name: 'rg-new', location: 'westeurope' })
    expect(refusalOf(call('PUT', `${group}2`, { body: { location: 'atlantis' } }))).toBe(
      '400 LocationNotAvailableForResourceType',
    )
    expect(refusalOf(call('PUT', `${group}2`, { body: { location: 'eastus', tag: {} } }))).toBe(
      '400 InvalidRequestContent',
    )
    expect(refusalOf(call('PUT', group, { body: { location: 'eastus' } }))).toBe(
      '409 InvalidResourceGroupLocation',
    )
    const snapshot = `${group}/providers/Microsoft.Compute/snapshots/a`
    const properties = { creationData: { createOption: 'Empty' }, diskSizeGB: 1 }
    call('PUT', snapshot, { body: { location: 'westeurope', properties } })
    const accepted = call('DELETE', group)
    expect(accepted.status).toBe(202)
    expect(propertiesOf(call('GET', group))['provisioningState']).toBe('Deleting')
    expect(call('GET', headerOf(accepted, 'location')).status).toBe(202)
    clock.advance(30_000)
    expect(call('GET', headerOf(accepted, 'location')).status).toBe(200)
    expect(refusalOf(call('GET', group))).toBe('404 ResourceGroupNotFound')
    call('PUT', group, { body: { location: 'westeurope' } })
    expect(call('GET', snapshot).status).toBe(404)
  })
})

test('a group whose deletion fails stays, with what is in it', () => {
  const operationFails = { code: 'ScopeLocked', message: 'locked' }
  const { call, subscription, compute, clock } = openBench({ faults: [{ operationFails }] })
  const accepted = call('DELETE', `${subscription}/resourceGroups/rg-images`)
  clock.advance(30_000)
  expect(refusalOf(call('GET', headerOf(accepted, 'location')))).toBe('409 ScopeLocked')
  expect(call('GET', `${compute}/snapshots/render-os`).status).toBe(200)
})

describe('Permissions', () => {
  test.each([
    '',
    '/resourceGroups/rg-images',
    '/resourceGroups/rg-images/providers/Microsoft.Compute/images/i',
  ])('the permissions at "%s" leave out what is denied', (scope) => {
    const { call, subscription } = openBench({ denied: ['Microsoft.Compute/disks/write'] })
    const path = `${subscription}${scope}/providers/Microsoft.Authorization/permissions`
    const [permission] = objectsAt(bodyOf(call('GET', path, { version: '2022-04-01' })), 'value')
    expect(permission).toMatchObject({
      actions: ['*'],
      notActions: ['Microsoft.Compute/disks/write'],
    })
  })
})

describe('Sizes', () => {
  test('sizes of one region say what the rules need', () => {
    const { call, subscription } = openBench({ pageSize: 100 })
    const path = `${subscription}/providers/Microsoft.Compute/skus?$filter=location eq 'koreacentral'`
    const sizes = objectsAt(bodyOf(call('GET', path)), 'value')
    expect(sizes.length).toBeGreaterThan(36)
    const size = sizes.find(({ name }) => name === 'Standard_D4s_v5')
    expect(size).toMatchObject({ family: 'standardDSv5Family', locations: ['koreacentral'] })
    const capabilities = Array.isArray(size?.['capabilities']) ? size['capabilities'] : []
    const values = capabilities.filter(isObject).map(({ name, value }) => [name, value])
    expect(Object.fromEntries(values)).toMatchObject({
      vCPUs: '4',
      HyperVGenerations: 'V1,V2',
      CpuArchitectureType: 'x64',
      EphemeralOSDiskSupported: 'False',
    })
  })
})
