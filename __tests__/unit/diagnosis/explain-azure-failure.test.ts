import { describe, expect, test } from '@jest/globals'
import { explainAzureFailure } from '../../../src/diagnosis/explain-azure-failure.js'
import { AzureFailure, type AzureErrorDetail } from '../../../src/shared/errors.js'

const pool =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/renderbatch/pools/render'

function explain(
  code: string,
  more: {
    message?: string
    status?: number
    resource?: string
    details?: readonly AzureErrorDetail[]
  } = {},
) {
  const { message = 'm', status, resource = pool, details = [] } = more
  return explainAzureFailure(
    new AzureFailure({
      operation: 'create pool render',
      resource,
      error: { code, message, details },
      ...(status !== undefined && { status }),
    }),
  )
}

test.each([
  ['BadMetadata', false, 'environment'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', false, 'NODE_EXTRA_CA_CERTS'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', false, 'NODE_EXTRA_CA_CERTS'],
  ['SELF_SIGNED_CERT_IN_CHAIN', false, 'NODE_EXTRA_CA_CERTS'],
  ['CERT_HAS_EXPIRED', false, 'NODE_EXTRA_CA_CERTS'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', false, 'NODE_EXTRA_CA_CERTS'],
  ['ECONNREFUSED', true, 'proxy or firewall'],
  ['ENOTFOUND', true, 'DNS'],
])('what is in the way to Azure is no riddle of Azure: %s', (code, retryable, remedy) => {
  const expected = expect.stringContaining(remedy) as unknown as string
  expect(explain(code)).toMatchObject({ code, retryable, remedy: expected })
})

describe('the codes of a refusal', () => {
  test.each<[string, boolean, RegExp]>([
    ['InvalidPropertyValue', false, /does not accept a value/],
    ['MissingRequiredProperty', false, /requires is missing/],
    ['UnsupportedProperty', false, /not in this API version/],
    ['InvalidRequestBody', false, /does not accept a value/],
    ['OutOfRangeInput', false, /outside of what Azure allows/],
    ['InvalidInput', false, /does not accept a value/],
    ['PropertyCannotBeUpdated', false, /that has nodes/],
    ['InsufficientPermissions', false, /may not read the image/],
    ['InvalidAutoScalingSettings', false, /autoscale formula/],
    ['AutoScalingFormulaSyntaxError', false, /autoscale formula/],
    ['AutoScalingFormulaTooLong', false, /8,192/],
    ['AutoScaleFormulaTooLong', false, /8,192/],
    ['MetadataTooLarge', false, /metadata/],
    ['InvalidMetadata', false, /metadata/],
    ['EmptyMetadataKey', false, /metadata/],
    ['UnsupportedRequestVersion', false, /API version/],
    ['InvalidApiVersionParameter', false, /API version/],
    ['NoRegisteredProviderFound', false, /API version/],
    ['AuthenticationFailed', false, /token/],
    ['InsufficientAccountPermissions', false, /may not do this in Batch account renderbatch/],
    ['AccountIsDisabled', false, /renderbatch is disabled/],
    ['AuthorizationFailed', false, /lacks/],
    ['PoolNotFound', false, /no such pool/],
    ['NodeAgentSKUNotFound', false, /no such node agent/],
    ['ApplicationNotFound', false, /application/],
    ['ResourceNotFound', false, /does not exist/],
    ['PoolExists', true, /there already/],
    ['PoolBeingDeleted', true, /still being deleted/],
    ['PoolBeingCreated', true, /being created/],
    ['PoolBeingResized', true, /being resized/],
    ['OperationInvalidForCurrentState', true, /present state/],
    ['OperationNotValidOnPool', false, /does not|take this operation/],
    ['PoolQuotaReached', false, /as many pools as its quota allows/],
    ['InvalidApplicationPackageReferences', false, /application package/],
    ['ConditionNotMet', true, /changed by somebody else/],
    ['TooManyRequests', true, /throttling/],
    ['TooManyEnableAutoScaleRequests', true, /30 seconds/],
    ['ServerBusy', true, /busy/],
    ['OperationTimedOut', true, /temporary problem/],
    ['InternalError', true, /temporary problem/],
    ['RequestDisallowedByPolicy', false, /Azure Policy/],
    ['FeatureDisabled', false, /does not offer a feature/],
    ['ScopeLocked', false, /lock/],
    ['OperationNotAllowedOnVMImageAsVMsBeingProvisioned', true, /used for provisioning/],
    ['DeleteGalleryImageVersionBlockedBeforeEndOfLife', false, /end-of-life date/],
    ['PropertyChangeNotAllowed', false, /cannot be changed/],
    ['GalleryImageNotFound', false, /gallery image/],
    ['InvalidResourceReference', false, /links to a resource/],
    ['SkuNotAvailable', false, /not available/],
    ['Conflict', true, /another operation/],
    ['NotFound', false, /does not exist/],
    ['ResourceGroupNotFound', false, /no such resource group/],
    ['SubscriptionNotFound', false, /no such subscription/],
    ['MissingSubscriptionRegistration', false, /registered/],
    ['DiskEncryptionSetNotFound', false, /disk encryption set/],
    ['InternalServerError', true, /temporary problem/],
    ['ReadOnlyDisabledSubscription', false, /subscription is disabled/],
    ['FeatureNotRegistered', false, /has not registered a feature/],
    ['QuotaExceeded', false, /a quota is used up/],
    ['StorageAccountTypeNotSupported', false, /does not accept a value/],
  ])('%s', (code, retryable, cause) => {
    const explained = explain(code)
    expect(explained).toMatchObject({ code, retryable, cause: expect.stringMatching(cause) })
    expect(explained.remedy).not.toBe('')
    expect(explained.docs).toMatch(/^https:\/\/learn\.microsoft\.com\//)
    expect(explain(code.toUpperCase()).cause).toBe(explained.cause)
  })

  test.each<[string, string, RegExp]>([
    [
      'OperationNotAllowed',
      "Managed images are not supported for a VM with 'TrustedLaunch' security type",
      /cannot hold disks of a Trusted Launch/,
    ],
    [
      'OperationNotAllowed',
      'exceeding quota limits of Core. Maximum allowed: 20',
      /quota .* used up \(maximum allowed 20\)/,
    ],
    ['InvalidParameter', 'hyperVGeneration does not match', /generation of the source/],
    ['InvalidPropertyValue', 'PropertyName nodeAgentSkuId', /nodeAgentSkuId does not fit/],
    [
      'InvalidPropertyValue',
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/i',
      /retired on 2026-03-31/,
    ],
    [
      'AuthenticationFailed',
      'SharedKey is not allowed when external resources of type Compute are linked',
      /account key/,
    ],
  ])('%s: %s', (code, message, cause) => {
    expect(explain(code, { message }).cause).toMatch(cause)
  })
})

describe('a missing right', () => {
  const refusal = (action: string, scope = '/subscriptions/s/resourceGroups/g') =>
    `The client 'c' with object id 'o' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid.`

  test.each([
    ['Microsoft.Batch/batchAccounts/pools/write', 'Azure Batch Data Contributor'],
    ['Microsoft.Batch/batchAccounts/read', 'Azure Batch Account Reader'],
    ['Microsoft.Batch/locations/quotas/read', 'Azure Batch Account Reader'],
    ['Microsoft.Compute/galleries/images/versions/read', 'Compute Gallery Image Reader'],
    ['Microsoft.Compute/galleries/images/versions/write', 'Compute Gallery Artifacts Publisher'],
    ['Microsoft.Compute/images/write', 'Compute Gallery Artifacts Publisher'],
    ['Microsoft.Compute/snapshots/read', 'the role Reader'],
    ['Microsoft.Compute/snapshots/write', 'Disk Snapshot Contributor'],
    [
      'Microsoft.Compute/disks/beginGetAccess/action',
      'a custom role with Microsoft.Compute/disks/beginGetAccess/action',
    ],
    ['Microsoft.Network/virtualNetworks/subnets/join/action', 'subnets/join/action'],
    ['Microsoft.ManagedIdentity/userAssignedIdentities/assign/action', 'Managed Identity Operator'],
    [
      'Microsoft.Strange/things/frob/action',
      'a role that has Microsoft.Strange/things/frob/action',
    ],
  ])('%s is named with the role that has it', (action, role) => {
    const explained = explain('AuthorizationFailed', { message: refusal(action), status: 403 })
    expect(explained.cause).toBe(`the identity that runs this lacks ${action}`)
    expect(explained.remedy).toContain(role)
    expect(explained.remedy).toContain('at /subscriptions/s/resourceGroups/g')
  })
})

describe('what no table has', () => {
  test.each<[number, boolean, RegExp]>([
    [400, false, /does not accept a value/],
    [401, false, /token/],
    [403, false, /lacks a permission/],
    [404, false, /does not exist/],
    [409, true, /state/],
    [412, true, /somebody else/],
    [429, true, /throttling/],
    [503, true, /temporary problem/],
  ])('is explained by its status %i', (status, retryable, cause) => {
    const explained = explain('NeverSeen', { status })
    expect(explained).toMatchObject({ retryable, cause: expect.stringMatching(cause) })
  })

  test('and no status either is said to be unknown', () => {
    expect(explain('NeverSeen').cause).toBe('Azure gives no reason that is known here')
  })

  test('is explained by what is inside of it', () => {
    const details = [{ code: 'ScopeLocked', message: 'locked', details: [] }]
    const explained = explain('DeploymentFailed', { details })
    expect(explained.cause).toContain('lock')
    expect(explained.evidence).toEqual([{ code: 'ScopeLocked', message: 'locked' }])
  })
})

test('the service says which property it was', () => {
  const details = [
    { code: 'PropertyName', message: 'subnetId', details: [] },
    { code: 'Reason', message: 'no', details: [] },
  ]
  expect(explain('InvalidPropertyValue', { details }).evidence).toEqual([
    { code: 'PropertyName', message: 'subnetId' },
    { code: 'Reason', message: 'no' },
  ])
})

describe('refusals that nothing makes better but another config', () => {
  test.each([
    [
      'Conflict',
      "The source contains TrustedLaunch or ConfidentialVM security data that cannot be used in image with 'TrustedLaunchSupported' security type",
      /guest state/,
    ],
    [
      'InternalOperationError',
      'An image cannot be created from a disk of type PremiumV2_LRS',
      /Premium SSD v2/,
    ],
    [
      'ContainerPoolNotSupported',
      'Container pools are not supported by the image',
      /container runtime/,
    ],
  ])('%s: %s', (code, message, cause) => {
    expect(explain(code, { message, status: 409 })).toMatchObject({
      cause: expect.stringMatching(cause),
      retryable: false,
    })
  })

  test('another conflict may pass', () => {
    expect(explain('Conflict', { message: 'another operation', status: 409 }).retryable).toBe(true)
  })
})

test('of a linked resource what is missing is told, and not what the identity has', () => {
  const subnet =
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/s'
  const message = `The client 'a' with object id 'a' has permission to perform action 'Microsoft.Batch/batchAccounts/pools/write' on scope '${pool}'; however, it does not have permission to perform action(s) 'Microsoft.Network/virtualNetworks/subnets/join/action' on the linked scope(s) '${subnet}' (respectively) or the linked scope(s) are invalid.`
  const { cause, remedy } = explain('LinkedAuthorizationFailed', { message })
  expect(cause).toBe(
    'the identity that runs this lacks Microsoft.Network/virtualNetworks/subnets/join/action',
  )
  expect(remedy).toContain(`(or Network Contributor) at ${subnet};`)
})

test.each<[string, boolean]>([
  ['The storage account type is not supported for this disk', false],
  ["Operation 'update' is not allowed since the version has 'Creating' provisioning state", true],
  ['The request is not allowed while another update is in progress', true],
])('a conflict that stays is told apart from one that ends: %s', (message, retryable) => {
  expect(explain('Conflict', { message, status: 409 })).toMatchObject({ retryable })
})
