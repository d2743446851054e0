import type { TokenCredential } from '@azure/core-auth'
import type { HttpClient } from '@azure/core-rest-pipeline'
import {
  AzureCliCredential,
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  UsernamePasswordCredential,
  type ManagedIdentityCredentialClientIdOptions,
} from '@azure/identity'
import type { CredentialKind } from '../inputs/config.js'
import { UserError } from '../shared/errors.js'
import type { Cloud } from './clouds.js'
import { IdTokenFailure, requestPatiently } from './id-token.js'
import { assertionClaims, type AssertionClaims } from './sign-in-failure.js'
import { watchTransport, type Patience } from './sign-in-patience.js'

export interface CredentialOptions {
  readonly kind: CredentialKind
  /** A person at a terminal: az's sign-in comes before that of the machine. */
  readonly isTerminal?: boolean | undefined
  readonly cloud: Cloud
  readonly tenantId?: string | undefined
  readonly clientId?: string | undefined
  /** Asks the runner for a new ID token; undefined where the runner offers none. */
  readonly requestIdToken?: ((audience: string) => Promise<string>) | undefined
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly httpClient?: HttpClient | undefined
  readonly patience: Patience
}

/** A way to sign in, and what to say about it when it is refused. */
export interface Candidate {
  readonly kind: Exclude<CredentialKind, 'auto'>
  readonly credential: TokenCredential
  /** For people: `oidc: client 1234 in tenant 5678`. */
  readonly title: string
  /** What the last assertion claimed; undefined before the first and for other kinds. */
  readonly claims?: () => AssertionClaims | undefined
  /** Why the runner gave no ID token at the last try; undefined where it did, and for other kinds. */
  readonly idTokenFailure?: () => IdTokenFailure | undefined
  /** What stood in the way of the last request; undefined for kinds that send none themselves. */
  readonly trouble?: () => string | undefined
  /** Must never be printed. */
  readonly secrets: readonly string[]
}

/**
 * The ways to sign in that `kind` allows, in the order they are to be tried. Throws `UserError` naming the
 * input when what a kind needs is not there.
 */
export function credentialCandidates(options: CredentialOptions): readonly Candidate[] {
  switch (options.kind) {
    case 'oidc':
      return [oidc(options)]
    case 'environment':
      return [environment(options)]
    case 'managed-identity':
      return [managedIdentity(options, false)]
    case 'cli':
      return [cli(options)]
    case 'auto':
      return automatic(options)
  }
}

/** oidc where it can be, else environment where it is complete, else managed identity, else the az sign-in. */
function automatic(options: CredentialOptions): readonly Candidate[] {
  if (options.requestIdToken !== undefined && clientOf(options) !== undefined)
    return [oidc(options)]
  if (hasEnvironmentCredential(options.env)) return [environment(options)]
  const others = [managedIdentity(options, true), cli(options)]
  return options.isTerminal === true ? others.reverse() : others
}

/** Why `auto` passed over the ways that a workflow most likely meant. Empty for a way that was chosen by name. */
export function passedOver(options: CredentialOptions): readonly string[] {
  if (options.kind !== 'auto') return []
  const noSecret = 'environment: neither a client secret nor a certificate is set'
  if (options.isTerminal === true) return [noSecret]
  const noToken = 'the runner offers no ID token: give the job `permissions: id-token: write`'
  const noClient = 'client-id is not given'
  const why = options.requestIdToken === undefined ? noToken : noClient
  return [`oidc: ${why}`, noSecret]
}

function hasEnvironmentCredential(env: CredentialOptions['env']): boolean {
  const { AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH, AZURE_USERNAME, AZURE_PASSWORD } = env
  // A secret that the repository lacks comes as an empty variable.
  return [
    AZURE_CLIENT_SECRET,
    AZURE_CLIENT_CERTIFICATE_PATH,
    AZURE_USERNAME && AZURE_PASSWORD,
  ].some(Boolean)
}

function oidc(options: CredentialOptions): Candidate {
  const { requestIdToken, cloud } = options
  const { tenantId, clientId } = principal(options, 'oidc')
  if (requestIdToken === undefined) {
    throw missing('credential', 'credential oidc: the runner offers no ID token', [
      'give the job `permissions: id-token: write` (a pull request from a fork never gets one)',
      'or choose another credential',
    ])
  }
  let claims: AssertionClaims | undefined
  let asked: Promise<string> | undefined
  let failure: IdTokenFailure | undefined
  const assertion = async (): Promise<string> => {
    asked ??= requestPatiently(requestIdToken, cloud.exchangeAudience, options.patience)
    try {
      const token = await asked
      claims = assertionClaims(token)
      return token
    } catch (error) {
      if (error instanceof IdTokenFailure) failure = error
      throw error
    }
  }
  const { httpClient, trouble } = watchTransport(options.httpClient)
  const wire = authority({ ...options, httpClient })
  const inner = new ClientAssertionCredential(tenantId, clientId, assertion, wire)
  return {
    kind: 'oidc',
    credential: {
      async getToken(scopes, tokenOptions) {
        failure = undefined
        asked = undefined // one ID token for each renewal; MSAL calls for it twice
        return await inner.getToken(scopes, tokenOptions)
      },
    },
    title: `oidc: client ${clientId} in tenant ${tenantId}`,
    claims: () => claims,
    idTokenFailure: () => failure,
    trouble,
    secrets: [],
  }
}

/** The variables of @azure/identity's EnvironmentCredential, which itself reads only the process's own. */
function environment(given: CredentialOptions): Candidate {
  const { httpClient, trouble } = watchTransport(given.httpClient)
  const options = { ...given, httpClient }
  const { env } = options
  const { tenantId, clientId } = principal(options, 'environment')
  const secret = env['AZURE_CLIENT_SECRET']
  const certificatePath = env['AZURE_CLIENT_CERTIFICATE_PATH']
  const [username, password] = [env['AZURE_USERNAME'], env['AZURE_PASSWORD']]
  const title = (how: string): string =>
    `environment: client ${clientId} in tenant ${tenantId} with ${how}`
  if (secret) {
    return {
      kind: 'environment',
      credential: new ClientSecretCredential(tenantId, clientId, secret, authority(options)),
      title: title('the secret in AZURE_CLIENT_SECRET'),
      trouble,
      secrets: [secret],
    }
  }
  if (certificatePath) {
    const certificatePassword = env['AZURE_CLIENT_CERTIFICATE_PASSWORD']
    const certificate = {
      certificatePath,
      ...(certificatePassword ? { certificatePassword } : {}),
    }
    return {
      kind: 'environment',
      credential: new ClientCertificateCredential(tenantId, clientId, certificate, {
        ...authority(options),
        sendCertificateChain: /^(1|true)$/i.test(env['AZURE_CLIENT_SEND_CERTIFICATE_CHAIN'] ?? ''),
      }),
      title: title(`the certificate ${certificatePath}`),
      trouble,
      secrets: certificatePassword ? [certificatePassword] : [],
    }
  }
  if (username && password) {
    return {
      kind: 'environment',
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- one of EnvironmentCredential's own ways
      credential: new UsernamePasswordCredential(
        tenantId,
        clientId,
        username,
        password,
        authority(options),
      ),
      title: title(`the user ${username}`),
      trouble,
      secrets: [password],
    }
  }
  throw missing('credential', 'credential environment: no secret is set', [
    'set AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH in the environment of the step',
  ])
}

function managedIdentity(options: CredentialOptions, probe: boolean): Candidate {
  const clientId = clientOf(options)
  // In a chain, ask whether there is an identity endpoint at all before waiting for it: what
  // DefaultAzureCredential does by this option, which the type keeps to itself.
  const settings: ManagedIdentityCredentialClientIdOptions & { sendProbeRequest: boolean } = {
    ...transport(options),
    sendProbeRequest: probe,
    ...(clientId === undefined ? {} : { clientId }),
  }
  return {
    kind: 'managed-identity',
    credential: new ManagedIdentityCredential(settings),
    title: `managed-identity: ${clientId === undefined ? 'of the machine' : `client ${clientId}`}`,
    secrets: [],
  }
}

function cli(options: CredentialOptions): Candidate {
  const tenantId = tenantOf(options)
  return {
    kind: 'cli',
    credential: new AzureCliCredential(tenantId === undefined ? {} : { tenantId }),
    title: `cli: the account that az is signed in with${tenantId === undefined ? '' : `, tenant ${tenantId}`}`,
    secrets: [],
  }
}

function principal(options: CredentialOptions, kind: string) {
  const tenantId = tenantOf(options)
  const clientId = clientOf(options)
  if (clientId === undefined) {
    throw missing('client-id', `credential ${kind}: client-id is not given`, [
      'set the input client-id, or AZURE_CLIENT_ID, to the application (client) ID',
    ])
  }
  if (tenantId === undefined) {
    throw missing('tenant-id', `credential ${kind}: tenant-id is not given`, [
      'set the input tenant-id, or AZURE_TENANT_ID, to the directory (tenant) ID',
    ])
  }
  return { tenantId, clientId }
}

function clientOf({ clientId, env }: CredentialOptions): string | undefined {
  return clientId ?? (env['AZURE_CLIENT_ID'] || undefined)
}

function tenantOf({ tenantId, env, cloud }: CredentialOptions): string | undefined {
  return tenantId ?? (env['AZURE_TENANT_ID'] || undefined) ?? cloud.tenantId
}

function authority(options: CredentialOptions) {
  return {
    authorityHost: options.cloud.authorityHost,
    disableInstanceDiscovery: options.cloud.custom,
    ...transport(options),
  }
}

function transport({ httpClient }: CredentialOptions): { httpClient?: HttpClient } {
  return httpClient === undefined ? {} : { httpClient }
}

function missing(input: string, message: string, help: readonly string[]): UserError {
  return new UserError([
    {
      rule: 'sign-in/credential',
      severity: 'error',
      message,
      help: help.join(', '),
      docs: 'https://learn.microsoft.com/azure/developer/github/connect-from-azure-openid-connect',
      at: { kind: 'input', input },
    },
  ])
}
