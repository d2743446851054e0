import { describe, expect, test } from '@jest/globals'
import { textAt } from '../../src/simulator/json.js'
import { createSimulator, type Answer, type Simulator } from '../../src/simulator/simulator.js'
import type { Scenario } from '../../src/simulator/kernel.js'
import { bodyOf, headerOf, refusalOf } from './calls.js'

const origin = 'https://localhost:1'

function get(simulator: Simulator, path: string, token?: string): Answer {
  const headers: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` }
  const url = new URL(path, origin)
  return simulator.handle({ method: 'GET', url, headers, body: undefined }, { checkTokens: true })
}

function signIn(
  simulator: Simulator,
  form: Record<string, string>,
  tenant = simulator.tenantId,
): Answer {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: simulator.clientId,
    scope: 'https://management.azure.com/.default',
    ...form,
  })
  const url = new URL(`/${tenant}/oauth2/v2.0/token`, origin)
  return simulator.handle({ method: 'POST', url, headers: {}, body: body.toString() })
}

function tokenOf(answer: Answer): string {
  return textAt(bodyOf(answer), 'access_token') ?? ''
}

function jwt(claims: Record<string, string | number>): string {
  return ['{}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')
}

const subject = 'repo:o/r:ref:refs/heads/main'
const audience = 'api://AzureADTokenExchange'

describe('Sign-in', () => {
  test('the metadata names this endpoint, in an array of clouds', () => {
    const simulator = createSimulator()
    const { body } = get(simulator, '/metadata/endpoints?api-version=2022-09-01')
    expect(body).toEqual([
      expect.objectContaining({
        resourceManager: origin,
        batch: 'https://batch.core.windows.net',
        authentication: expect.objectContaining({ loginEndpoint: origin }),
      }),
    ])
    const old = get(simulator, '/metadata/endpoints?api-version=2015-01-01')
    expect(bodyOf(old)['resourceManager']).toBe(origin)
  })

  test.each(['/adfs', '/some-tenant/v2.0'])('%s says where tokens are to be had', (base) => {
    const answer = get(createSimulator(), `${base}/.well-known/openid-configuration`)
    expect(textAt(bodyOf(answer), 'token_endpoint')).toMatch(/^https:\/\/localhost:1\/.+\/token$/)
  })

  test('the secret and an assertion are good for a token', () => {
    const simulator = createSimulator({ federatedSubjects: [subject] })
    const secret = signIn(simulator, { client_secret: simulator.clientSecret })
    expect(bodyOf(secret)).toMatchObject({ token_type: 'Bearer', expires_in: 3600 })
    const assertion = signIn(simulator, { client_assertion: jwt({ sub: subject, aud: audience }) })
    expect(get(simulator, '/subscriptions?api-version=2021-01-01', tokenOf(assertion)).status).toBe(
      200,
    )
    const certificate = signIn(simulator, { client_assertion: jwt({ sub: simulator.clientId }) })
    expect(certificate.status).toBe(200)
  })

  const federated: Scenario = { federatedSubjects: [subject] }
  test.each<[string, number, Record<string, string>, Scenario]>([
    ['7000215', 401, { client_secret: 'wrong' }, {}],
    ['700016', 400, { client_id: 'someone' }, {}],
    ['70003', 400, { grant_type: 'password' }, {}],
    ['500011', 400, { client_secret: 'simulated-client-secret', scope: 'https://x/.default' }, {}],
    ['50027', 400, { client_assertion: 'nothing' }, {}],
    ['700024', 401, { client_assertion: jwt({ sub: subject, exp: 1 }) }, {}],
    ['700212', 401, { client_assertion: jwt({ sub: subject, aud: 'other' }) }, {}],
    [
      '700213',
      401,
      { client_assertion: jwt({ sub: 'repo:x/y:pull_request', aud: audience }) },
      federated,
    ],
  ])('AADSTS%s, status %i, for %o', (code, status, form, scenario) => {
    const answer = signIn(createSimulator(scenario), form)
    expect(answer.status).toBe(status)
    expect(textAt(bodyOf(answer), 'error_description')).toMatch(new RegExp(`^AADSTS${code}: `))
    expect(bodyOf(answer)['error_codes']).toEqual([Number(code)])
  })

  test('another tenant is AADSTS90002', () => {
    const simulator = createSimulator()
    const answer = signIn(simulator, { client_secret: simulator.clientSecret }, 'other-tenant')
    expect(textAt(bodyOf(answer), 'error_description')).toContain('AADSTS90002')
  })

  test.each([
    ['none', undefined, 'AuthenticationFailed'],
    ['a made up one', 'x.y.z', 'InvalidAuthenticationToken'],
  ])('Resource Manager refuses a request with token: %s', (_, token, code) => {
    const answer = get(createSimulator(), '/subscriptions?api-version=2021-01-01', token)
    expect(refusalOf(answer)).toBe(`401 ${code}`)
    expect(headerOf(answer, 'www-authenticate')).toContain(`authorization_uri="${origin}/`)
  })

  test('a token of Batch is none of Resource Manager', () => {
    const simulator = createSimulator()
    const scope = 'https://batch.core.windows.net//.default'
    const answer = signIn(simulator, { client_secret: simulator.clientSecret, scope })
    expect(
      refusalOf(get(simulator, '/subscriptions?api-version=2021-01-01', tokenOf(answer))),
    ).toBe('401 InvalidAuthenticationTokenAudience')
  })

  test('a token expires', () => {
    const simulator = createSimulator({ tokenSeconds: 0 })
    const answer = signIn(simulator, { client_secret: simulator.clientSecret })
    expect(
      refusalOf(get(simulator, '/subscriptions?api-version=2021-01-01', tokenOf(answer))),
    ).toBe('401 ExpiredAuthenticationToken')
  })
})
