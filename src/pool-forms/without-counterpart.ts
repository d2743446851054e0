/** What Azure alone sets, in any form: it says how a pool is, not how it is to be. */
export const readOnlyNames: readonly string[] = [
  'allocationState',
  'allocationStateTransitionTime',
  'autoScaleRun',
  'creationTime',
  'currentDedicatedNodes',
  'currentDedicatedComputeNodes',
  'currentLowPriorityNodes',
  'currentLowPriorityComputeNodes',
  'currentNodeCommunicationMode',
  'etag',
  'exactVersion',
  'lastModified',
  'odata.etag',
  'odata.metadata',
  'provisioningState',
  'provisioningStateTransitionTime',
  'resizeErrors',
  'resizeOperationStatus',
  'state',
  'stateTransitionTime',
  'statistics',
  'stats',
  'systemData',
  'url',
]

/** What tools put beside a pool for themselves. `resourceGroup`: beside every `id` that `az resource show` prints. */
export const toolNames: readonly string[] = [
  'resourceGroup',
  'stopPendingResizeOperation',
  'timeouts',
]

/** A property of an older API that has no successor in Resource Manager's 2025-06-01. */
export interface GoneName {
  readonly name: string
  /** Values with which it said nothing anyway. */
  readonly means?: readonly string[]
  readonly why: string
}

export const goneNames: readonly GoneName[] = [
  {
    name: 'targetNodeCommunicationMode',
    means: ['default', 'simplified'],
    why: 'classic node communication is retired, and every pool uses the simplified one',
  },
  { name: 'applicationLicenses', why: 'Batch no longer rents out application licences' },
  {
    name: 'certificates',
    why: 'Batch no longer puts certificates on nodes; the Key Vault VM extension does (extensions)',
  },
  {
    name: 'certificateReferences',
    why: 'Batch no longer puts certificates on nodes; the Key Vault VM extension does (extensions)',
  },
  {
    name: 'certificate',
    why: 'Batch no longer puts certificates on nodes; the Key Vault VM extension does (extensions)',
  },
  {
    name: 'cloudServiceConfiguration',
    why: 'Cloud Services pools are retired: the pool needs an image and a node agent (deploymentConfiguration.virtualMachineConfiguration)',
  },
]
