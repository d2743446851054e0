import { describe, expect, test } from '@jest/globals'
import { decodeDetails } from '../../../src/diagnosis/decode.js'
import { readServiceError } from '../../../src/shared/service-error.js'
import {
  explainResizeError,
  reportResizeError,
} from '../../../src/diagnosis/explain-resize-error.js'
import type { JsonObject } from '../../../src/shared/json.js'

function explain(raw: JsonObject, subject = {}) {
  return explainResizeError(readServiceError(raw), subject)
}

function withDetails(code: string, pairs: Readonly<Record<string, string>>): JsonObject {
  const details = Object.entries(pairs).map(([name, message]) => ({ code: name, message }))
  return { code, message: 'Desired number of nodes could not be allocated', details }
}

function provider(error: JsonObject, truncated = 'False') {
  return withDetails('AllocationFailed', {
    Reason: 'Allocation failed as subnet or resources could not be had',
    'Provider Error Json': JSON.stringify({ error }),
    'Provider Error Json Truncated': truncated,
  })
}

describe('the codes of a resize', () => {
  test.each<[string, boolean, RegExp]>([
    ['AccountCoreQuotaReached', false, /total dedicated vCPU quota/],
    ['AccountVMSeriesCoreQuotaReached', false, /dedicated vCPU quota .* for/],
    ['AccountLowPriorityCoreQuotaReached', false, /low-priority \(Spot\) vCPU quota/],
    ['AccountSpotCoreQuotaReached', false, /low-priority \(Spot\) vCPU quota/],
    ['AllocationFailed', false, /no cause that is known/],
    ['AllocationTimedout', true, /not reached within resizeTimeout/],
    ['AllocationTimedOut', true, /not reached within resizeTimeout/],
    ['allocationtimedout', true, /not reached within resizeTimeout/],
    ['UnsupportedVMSize', false, /not offered to Batch/],
    ['CommunicationEnabledPoolReachedMaxVMCount', false, /inter-node communication/],
    ['OverconstrainedAllocationRequestError', false, /all constraints at once/],
    ['BatchOutOfCapacity', true, /no capacity left/],
    ['ResizeStopped', false, /somebody stopped/],
    ['RemoveNodesFailed', true, /could not be removed/],
    ['Unknown', true, /did not classify/],
    ['AutoScaleFormulaEvaluationError', false, /formula fails/],
    ['AutoScaleNotEvaluated', true, /did not evaluate/],
  ])('%s', (code, retryable, cause) => {
    const explained = explain({ code, message: 'm' })
    expect(explained).toMatchObject({ code, retryable, cause: expect.stringMatching(cause) })
    expect(explained.remedy).not.toBe('')
    expect(explained.docs).toMatch(/^https:\/\/learn\.microsoft\.com\//)
  })

  test('an unknown code is shown as it is', () => {
    const explained = explain({ code: 'SomethingNew', message: 'never seen' })
    expect(explained.cause).toBe('Azure ended the resize with SomethingNew')
  })

  test('name the VM family, the account and the numbers that the message has', () => {
    const message =
      'The specified account has reached VM series core quota for standardDSv5Family. Current Limit: 100, Current Usage: 96, Additional Required: 48'
    const explained = explain(
      { code: 'AccountVMSeriesCoreQuotaReached', message },
      { account: 'renderbatch' },
    )
    expect(explained.cause).toBe(
      'the dedicated vCPU quota of Batch account renderbatch for standardDSv5Family is used up (current limit 100, current usage 96, additional required 48)',
    )
    expect(explained.remedy).toContain('request more vCPUs of standardDSv5Family')
  })

  test('name the VM size where the message names no family', () => {
    const raw = { code: 'AccountVMSeriesCoreQuotaReached', message: 'quota' }
    expect(explain(raw, { vmSize: 'Standard_D4s_v5' }).cause).toContain(
      'the family of Standard_D4s_v5',
    )
  })
})

describe('reasons beneath AllocationFailed', () => {
  test.each<[string, boolean, RegExp]>([
    [
      'Allocation failed as subnet has delegation to external resources.',
      false,
      /delegated to another service/,
    ],
    ['The server encountered an internal error.', true, /temporary problem/],
    [
      'Allocation failed due to insufficient capacity for the requested VM size in the region.',
      true,
      /is short of/,
    ],
    [
      'Azure Batch Service does not have the desired permissions to allocate',
      false,
      /lacks its role on the subscription/,
    ],
    ['The Batch is not authorized to access the key vault', false, /key vault/],
    [
      'Marketplace purchase eligibility check returned errors',
      false,
      /terms of the image's marketplace plan/,
    ],
  ])('%s', (reason, retryable, cause) => {
    const explained = explain(withDetails('AllocationFailed', { Reason: reason }))
    expect(explained).toMatchObject({ retryable, cause: expect.stringMatching(cause) })
    expect(explained.evidence).toEqual([{ code: 'Reason', message: reason }])
  })
})

test('a deleted image is guessed only where Azure says nothing at all', () => {
  const silent = explain({ code: 'AllocationFailed', message: 'm' })
  expect(silent.cause).toMatch(/a deleted image/)
  const spoken = explain(withDetails('AllocationFailed', { Reason: 'The moon is in the way.' }))
  expect(spoken.cause).toMatch(/the evidence is what Azure says/)
  expect(`${spoken.cause} ${spoken.remedy}`).not.toMatch(/deleted|image/)
  expect(spoken.causeUnknown).toBe(true)
})

describe("the provider's own error", () => {
  test.each<[string, string, boolean, RegExp]>([
    [
      'BadRequest',
      "The selected VM size cannot boot Hypervisor Generation '2'.",
      false,
      /cannot boot a generation 2 image/,
    ],
    ['BadRequest', 'no', false, /refused what the pool asks for/],
    ['InternalServerError', 'x', true, /temporary problem/],
    ['NetworkingInternalOperationError', 'x', true, /temporary problem/],
    ['InternalExecutionError', 'x', true, /temporary problem/],
    ['StrangeCode', 'Please retry later.', true, /temporary problem/],
    ['SkuNotAvailable', 'x', false, /restricted or not available/],
    ['AllocationFailed', 'x', true, /no capacity left/],
    ['ZonalAllocationFailed', 'x', true, /no capacity left/],
    ['OverconstrainedAllocationRequest', 'x', false, /meets all constraints/],
    ['OverconstrainedZonalAllocationRequest', 'x', false, /meets all constraints/],
    [
      'OperationNotAllowed',
      'Operation could not be completed as it results in exceeding approved standardDSv5Family Cores quota. Current Limit: 10',
      false,
      /standardDSv5Family .* used up \(current limit 10\)/,
    ],
    ['OperationNotAllowed', 'x', false, /does not allow this/],
    ['InvalidRequestContent', 'x', false, /cannot take/],
    ['InvalidParameter', 'x', false, /cannot take/],
    [
      'InvalidParameter',
      "only supports creation of VMs with 'TrustedLaunch' security type",
      false,
      /security type that the pool does not state/,
    ],
    ['SubnetIsFull', 'x', false, /no free IP/],
    ['RequestDisallowedByPolicy', 'x', false, /Azure Policy/],
    ['GalleryImageNotFound', 'x', false, /image is gone/],
    ['ImageNotFound', 'x', false, /image is gone/],
    ['PlatformImageNotFound', 'x', false, /image is gone/],
    ['NotFound', 'x', false, /image is gone/],
    ['LinkedAuthorizationFailed', 'x', false, /may not use the image or subnet/],
    ['PublicIPCountLimitReached', 'x', false, /public IP address quota/],
    ['DiskEncryptionSetNotFound', 'x', false, /disk encryption set/],
    ['DiskEncryptionSetKeyAccessRevoked', 'x', false, /disk encryption set/],
  ])('%s: %s', (code, message, retryable, cause) => {
    const explained = explain(provider({ code, message }), {
      vmSize: 'Standard_D4s_v5',
      region: 'koreacentral',
    })
    expect(explained).toMatchObject({
      code: 'AllocationFailed',
      retryable,
      cause: expect.stringMatching(cause),
    })
    expect(explained.evidence).toContainEqual({ code, message })
    expect(explained.docs).toMatch(/^https:\/\/learn\.microsoft\.com\//)
  })

  test('is found in its innermost details', () => {
    const error = {
      code: 'DeploymentFailed',
      message: 'x',
      details: [{ code: 'SubnetIsFull', message: 'full' }],
    }
    expect(explain(provider(error)).cause).toContain('no free IP')
  })

  test('is not guessed at when it was cut short', () => {
    const explained = explain(provider({ code: 'SkuNotAvailable', message: 'x' }, 'True'))
    expect(explained.cause).toMatch(/Azure cut its own evidence short/)
    expect(explained.cause).not.toMatch(/restricted/)
    expect(explained.evidence.map(({ code }) => code)).toEqual(['Reason', 'Provider Error Json'])
  })

  test('is shown as it came when it is no JSON', () => {
    const raw = withDetails('AllocationFailed', {
      'Provider Error Json': '{"error":{"co',
      'Provider Error Json Truncated': 'False',
    })
    expect(explain(raw).evidence).toEqual([
      { code: 'Provider Error Json', message: '{"error":{"co' },
    ])
  })
})

describe('the form of an error', () => {
  test("of the data plane is read like Resource Manager's", () => {
    const values = [{ name: 'Reason', value: 'subnet has delegation' }]
    const raw = { code: 'AllocationFailed', message: { lang: 'en-us', value: 'failed' }, values }
    expect(explain(raw)).toMatchObject({
      message: 'failed',
      cause: expect.stringContaining('delegated'),
      evidence: [{ code: 'Reason', message: 'subnet has delegation' }],
    })
  })

  test('may be nested to any depth, and nothing of it is lost', () => {
    const raw = {
      code: 'AllocationFailed',
      message: 'a',
      details: [
        { code: 'B', message: 'b', details: [{ code: 'C', message: 'c' }] },
        { code: 'D', message: 'd' },
      ],
    }
    expect(decodeDetails(readServiceError(raw)).evidence.map(({ code }) => code)).toEqual([
      'B',
      'C',
      'D',
    ])
  })

  test('may lack anything', () => {
    expect(readServiceError({})).toEqual({ code: '', message: '', details: [] })
    expect(explain({}).cause).toContain('an error without a code')
  })

  test('has one line of message: request id and time come after it', () => {
    const message = 'It failed.\r\nRequestId:1234\nTime:2026'
    expect(explain({ code: 'Unknown', message }).message).toBe('It failed.')
  })
})

test('the report of an error has everything the output wants', () => {
  const explained = explain(provider({ code: 'SkuNotAvailable', message: 'no' }))
  expect(reportResizeError(explained, { attempt: 1, at: '2026-11-23T08:00:00Z' })).toEqual({
    code: 'AllocationFailed',
    message: 'Desired number of nodes could not be allocated',
    details: [
      { code: 'Reason', message: 'Allocation failed as subnet or resources could not be had' },
      { code: 'SkuNotAvailable', message: 'no' },
    ],
    attempt: 1,
    at: '2026-11-23T08:00:00Z',
    retryable: false,
    cause: explained.cause,
    remedy: explained.remedy,
  })
})

describe('what a VM size cannot do', () => {
  const subject = { vmSize: 'Standard_D4_v5', region: 'koreacentral' }
  test.each([
    [
      'InvalidParameter',
      "Requested operation cannot be performed because the VM size Standard_D4_v5 does not support the storage account type Premium_LRS of disk 'os'. Consider updating the VM to a size that supports Premium storage.",
      /no premium storage/,
    ],
    [
      'InvalidParameter',
      "The property 'securityProfile.encryptionAtHost' is not valid because the 'Microsoft.Compute/EncryptionAtHost' feature is not enabled for this subscription.",
      /not registered the feature EncryptionAtHost/,
    ],
    [
      'InvalidParameter',
      'VM size Standard_D4_v5 does not support encryption at host.',
      /no encryption at host/,
    ],
    [
      'NotSupported',
      'OS disk of Ephemeral VM with size greater than 50 GB is not allowed for VM size Standard_D4_v5 when the DiffDiskPlacement is CacheDisk.',
      /ephemeral OS disk does not fit/,
    ],
    [
      'InvalidParameter',
      'The specified disk size 64 GB is smaller than the size of the corresponding disk in the VM image: 128 GB.',
      /smaller than that of the image/,
    ],
    [
      'OperationNotAllowed',
      'Operation could not be completed as it results in exceeding approved LowPriorityCores quota. Current Limit: 10, Current Usage: 8',
      /Spot \(low-priority\) vCPU quota/,
    ],
  ])('%s: %s', (code, message, cause) => {
    expect(explain(provider({ code, message }), subject)).toMatchObject({
      cause: expect.stringMatching(cause),
      retryable: false,
    })
  })

  test('of a family that is closed, the first remedy is to leave it', () => {
    const of = (vmSize: string) =>
      explain({ code: 'AccountVMSeriesCoreQuotaReached', message: 'm' }, { vmSize }).remedy
    expect(of('Standard_D4s_v3')).toMatch(/^move to a vmSize of generation v5 or later/)
    expect(of('Standard_D4s_v5')).toMatch(/^request more vCPUs/)
  })

  test('policies of the subnet are named', () => {
    const text =
      'The subnet has privateLinkServiceNetworkPolicies enabled; disable network policies for the private link service'
    expect(explain(withDetails('AllocationFailed', { Reason: text })).cause).toMatch(
      /policies for private links/,
    )
  })
})

describe('what Azure says of nodes that it cannot make', () => {
  test.each<[string, boolean, RegExp]>([
    ["The selected VM size cannot boot Hypervisor Generation '2'.", false, /a generation 2 image/],
    [
      'Operation results in exceeding approved LowPriorityCores quota. Current Limit: 10',
      false,
      /Spot \(low-priority\) vCPU quota in koreacentral is used up \(current limit 10\)/,
    ],
    [
      'Operation results in exceeding approved Total Regional Cores quota.',
      false,
      /vCPUs in koreacentral, of all families together/,
    ],
    [
      'Operation results in exceeding approved standardDSv5Family Cores quota.',
      false,
      /vCPU quota for standardDSv5Family/,
    ],
    ['Subnet s does not have enough capacity for 20 IP addresses.', false, /no free IP addresses/],
    [
      'Resource /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/s was not found.',
      false,
      /subnet or its virtual network is gone/,
    ],
    ["Resource 'x' was disallowed by policy.", false, /Azure Policy/],
    ['cannot write because following scope(s) are locked: x', false, /a lock/],
    [
      'The gallery image /subscriptions/s/galleries/g/images/i/versions/1.0.0 is not available in koreacentral region.',
      false,
      /never replicated to the region/,
    ],
    ["DiskEncryptionSet '/x' was not found.", false, /disk encryption set is missing/],
    [
      "User Assigned Identity '/x' not found or access denied",
      false,
      /identity of the pool is gone/,
    ],
    ['The requested VM size is not available in location x', false, /restricted or not available/],
    ["The zone(s) '1' for resource is not supported.", false, /not offered in every zone/],
    ['Accelerated networking is not supported on this size', false, /no accelerated networking/],
    ['Ultra disk is not supported for this size', false, /takes no Ultra disks/],
    ['We do not have sufficient capacity for the requested VM size', true, /is short of/],
    ['privateEndpointNetworkPolicies must be disabled', false, /policies for private links/],
    ['Legal terms have not been accepted for this item', false, /terms of the image/],
  ])('as a reason and under a vague code: %s', (text, retryable, cause) => {
    const about = { region: 'koreacentral', vmSize: 'Standard_D4s_v5' }
    const said = { retryable, cause: expect.stringMatching(cause) as unknown as string }
    const reason = withDetails('AllocationFailed', { Reason: text })
    expect(explain(reason, about)).toMatchObject(said)
    for (const code of ['InvalidParameter', 'BadRequest', 'NotSupported', 'OperationNotAllowed']) {
      expect(explain(provider({ code, message: text }), about)).toMatchObject(said)
    }
  })

  test('a code that says what it is goes before the words', () => {
    const message = 'Subnet is full: the requested size is not available'
    expect(explain(provider({ code: 'SubnetIsFull', message })).cause).toMatch(
      /no free IP addresses/,
    )
  })
})
