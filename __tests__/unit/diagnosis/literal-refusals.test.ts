/**
 * What Azure was seen to say, word for word but for names, with the public report that has it: each is told by its own cause,
 * and none is taken for an image that somebody deleted.
 */
import { describe, expect, test } from '@jest/globals'
import { explainAzureFailure } from '../../../src/diagnosis/explain-azure-failure.js'
import { explainResizeError } from '../../../src/diagnosis/explain-resize-error.js'
import type { Explanation } from '../../../src/model/explanation.js'
import { AzureFailure, type AzureErrorDetail } from '../../../src/shared/errors.js'

const detail = (code: string, message: string, details: AzureErrorDetail[] = []) => ({
  ...{ code, message, details },
})

/** Below a resize error, as Batch hands on what Compute told it. */
function fromCompute(code: string, message: string): Explanation {
  const said = JSON.stringify({ error: { code, message } })
  const details = [
    detail('Reason', 'Allocation failed'),
    detail('Provider Error Json', said),
    detail('Provider Error Json Truncated', 'False'),
  ]
  const subject = { vmSize: 'Standard_D4_v5', region: 'koreacentral' }
  return explainResizeError(
    detail('AllocationFailed', 'Desired number of nodes could not be allocated', details),
    subject,
  )
}

function fromBatch(_code: string, message: string): Explanation {
  return explainResizeError(detail('AllocationFailed', 'm', [detail('Reason', message)]))
}

/** The answer to a request, or the end of a long-running operation. */
function refused(code: string, message: string): Explanation {
  return explainAzureFailure(
    new AzureFailure({ operation: 'create', status: 409, error: detail(code, message) }),
  )
}

/** Batch's own form of a refusal: the property and the reason are details. */
function badProperty(code: string, reason: string): Explanation {
  const message = 'The value provided for one of the properties in the request body is invalid.'
  const details = [detail('PropertyName', 'subnetId'), detail('Reason', reason)]
  return explainAzureFailure(
    new AzureFailure({
      operation: 'create pool',
      status: 400,
      error: detail(code, message, details),
    }),
  )
}

type Row = readonly [
  report: string,
  explain: (code: string, message: string) => Explanation,
  code: string,
  message: string,
  cause: RegExp,
  remedy: RegExp,
]

const rows: readonly Row[] = [
  [
    'MicrosoftDocs/azure-docs#119870',
    fromBatch,
    'Reason',
    'Deployment allocation failed because VM size does not support storage account type.',
    /premium/,
    /StandardSSD_LRS/,
  ],
  [
    'google/cloud-forensics-utils#488',
    fromCompute,
    'InvalidParameter',
    "Requested operation cannot be performed because the VM size Standard_F4 does not support the storage account type Premium_LRS of disk 'os'. Consider updating the VM to a size that supports Premium storage.",
    /no premium storage/,
    /StandardSSD_LRS/,
  ],
  [
    'MicrosoftLearning/20533-ImplementingMicrosoftAzureInfrastructureSolutions#345',
    fromCompute,
    'InvalidParameter',
    "Requested operation cannot be performed because storage account type 'Premium_LRS' is not supported for VM size 'Standard_D1_v2'.",
    /no premium storage/,
    /StandardSSD_LRS/,
  ],
  [
    'MicrosoftDocs/azure-docs#68028',
    fromCompute,
    'InvalidParameter',
    "The property 'securityProfile.encryptionAtHost' is not valid because the 'Microsoft.Compute/EncryptionAtHost' feature is not enabled for this subscription.",
    /not registered the feature EncryptionAtHost/,
    /az feature register/,
  ],
  [
    'cloudfoundry/bosh-azure-cpi-release#674',
    fromCompute,
    'NotSupported',
    'OS disk of Ephemeral VM with size greater than 50 GB is not allowed for VM size Standard_D2s_v3 when the DiffDiskPlacement is CacheDisk. Please refer to https://aka.ms/Ephemeral for more details.',
    /ephemeral OS disk does not fit/,
    /larger cache/,
  ],
  [
    'Azure/avdaccelerator#523',
    fromCompute,
    'OperationNotAllowed',
    'The specified disk size 128 GB is smaller than the size of the corresponding disk in the VM image: 256 GB. This is not allowed. Please choose equal or greater size or do not specify an explicit size.',
    /smaller than that of the image/,
    /osDisk\.diskSizeGB/,
  ],
  [
    'Azure/FederalAVD#20',
    fromCompute,
    'InvalidParameter',
    "The VM size 'Standard_D4ads_v5' cannot boot with DiskControllerType 'NVMe'. Please check that the disk controller type provided is one of the supported disk controller types for the VM size 'Standard_D4ads_v5'.",
    /no disk controller \(SCSI, NVMe\) in common/,
    /DiskControllerTypes=SCSI,NVMe/,
  ],
  [
    'kubernetes-sigs/image-builder#1875',
    fromCompute,
    'InvalidParameter',
    "The VM size 'Standard_D8s_v6' cannot boot with OS image or disk. Please check that disk controller types supported by the OS image or disk is one of the supported disk controller types for the VM size 'Standard_D8s_v6'.",
    /no disk controller \(SCSI, NVMe\) in common/,
    /DiskControllerTypes=SCSI,NVMe/,
  ],
  [
    'AutomatedLab/AutomatedLab#1638',
    fromCompute,
    'BadRequest',
    "The selected VM size 'Standard_D2_v2' cannot boot Hypervisor Generation '2'. If this was a Create operation please check that the Hypervisor Generation of the Image matches the Hypervisor Generation of the selected VM Size.",
    /cannot boot a generation 2 image/,
    /vmSize that supports the generation/,
  ],
  [
    'Azure/azure-cli#27975',
    fromCompute,
    'BadRequest',
    'Use of TrustedLaunch setting is not supported for the provided image. Please select Trusted Launch Supported Gen2 OS Image. For more information, see https://aka.ms/TrustedLaunch-FAQ.',
    /do not both support the security type/,
    /securityProfile/,
  ],
  [
    'Azure/azure-cli#28005',
    fromCompute,
    'BadRequest',
    "The VM size 'Standard_A4_v2' is not supported for creation of VMs and Virtual Machine Scale Set with 'TrustedLaunch' security type.",
    /do not both support the security type/,
    /securityProfile/,
  ],
  [
    'jenkinsci/azure-vm-agents-plugin#459',
    fromCompute,
    'BadRequest',
    "The provided gallery image only support creation of Vms and Vm scale Sets with 'TrustedLaunch' security type.",
    /asks for a security type that the pool does not state/,
    /securityProfile\.securityType/,
  ],
  [
    'scylladb/scylla-cluster-tests#4994',
    fromCompute,
    'OperationNotAllowed',
    'Operation could not be completed as it results in exceeding approved LowPriorityCores quota. Additional details - Deployment Model: Resource Manager, Location: eastus, Current Limit: 100, Current Usage: 100, Additional Required: 8, (Minimum) New Limit Required: 108.',
    /Spot \(low-priority\) vCPU quota/,
    /Spot vCPUs/,
  ],
  [
    'scylladb/scylla-cluster-tests#12948',
    fromCompute,
    'OperationNotAllowed',
    'Operation could not be completed as it results in exceeding approved standardFSv2Family Cores quota. Additional details - Deployment Model: Resource Manager, Location: eastus, Current Limit: 350, Current Usage: 344, Additional Required: 8, (Minimum) New Limit Required: 352.',
    /vCPU quota for standardFSv2Family/,
    /^move to a vmSize of generation v5 or later/,
  ],
  [
    'MicrosoftDocs/azure-docs#95888',
    badProperty,
    'InvalidPropertyValue',
    'The specified subnet default has PrivateLinkServiceNetworkPolicies or PrivateEndpointNetworkPolicies enabled. Please disable them.',
    /policies for private links or endpoints/,
    /--private-link-service-network-policies Disabled/,
  ],
  [
    'a runbook of 2026 on images of Trusted Launch machines',
    refused,
    'Conflict',
    "The source '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v' contains TrustedLaunch or ConfidentialVM security data that cannot be used in image with 'TrustedLaunchSupported' security type. Please use either TrustedLaunch or ConfidentialVM security type.",
    /guest state/,
    /definition of security type TrustedLaunch or ConfidentialVM/,
  ],
  [
    'hashicorp/packer-plugin-azure#304',
    refused,
    'InvalidParameter',
    "The security type 'TrustedLaunchSupported' is not supported for the source id '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/snapshots/s'. Currently only Vhd Blob, User Image and Gallery Image Version sources are supported for 'TrustedLaunchSupported' images.",
    /takes no snapshots/,
    /gallery-source: image/,
  ],
]

describe('words that Azure was seen to use', () => {
  test.each(rows)('%s', (_report, explain, code, message, cause, remedy) => {
    const explained = explain(code, message)
    expect(explained).toMatchObject({
      cause: expect.stringMatching(cause),
      remedy: expect.stringMatching(remedy),
      retryable: false,
    })
    expect(`${explained.cause} ${explained.remedy}`).not.toMatch(/deleted image|still exists/)
  })
})

describe('of codes whose words were not published with the report', () => {
  test.each([
    [
      'Azure/azure-cli#29091',
      'InternalOperationError',
      'An image cannot be made from a disk of type PremiumV2_LRS',
      /Premium SSD v2/,
    ],
    ['Azure/Batch#166', 'ContainerPoolNotSupported', 'm', /no container runtime/],
  ])('%s: %s', (_report, code, message, cause) => {
    expect(refused(code, message)).toMatchObject({
      cause: expect.stringMatching(cause),
      retryable: false,
    })
  })
})

describe('a deleted image is guessed at', () => {
  const guess = /deleted image/

  test('where Azure says nothing at all', () => {
    expect(explainResizeError(detail('AllocationFailed', 'm')).cause).toMatch(guess)
  })

  test.each([
    detail('Reason', 'Something that is in no table'),
    detail('Provider Error Json', JSON.stringify({ error: { code: 'NeverSeen', message: 'm' } })),
    detail('SomethingElse', 'm'),
  ])('and not where it says anything: $code', (said) => {
    const { cause, remedy } = explainResizeError(detail('AllocationFailed', 'm', [said]))
    expect(`${cause} ${remedy}`).not.toMatch(/deleted image|still exists/)
  })
})
