/**
 * Why Microsoft Entra, the runner or the machine gave no token. Codes:
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
import { docs, type Entry } from './catalogue.js'

const federation: readonly Entry[] = [
  {
    code: 'AADSTS70021',
    cause: 'no federated credential of the application fits the ID token of this job',
    remedy:
      'add a federated credential to the application with exactly the issuer, subject and audience quoted above',
  },
  {
    code: 'AADSTS700211',
    cause: 'no federated credential of the application has this issuer',
    remedy: 'set the issuer of the federated credential to exactly the one quoted above',
  },
  {
    code: 'AADSTS700212',
    cause: 'no federated credential of the application has this audience',
    remedy: 'set the audience of the federated credential to exactly the one quoted above',
  },
  {
    code: 'AADSTS700213',
    cause: 'no federated credential of the application has this subject',
    remedy:
      'add one with exactly the subject quoted above; a branch, a tag, an environment and pull_request each have their own. A new credential takes some minutes to work. Of a repository made, renamed or moved since 15 July 2026 the subject begins with repo:OWNER@ID/REPO@ID: instead of repo:OWNER/REPO:',
  },
  {
    code: 'AADSTS7002138',
    cause:
      'a federated credential of the application has this subject in another letter case, and Microsoft Entra tells them apart',
    remedy: 'write the subject of the federated credential in exactly the letter case quoted above',
  },
  {
    code: 'AADSTS700024',
    cause: 'the assertion has expired or is not valid yet',
    remedy: 'check the clock of the runner',
  },
]

const principals: readonly Entry[] = [
  {
    code: 'AADSTS700016',
    cause: 'the tenant has no application with this client ID',
    remedy: 'check client-id and tenant-id',
  },
  {
    code: 'AADSTS7000229',
    cause: 'the application has no service principal in this tenant',
    remedy: 'create its enterprise application there',
  },
  {
    code: 'AADSTS7000112',
    cause: 'the application is disabled',
    remedy: 'enable it, or use another client-id',
  },
  {
    code: 'AADSTS90002',
    cause: 'this cloud has no tenant with that ID',
    remedy: 'check tenant-id and environment',
  },
  ...['AADSTS90038', 'AADSTS900381', 'AADSTS900382', 'AADSTS900383'].map((code) => ({
    code,
    cause: 'the tenant belongs to another cloud than the one that was asked',
    remedy:
      'set environment to the cloud of the tenant: AzureCloud, AzureUSGovernment or AzureChinaCloud',
  })),
  {
    code: /^AADSTS9000(21|23)$/,
    cause: 'tenant-id is not a tenant',
    remedy: 'set tenant-id to the directory (tenant) ID',
  },
  {
    code: 'AADSTS53003',
    cause: 'a conditional access policy blocks this sign-in',
    remedy: 'ask the administrators of the tenant',
  },
  {
    code: 'AADSTS500011',
    cause: 'the tenant does not know the resource that a token was wanted for',
    remedy: 'check environment',
  },
  {
    code: 'AADSTS50049',
    cause: 'the tenant does not know the authority that was asked',
    remedy: 'check environment',
  },
]

const proofs: readonly Entry[] = [
  {
    code: 'AADSTS7000215',
    cause: 'the client secret is wrong',
    remedy: 'set AZURE_CLIENT_SECRET to the value of the secret, not to its ID',
  },
  {
    code: 'AADSTS7000222',
    cause: 'the client secret has expired',
    remedy: 'make a new one, or use OpenID Connect, which needs none',
  },
  {
    code: 'AADSTS700027',
    cause: 'the certificate or assertion is not one that the application knows',
    remedy: 'upload the certificate to the application',
  },
  {
    code: 'AADSTS50034',
    cause: 'the tenant has no such user',
    remedy: 'check AZURE_USERNAME and tenant-id',
  },
  {
    code: 'AADSTS50126',
    cause: 'the user name or the password is wrong',
    remedy: 'check AZURE_USERNAME and AZURE_PASSWORD',
  },
  {
    code: 'AADSTS50076',
    cause: 'the user must use multi-factor authentication, which no workflow can',
    remedy: 'use OpenID Connect',
  },
  {
    code: 'AADSTS50020',
    cause: 'the user belongs to another tenant',
    remedy: 'check tenant-id',
  },
]

const nothingSetUp: Entry = {
  code: 'NoCredential',
  cause: 'with credential: auto, none of the ways to sign in is set up here',
  remedy:
    'for OpenID Connect give client-id, tenant-id and the permission `id-token: write`; or set AZURE_CLIENT_SECRET, run azure/login before this step, or use a machine with a managed identity',
}

const runner: readonly Entry[] = [
  {
    code: 'IdTokenUnavailable',
    cause: "the runner's token service did not answer as it should, however often it was asked",
    remedy: 'run again; see https://www.githubstatus.com when it persists',
    retryable: true,
    docs: docs.signIn,
  },
  {
    code: 'IdTokenRefused',
    says: /Error Code ?: ?40[13]/i,
    cause: "the runner's token service gives this job no ID token",
    remedy: 'give the job `permissions: id-token: write`',
  },
  {
    code: 'IdTokenRefused',
    cause: "the runner's token service refused the request for an ID token",
    remedy: 'read its answer above; if it does not say enough, ask GitHub support',
  },
  {
    code: 'SignInUnavailable',
    cause: 'Microsoft Entra did not answer as it should, however often it was asked',
    remedy: 'run again; check DNS, proxy and firewall of the runner when it persists',
    retryable: true,
    docs: docs.signIn,
  },
]

/** A code without a row of its own: Entra's words are quoted, and its page on the code says more. */
const unknownCode: Entry = {
  code: /^AADSTS\d+$/,
  cause: 'Microsoft Entra refused the sign-in for the reason quoted above',
  remedy: ({ text }) =>
    `read what it says of the code at https://login.microsoftonline.com/error?code=${/AADSTS(\d+)/.exec(text)?.[1] ?? ''}`,
}

/** Where there is no code: by what was tried, which the message begins with. */
const kinds = (
  [
    [
      'oidc',
      'signing in with an ID token of this job did not work',
      'check client-id, tenant-id and the federated credential of the application',
    ],
    [
      'environment',
      'signing in with what the environment holds did not work',
      'check client-id, tenant-id and the secret or certificate in the environment',
    ],
    [
      'managed-identity',
      'the machine gave no token for a managed identity',
      'run on a machine with a managed identity, and set client-id if it is a user-assigned one',
    ],
    ['cli', 'az gave no token', 'run azure/login before this step'],
  ] as const
).map(([kind, cause, remedy]): Entry => {
  const says = new RegExp(`^${kind}:`)
  return { code: 'SignInFailed', says, cause, remedy }
})

/** Signing in. `AuthenticationFailed`, a token that Azure does not take, is among the requests. */
export const signInEntries: readonly Entry[] = [
  ...federation,
  ...principals,
  ...proofs,
  ...runner,
  unknownCode,
  nothingSetUp,
  ...kinds,
].map((entry) => ({ docs: docs.signIn, ...entry }))
