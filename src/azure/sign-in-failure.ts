import { AzureFailure, type AzureErrorDetail } from '../shared/errors.js'
import { describeCause } from './errors.js'
import { redact } from './redaction.js'

/** What an assertion says about itself; the assertion is never kept. */
export interface AssertionClaims {
  readonly subject?: string
  readonly issuer?: string
  readonly audience?: string
}

/** Reads the claims of a JSON web token without checking it. Empty when it is none. */
export function assertionClaims(token: string): AssertionClaims {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')
    const { sub, iss, aud } = JSON.parse(payload) as Record<string, unknown>
    return {
      ...(typeof sub === 'string' ? { subject: sub } : {}),
      ...(typeof iss === 'string' ? { issuer: iss } : {}),
      ...(typeof aud === 'string' ? { audience: aud } : {}),
    }
  } catch {
    return {} // an ID token of some other form: the refusal then goes without its claims
  }
}

interface Refused {
  readonly kind: string
  /** For people: which credential, which client, which tenant. */
  readonly title: string
  readonly claims: AssertionClaims | undefined
  readonly secrets: readonly string[]
  readonly error: unknown
}

/**
 * What to do about the refusals that people meet. Codes:
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const remedies: Readonly<Record<string, string>> = {
  AADSTS70021:
    'add a federated credential to the application whose issuer, subject and audience are exactly these',
  AADSTS700211:
    'the federated credential names another issuer: set it to the issuer above, exactly',
  AADSTS700212:
    'the federated credential names another audience: set it to the audience above, exactly',
  AADSTS700213:
    'no federated credential has this subject: add one with exactly this subject (a branch, tag, environment and pull_request each have their own)',
  AADSTS700016: 'the tenant has no application with this client ID: check client-id and tenant-id',
  AADSTS7000215:
    'the client secret is wrong: set AZURE_CLIENT_SECRET to the secret value, not its ID',
  AADSTS7000222: 'the client secret has expired: make a new one, or use oidc, which needs none',
  AADSTS7000229:
    'the application has no service principal in this tenant: create its enterprise application there',
  AADSTS7000112: 'the application is disabled: enable it, or use another client-id',
  AADSTS700024: 'the assertion has expired or is not valid yet: check the clock of the runner',
  AADSTS700027: 'the certificate or assertion is not one of this application: upload it there',
  AADSTS90002: 'there is no tenant of this ID in this cloud: check tenant-id and environment',
  AADSTS900021: 'tenant-id is not a tenant: set it to the directory (tenant) ID',
  AADSTS900023: 'tenant-id is not a tenant: set it to the directory (tenant) ID',
  AADSTS50034: 'there is no such user in this tenant: check AZURE_USERNAME and tenant-id',
  AADSTS50126: 'the user name or the password is wrong: check AZURE_USERNAME and AZURE_PASSWORD',
  AADSTS50076: 'the user must use multi-factor authentication, which no workflow can: use oidc',
  AADSTS50020: 'the user belongs to another tenant: check tenant-id',
  AADSTS53003: 'a conditional access policy blocks this sign-in: ask who runs the tenant',
  AADSTS500011: 'the tenant does not know this resource: check environment',
  AADSTS50049: 'the authority is unknown: check environment',
}

const remedyOfKind: Readonly<Record<string, string>> = {
  oidc: 'check client-id, tenant-id, `permissions: id-token: write` and the federated credential',
  environment: 'check client-id, tenant-id and the secret or certificate in the environment',
  'managed-identity':
    'run on a machine with a managed identity, and set client-id for a user-assigned one',
  cli: 'sign in with azure/login before this step',
}

/**
 * The failure of a sign-in: every credential that was tried, with the subject and audience it showed, the
 * service's own words, and what to set. `scope` is what a token was wanted for.
 */
export function signInFailure(
  refused: readonly Refused[],
  { scope, notTried }: { readonly scope: string; readonly notTried: readonly string[] },
): AzureFailure {
  const details = refused.map((attempt) => describeRefusal(attempt))
  const [only] = details
  const error: AzureErrorDetail =
    details.length === 1 && only !== undefined
      ? only
      : {
          code: 'NoCredential',
          message: [
            `no credential was accepted. Tried ${details.map(({ message }) => message).join('; ')}`,
            ...(notTried.length > 0 ? [`Not tried: ${notTried.join('; ')}`] : []),
          ].join('. '),
          details,
        }
  const last = refused.at(-1)
  return new AzureFailure({
    operation: 'sign in to Azure',
    resource: scope,
    error,
    ...(last === undefined ? {} : { cause: describeCause(last.error, last.secrets) }),
  })
}

function describeRefusal({ kind, title, claims, secrets, error }: Refused): AzureErrorDetail {
  const said = redact(error instanceof Error ? error.message : String(error), secrets)
  const code = /\bAADSTS\d+\b/.exec(said)?.[0]
  const shown = [
    claims?.subject === undefined ? '' : `subject "${claims.subject}"`,
    claims?.audience === undefined ? '' : `audience "${claims.audience}"`,
    claims?.issuer === undefined ? '' : `issuer "${claims.issuer}"`,
  ].filter((part) => part !== '')
  const remedy = (code === undefined ? undefined : remedies[code]) ?? remedyOfKind[kind] ?? ''
  const what = shown.length === 0 ? title : `${title}, ${shown.join(', ')}`
  return {
    code: code ?? 'SignInFailed',
    message: `${what}: ${remedy} (the answer: ${gist(said)})`,
    details: [],
  }
}

/** Entra's first sentence; what follows is trace ids and time stamps on lines of their own. */
function gist(said: string): string {
  const start = said.search(/AADSTS\d+/)
  const text = start < 0 ? said : said.slice(start)
  const first = text.split(/\r?\n| Trace ID:/)[0] ?? text
  return first.trim().replace(/\.$/, '').slice(0, 600)
}
