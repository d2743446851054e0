import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { explainAzureFailure } from '../../../src/diagnosis/explain-azure-failure.js'
import { explainNodes } from '../../../src/diagnosis/explain-nodes.js'
import { explainResizeError } from '../../../src/diagnosis/explain-resize-error.js'
import type { Explanation } from '../../../src/model/explanation.js'
import { AzureFailure, type AzureErrorDetail } from '../../../src/shared/errors.js'

/** Code, whether trying again may help, and words of the remedy. */
type Row = readonly [code: string, retryable: boolean, remedy: RegExp, message?: string]

const resize: readonly Row[] = [
  ['AllocationFailed', false, /image .* still exists/],
  ['AllocationTimedout', true, /raise scaleSettings\.fixedScale\.resizeTimeout/],
  ['AllocationTimedOut', true, /more replicas/],
  ['AccountCoreQuotaReached', false, /request more dedicated vCPUs/],
  ['AccountVMSeriesCoreQuotaReached', false, /vmSize of a family that has quota left/],
  ['AccountLowPriorityCoreQuotaReached', false, /request more low-priority vCPUs/],
  ['AccountSpotCoreQuotaReached', false, /use dedicated nodes/],
  ['UnsupportedVMSize', false, /az batch location list-skus/],
  ['CommunicationEnabledPoolReachedMaxVMCount', false, /interNodeCommunication to Disabled/],
  ['OverconstrainedAllocationRequestError', false, /drop a constraint/],
  ['BatchOutOfCapacity', true, /another vmSize or an account in another region/],
  ['ResizeStopped', false, /a new run starts a new resize/],
  ['RemoveNodesFailed', true, /locks or policies/],
  ['Unknown', true, /read the evidence/],
]

const signIns: readonly Row[] = [
  ['NoCredential', false, /give client-id, tenant-id and the permission `id-token: write`/],
  ['SignInFailed', false, /federated credential of the application/, 'oidc: client c in tenant t'],
  ['SignInFailed', false, /secret or certificate/, 'environment: client c in tenant t'],
  ['SignInFailed', false, /machine with a managed identity/, 'managed-identity: of the machine'],
  ['SignInFailed', false, /azure\/login/, 'cli: the account that az is signed in with'],
  [
    'SignInFailed',
    false,
    /client-id, tenant-id and the secret/,
    'environment: client c in tenant t',
  ],
  [
    'AADSTS1',
    false,
    /login\.microsoftonline\.com\/error\?code=/,
    'environment: client c in tenant t',
  ],
  ['IdTokenUnavailable', true, /run again/],
  ['IdTokenRefused', false, /id-token: write/, 'Error Code : 403'],
  ['IdTokenRefused', false, /read its answer/, 'Error Code : 404'],
  ['SignInUnavailable', true, /run again/],
  ['AADSTS7002138', false, /letter case/],
  ['AADSTS900382', false, /set environment/],
  ['AADSTS70021', false, /exactly the issuer, subject and audience/],
  ['AADSTS700211', false, /issuer of the federated credential/],
  ['AADSTS700212', false, /audience of the federated credential/],
  ['AADSTS700213', false, /exactly the subject/],
  ['AADSTS700016', false, /client-id and tenant-id/],
  ['AADSTS7000112', false, /enable it/],
  ['AADSTS7000229', false, /enterprise application/],
  ['AADSTS7000215', false, /value of the secret/],
  ['AADSTS7000222', false, /make a new one/],
  ['AADSTS700024', false, /clock of the runner/],
  ['AADSTS700027', false, /upload the certificate/],
  ['AADSTS90002', false, /tenant-id and environment/],
  ['AADSTS900021', false, /directory \(tenant\) ID/],
  ['AADSTS900023', false, /directory \(tenant\) ID/],
  ['AADSTS50034', false, /AZURE_USERNAME and tenant-id/],
  ['AADSTS50126', false, /AZURE_PASSWORD/],
  ['AADSTS50076', false, /OpenID Connect/],
  ['AADSTS50020', false, /tenant-id/],
  ['AADSTS50049', false, /environment/],
  ['AADSTS500011', false, /environment/],
  ['AADSTS53003', false, /administrators/],
]

/** `Reason` beneath AllocationFailed; the first element is only its name here. */
const reasons: readonly Row[] = [
  ['delegation', false, /remove the delegation/, 'The subnet has delegation to external resources'],
  [
    'internal error',
    true,
    /run again in a few minutes/,
    'The server encountered an internal error.',
  ],
  [
    'insufficient capacity',
    true,
    /another vmSize/,
    'There is insufficient capacity for the requested VM size in the region',
  ],
  [
    'desired permissions',
    false,
    /Azure Batch Service Orchestration Role/,
    'Azure Batch Service does not have the desired permissions on the subscription',
  ],
  [
    'key vault',
    false,
    /Key Vault Secrets Officer/,
    'Batch is not authorized to access the key vault of the account',
  ],
  [
    'marketplace',
    false,
    /az vm image terms accept/,
    'The offer failed the marketplace purchase eligibility check',
  ],
]

/** Compute's own code within `Provider Error Json`. */
const provider: readonly Row[] = [
  [
    'BadRequest',
    false,
    /vmSize that supports the generation/,
    "cannot boot Hypervisor Generation '2'",
  ],
  ['BadRequest', false, /correct vmSize, image or the disks/],
  ['InternalServerError', true, /run again in a few minutes/],
  ['NetworkingInternalOperationError', true, /run again in a few minutes/],
  ['SomethingElse', true, /run again in a few minutes/, 'please retry later'],
  ['SkuNotAvailable', false, /az vm list-skus/],
  ['AllocationFailed', true, /drop Zonal placement/],
  ['ZonalAllocationFailed', true, /drop Zonal placement/],
  ['OverconstrainedAllocationRequest', false, /drop a constraint/],
  ['OverconstrainedZonalAllocationRequest', false, /drop a constraint/],
  ['OperationNotAllowed', false, /for the subscription/, 'exceeding approved quota'],
  ['OperationNotAllowed', false, /another vmSize/],
  ['InvalidRequestContent', false, /property that the evidence names/],
  ['InvalidParameter', false, /property that the evidence names/],
  ['SubnetIsFull', false, /enlarge the subnet/],
  ['RequestDisallowedByPolicy', false, /satisfy the policy/],
  ['GalleryImageNotFound', false, /replica in the account region/],
  ['ImageNotFound', false, /imageReference\.id/],
  ['PlatformImageNotFound', false, /imageReference\.id/],
  ['NotFound', false, /imageReference\.id/],
  ['LinkedAuthorizationFailed', false, /in one tenant/],
  ['PublicIPCountLimitReached', false, /public IP addresses/],
  ['DiskEncryptionSetNotFound', false, /wrapKey/],
]

/** Refusals of the pool's PUT, PATCH and DELETE. */
const requests: readonly Row[] = [
  ['InvalidPropertyValue', false, /PropertyPath/],
  ['MissingRequiredProperty', false, /PropertyName/],
  ['UnsupportedProperty', false, /PropertyName/],
  ['InvalidRequestBody', false, /PropertyName/],
  ['OutOfRangeInput', false, /PropertyName/],
  ['InvalidInput', false, /PropertyName/],
  ['PropertyCannotBeUpdated', false, /scale the pool to 0 nodes/],
  ['InsufficientPermissions', false, /beginGetAccess/],
  ['InvalidAutoScalingSettings', false, /autoscale evaluate/],
  ['AutoScalingFormulaSyntaxError', false, /autoscale evaluate/],
  ['AutoScalingFormulaTooLong', false, /scaleSettings\.autoScale/],
  ['AutoScaleFormulaTooLong', false, /scaleSettings\.autoScale/],
  ['MetadataTooLarge', false, /keep them short/],
  ['InvalidMetadata', false, /a name and a value/],
  ['EmptyMetadataKey', false, /a name and a value/],
  ['UnsupportedRequestVersion', false, /batch-api-version/],
  ['InvalidApiVersionParameter', false, /batch-api-version/],
  ['NoRegisteredProviderFound', false, /batch-api-version/],
  [
    'AuthenticationFailed',
    false,
    /sign in with Microsoft Entra ID/,
    'SharedKey is not allowed when external resources of type Compute are linked',
  ],
  ['AuthenticationFailed', false, /sign in again/],
  ['InsufficientAccountPermissions', false, /Azure Batch Data Contributor/],
  ['AccountIsDisabled', false, /subscription enabled again/],
  [
    'AuthorizationFailed',
    false,
    /Azure Batch Data Contributor/,
    "no right to perform action 'Microsoft.Batch/batchAccounts/pools/write' over scope '/subscriptions/s'",
  ],
  ['PoolNotFound', false, /check the id/],
  ['NodeAgentSKUNotFound', false, /nodeAgentSkuId: auto/],
  ['ApplicationNotFound', false, /check the id/],
  ['ResourceNotFound', false, /check the id/],
  ['PoolExists', true, /compared and reused/],
  ['PoolBeingDeleted', true, /run again when it is gone/],
  ['PoolBeingCreated', true, /run again in a minute/],
  ['PoolBeingResized', true, /stop the resize/],
  ['OperationInvalidForCurrentState', true, /when the pool is steady/],
  ['OperationNotValidOnPool', false, /takes no fixed resize/],
  ['PoolQuotaReached', false, /delete pools that are not used/],
  ['InvalidApplicationPackageReferences', false, /applicationPackages/],
  ['ConditionNotMet', true, /computed again/],
  ['TooManyRequests', true, /parallelism/],
  ['TooManyEnableAutoScaleRequests', true, /in a few minutes/],
  ['ServerBusy', true, /in a few minutes/],
  ['OperationTimedOut', true, /found and reused/],
  ['InternalError', true, /found and reused/],
  ['RequestDisallowedByPolicy', false, /satisfy the policy/],
  ['FeatureDisabled', false, /leave the feature out/],
  ['ScopeLocked', false, /remove the lock/],
]

/** Errors of unusable nodes. */
const nodes: readonly Row[] = [
  ['BatchAgentInstallationFailure', false, /nodeAgentSkuId the agent of the very OS/],
  ['DiskFull', false, /larger temporary disk/],
  ['ApplicationPackageError', true, /package exists/],
  ['ContainerImageDownloadFailed', true, /containerRegistries/],
]

/** States that keep a node from running tasks. */
const states: readonly Row[] = [
  ['creating', true, /raise timeout/],
  ['starting', true, /raise timeout/],
  ['waitingforstarttask', true, /raise timeout/],
  ['starttaskfailed', false, /stderr/],
  ['rebooting', true, /raise timeout/],
  ['reimaging', true, /raise timeout/],
  ['unusable', false, /BatchNodeManagement.*nodeManagement private endpoint/],
  ['unknown', true, /network of the subnet/],
  ['leavingpool', true, /activity log/],
  ['offline', false, /az batch node scheduling enable/],
  ['preempted', true, /dedicated nodes/],
  ['upgradingos', true, /raise timeout/],
  ['deallocating', true, /activity log/],
  ['deallocated', true, /activity log/],
]

function detail(code: string, message = 'm', details: AzureErrorDetail[] = []): AzureErrorDetail {
  return { code, message, details }
}

function beneath(...details: AzureErrorDetail[]): Explanation {
  return explainResizeError(detail('AllocationFailed', 'm', details))
}

const places: Readonly<
  Record<
    string,
    readonly [readonly Row[], (code: string, message: string) => Explanation | undefined]
  >
> = {
  'a resize ends with': [resize, (code, message) => explainResizeError(detail(code, message))],
  'the reason of AllocationFailed': [reasons, (_, message) => beneath(detail('Reason', message))],
  'Compute tells Batch': [
    provider,
    (code, message) =>
      beneath(
        detail('Provider Error Json', JSON.stringify({ error: { code, message } })),
        detail('Provider Error Json Truncated', 'False'),
      ),
  ],
  'a request is refused with': [
    requests,
    (code, message) =>
      explainAzureFailure(
        new AzureFailure({
          operation: 'create pool render',
          status: 400,
          error: detail(code, message),
        }),
      ),
  ],
  'a sign-in ends with': [
    signIns,
    (code, message) =>
      explainAzureFailure(
        new AzureFailure({ operation: 'sign in to Azure', error: detail(code, message) }),
      ),
  ],
  'an unusable node has': [
    nodes,
    (code, message) => {
      return explainNode('unusable', [{ code, message, details: [] }])
    },
  ],
  'a node is': [states, (state) => explainNode(state, [])],
}

function explainNode(
  state: string,
  errors: readonly { code: string; message: string; details: readonly [] }[],
): Explanation | undefined {
  const node = { id: 'tvm-1', state, isDedicated: true, errors }
  return explainNodes({
    counts: { dedicated: { idle: 1, [state]: 1 }, lowPriority: {} },
    target: { dedicated: 2, lowPriority: 0 },
    nodes: [node],
    stderr: new Map(),
    subject: {},
  })[0]
}

describe.each(Object.entries(places))('%s', (_, [rows, explain]) => {
  test.each(rows.map((row) => [row[0], row] as const))(
    '%s',
    (__, [code, retryable, remedy, said]) => {
      const explanation = explain(code, said ?? 'm')
      expect(explanation).toMatchObject({ retryable, remedy: expect.stringMatching(remedy) })
      expect(explanation?.cause).not.toMatch(/^$|no reason that is known|ended the resize with/)
      expect(explanation?.docs).toMatch(/^https:\/\/learn\.microsoft\.com\//)
    },
  )
})

const rowCount = Object.values(places).reduce((sum, [rows]) => sum + rows.length, 0)
/** Nodes that are idle or running want no remedy. */
const known = new Set([
  ...Object.values(places).flatMap(([rows]) => rows.map(([code]) => code.toLowerCase())),
  ...['idle', 'running'],
])

test('every code is decided on', () => {
  expect(rowCount).toBeGreaterThan(100)
  console.log(
    `${String(rowCount)} errors with remedy and retry decision, ${String(known.size)} codes`,
  )
})

const shared = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'facts')

/** Words in the form of a code that are none: names of keys, values, places. */
const noCodes =
  /^(details|code|message|errors|values|error|Reason|PropertyName|PropertyValue|PropertyPath|retry later|resize-error\.ts|startTaskInfo\.failureInfo|target|True|False|Truncated|Provider Error Json( Truncated)?|resizeTimeout|ResizeError|DiskEncryptionSet\*?)$/i

/** The codes of a section: what stands in backquotes, or in the first column of a table, and looks like one. */
function codesIn(text: string): readonly string[] {
  const rows = text.split('\n').filter((line) => /^\|(?!-)/.test(line))
  const first = rows.map((row) => row.split('|')[1] ?? '')
  const words = first.flatMap((cell) =>
    cell
      .replace(/HTTP \d+|\(.*?\)/g, ' ')
      .split(/[,/+;`\s]+/)
      .filter((word) => /^[A-Z][a-z]+[A-Z]\w+$/.test(word)),
  )
  return [...new Set(words)].filter((word) => !noCodes.test(word))
}

describe('the facts', () => {
  const files = [
    ['azure-batch.md', /## 5\. Error catalogue([^]*?)\n## 6\./],
    ['peers.md', /## 5\. Appendix([^]*?)\n## 6/],
  ] as const
  test('name no code that is not decided on', () => {
    if (!existsSync(shared)) {
      console.log('skipped: ../shared is not here')
      return
    }
    const found = files.flatMap(([file, section]) => {
      const text = section.exec(readFileSync(join(shared, file), 'utf8'))?.[1] ?? ''
      expect(text).not.toBe('')
      return codesIn(text)
    })
    const nodeLevel = /### 5\.4[^]*?\n## 6/.exec(
      readFileSync(join(shared, 'azure-batch.md'), 'utf8'),
    )
    const listed = (/States: ([^[]*)/.exec(nodeLevel?.[0] ?? '')?.[1] ?? '').split(/,\s*/)
    const ofNodes = (nodeLevel?.[0] ?? '').matchAll(/`([A-Z][A-Za-z]+(?:Failure|Full|Error))`/g)
    const all = [
      ...found,
      ...listed.map((state) => state.replace('`', '').trim()),
      ...[...ofNodes].map(([, code = '']) => code),
    ]
    const distinct = [...new Set(all.filter((code) => code !== ''))]
    console.log(`${String(distinct.length)} codes and states in the facts`)
    expect(distinct.length).toBeGreaterThan(80)
    expect(distinct.filter((code) => !known.has(code.toLowerCase()))).toEqual([])
  })
})
