import { randomBytes } from 'node:crypto'
import { sameText } from './store.js'
import {
  armError,
  batchError,
  Refusal,
  type Json,
  type Route,
  type RouteContext,
  type Scenario,
  type SimulatedRequest,
} from './kernel.js'
import { readAssertion } from './assertion.js'

/** Who may sign in. */
export interface Identity {
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
}

export interface SignIn {
  readonly routes: readonly Route[]
  /** Throws the 401 that Azure answers when the request has no good token for this plane. */
  requireToken(request: SimulatedRequest, plane: 'arm' | 'batch'): void
}

interface IssuedToken {
  readonly audience: string
  /** Ms since the epoch, real time: clients judge tokens by their own clock. */
  readonly expires: number
}

const defaultTokenSeconds = 3600
export const armAudiences = [
  'https://management.core.windows.net/',
  'https://management.azure.com/',
] as const
export const batchAudience = 'https://batch.core.windows.net/'

/** Sign-in for one tenant: Entra ID v2 and the form that AD FS has, which the Azure CLI can be pointed at. */
export function createSignIn(identity: Identity, scenario: Scenario): SignIn {
  const issued = new Map<string, IssuedToken>()
  const seconds = scenario.tokenSeconds ?? defaultTokenSeconds

  function answerToken(context: RouteContext) {
    const form = new URLSearchParams(context.request.body ?? '')
    checkTenant(context, identity)
    checkClient(form, identity, scenario)
    const audience = audienceOf(form, context.origin)
    const token = makeToken(identity, audience, seconds)
    issued.set(token, { audience, expires: Date.now() + seconds * 1000 })
    const body = { token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds }
    return { status: 200, body: { ...body, access_token: token } }
  }

  return {
    routes: [
      openRoute('GET', '/{tenant}/v2.0/.well-known/openid-configuration', discover),
      openRoute('POST', '/{tenant}/oauth2/v2.0/token', answerToken),
      openRoute('GET', '/adfs/.well-known/openid-configuration', discoverAdfs),
      openRoute('POST', '/adfs/oauth2/token', answerToken),
    ],
    requireToken(request, plane) {
      // Whether a shared key fits is for the routes of the data plane, which know the accounts.
      if (plane === 'batch' && /^SharedKey /i.test(request.headers['authorization'] ?? '')) return
      const refusal = refuseToken(request, plane, issued)
      if (refusal !== undefined) throw challenge(request, plane, identity, refusal)
    },
  }
}

function openRoute(method: 'GET' | 'POST', path: string, handle: Route['handle']): Route {
  return { method, path, apiVersions: [], plane: 'open', handle }
}

function discover({ origin, params }: RouteContext) {
  const tenant = params['tenant'] ?? ''
  const base = `${origin}/${tenant}`
  return {
    status: 200,
    body: {
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    },
  }
}

function discoverAdfs({ origin }: RouteContext) {
  return {
    status: 200,
    body: {
      issuer: `${origin}/adfs`,
      authorization_endpoint: `${origin}/adfs/oauth2/authorize`,
      token_endpoint: `${origin}/adfs/oauth2/token`,
      device_authorization_endpoint: `${origin}/adfs/oauth2/devicecode`,
      jwks_uri: `${origin}/adfs/discovery/keys`,
    },
  }
}

function checkTenant({ params }: RouteContext, { tenantId }: Identity): void {
  const tenant = params['tenant']
  if (tenant === undefined || sameText(tenant, tenantId)) return
  throw refuseSignIn(
    'invalid_request',
    90002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the ` +
      'correct cloud. Check with your subscription administrator, this may happen if there are no active ' +
      'subscriptions for the tenant.',
  )
}

function checkClient(form: URLSearchParams, identity: Identity, scenario: Scenario): void {
  const clientId = form.get('client_id') ?? ''
  if (form.get('grant_type') !== 'client_credentials') {
    throw refuseSignIn(
      'unsupported_grant_type',
      70003,
      'The app requested an unsupported grant type.',
    )
  }
  if (!sameText(clientId, identity.clientId)) {
    throw refuseSignIn(
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${identity.tenantId}'. This can ` +
        'happen if the application has not been installed by the administrator of the tenant or consented to ' +
        'by any user in the tenant. You may have sent your authentication request to the wrong tenant.',
    )
  }
  const assertion = form.get('client_assertion')
  if (assertion !== null) {
    checkAssertion(assertion, clientId, scenario)
    return
  }
  if (form.get('client_secret') === identity.clientSecret) return
  throw refuseSignIn(
    'invalid_client',
    7000215,
    'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, ' +
      `not the client secret ID, for a secret added to app '${clientId}'.`,
  )
}

/** A GitHub token (any signature) or, where the client vouches for itself, one signed by its certificate. */
function checkAssertion(assertion: string, clientId: string, scenario: Scenario): void {
  const claims = readAssertion(assertion)
  if (claims === undefined) {
    throw refuseSignIn('invalid_request', 50027, 'JWT token is invalid or malformed.')
  }
  if (claims.expires !== undefined && claims.expires * 1000 < Date.now()) {
    throw refuseSignIn(
      'invalid_client',
      700024,
      'Client assertion is not within its valid time range. Review the documentation.',
    )
  }
  if (claims.subject === clientId) return
  if (claims.audience !== undefined && claims.audience !== 'api://AzureADTokenExchange') {
    throw refuseSignIn(
      'invalid_client',
      700212,
      `No matching federated identity record found for presented assertion audience '${claims.audience}'. ` +
        'Check your federated identity credential Subject, Audience and Issuer against the presented assertion.',
    )
  }
  if (scenario.federatedSubjects?.includes(claims.subject) ?? true) return
  throw refuseSignIn(
    'invalid_client',
    700213,
    `No matching federated identity record found for presented assertion subject '${claims.subject}'. Check your ` +
      'federated identity credential Subject, Audience and Issuer against the presented assertion.',
  )
}

function refuseSignIn(error: string, code: number, message: string): Refusal {
  const text = `AADSTS${String(code)}: ${message} Trace ID: 00000000-0000-4000-a000-000000000000`
  const body: Json = { error, error_description: text, error_codes: [code] }
  return new Refusal({ status: error === 'invalid_client' ? 401 : 400, body })
}

function audienceOf(form: URLSearchParams, origin: string): string {
  const asked =
    form
      .get('scope')
      ?.split(' ')[0]
      ?.replace(/\/\.default$/, '') ?? form.get('resource')
  const known = [...armAudiences, batchAudience, `${origin}/`]
  const found = known.find((audience) => bare(audience) === bare(asked ?? ''))
  if (found !== undefined) return found
  throw refuseSignIn(
    'invalid_resource',
    500011,
    `The resource principal named ${asked ?? ''} was not found in the tenant. This can happen if the application ` +
      'has not been installed by the administrator of the tenant or consented to by any user in the tenant.',
  )
}

function bare(audience: string): string {
  return audience.replace(/\/+$/, '').toLowerCase()
}

/** Has the form of a JWT, because clients look inside; is only good for being the one that was issued. */
function makeToken({ tenantId, clientId }: Identity, audience: string, seconds: number): string {
  const now = Math.floor(Date.now() / 1000)
  const claims = { aud: audience, tid: tenantId, appid: clientId, oid: clientId, sub: clientId }
  const parts = [
    { typ: 'JWT', alg: 'none' },
    { ...claims, iat: now, nbf: now, exp: now + seconds },
  ]
  const encoded = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  return [...encoded, randomBytes(32).toString('base64url')].join('.')
}

interface TokenRefusal {
  readonly code: string
  readonly message: string
}

function refuseToken(
  request: SimulatedRequest,
  plane: 'arm' | 'batch',
  issued: ReadonlyMap<string, IssuedToken>,
): TokenRefusal | undefined {
  const token = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1]
  if (token === undefined) {
    const message = "Authentication failed. The 'Authorization' header is missing."
    return { code: 'AuthenticationFailed', message }
  }
  const known = issued.get(token)
  if (known === undefined) {
    return { code: 'InvalidAuthenticationToken', message: 'The access token is invalid.' }
  }
  const expected =
    plane === 'arm'
      ? [...armAudiences, `${request.url.origin}/`]
      : [batchAudience, `${request.url.origin}/`]
  if (!expected.some((audience) => bare(audience) === bare(known.audience))) {
    const message =
      `The access token has been obtained for wrong audience or resource '${known.audience}'. It should ` +
      `exactly match with one of the allowed audiences '${expected.join(',')}'.`
    return { code: 'InvalidAuthenticationTokenAudience', message }
  }
  if (known.expires > Date.now()) return undefined
  const message =
    `The access token expiry UTC time '${new Date(known.expires).toISOString()}' is earlier than current UTC time ` +
    `'${new Date().toISOString()}'.`
  return { code: 'ExpiredAuthenticationToken', message }
}

function challenge(
  request: SimulatedRequest,
  plane: 'arm' | 'batch',
  { tenantId }: Identity,
  { code, message }: TokenRefusal,
): Refusal {
  const authority = `${request.url.origin}/${tenantId}`
  if (plane === 'arm') {
    const value = `Bearer authorization_uri="${authority}", error="invalid_token", error_description="${message}"`
    return armError(401, code, message, { headers: { 'www-authenticate': value } })
  }
  const value = `Bearer authorization_uri="${authority}/oauth2/authorize", resource_id="${batchAudience}"`
  return batchError(
    401,
    'AuthenticationFailed',
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly ' +
      'including the signature.',
    {
      values: [{ key: 'AuthenticationErrorDetail', value: message }],
      headers: { 'www-authenticate': value },
    },
  )
}
