/** What the codes of Azure mean and what to do about them: the shape of the tables and how they are searched. */
import type { Advice } from '../model/explanation.js'

/** What an entry may speak of; everything here is data from Azure or from the config. */
export interface About {
  /** The service's words, all of them: message, reasons, provider's message. */
  readonly text: string
  readonly vmSize?: string
  readonly account?: string
  readonly region?: string
  /** ID of the pool, or of whatever Azure refused: commands name its subscription. */
  readonly resource?: string
}

type Text = string | ((about: About) => string)

export interface Entry {
  /** Compared with letter case ignored: `AllocationTimedout` and `AllocationTimedOut` both occur. */
  readonly code: string | RegExp
  /** Only where the service's words match too; such entries come before the general one of the same code. */
  readonly says?: RegExp
  /** What it means, one sentence. */
  readonly cause: Text
  /** What to do, imperative; says to run again exactly where `retryable`. */
  readonly remedy: Text
  /** The same once the nodes that it is about are gone. */
  readonly remedyWithoutNodes?: Text
  /** Trying again unchanged may help; false where it says nothing. */
  readonly retryable?: boolean
  readonly docs?: string
  /** What it may be where Azure says nothing else. */
  readonly guess?: Pick<Meaning, 'cause' | 'remedy'>
}

/** An entry with its texts filled in. */
export interface Meaning extends Advice {
  readonly docs?: string
  readonly guess?: Pick<Meaning, 'cause' | 'remedy'>
}

/** The first entry for `code` (any, when undefined) whose words fit. */
export function findMeaning(
  table: readonly Entry[],
  code: string | undefined,
  about: About,
): Meaning | undefined {
  const found = table.find(
    (entry) =>
      (code === undefined || isCode(entry.code, code)) &&
      (entry.says === undefined || entry.says.test(about.text)),
  )
  return found && fillIn(found, about)
}

/** The texts of an entry, about one thing. */
export function fillIn(entry: Entry, about: About): Meaning {
  const { cause, remedy, remedyWithoutNodes, retryable = false, docs, guess } = entry
  return {
    cause: fill(cause, about),
    remedy: fill(remedy, about),
    ...(remedyWithoutNodes === undefined
      ? {}
      : { remedyWithoutNodes: fill(remedyWithoutNodes, about) }),
    retryable,
    ...(docs === undefined ? {} : { docs }),
    ...(guess === undefined ? {} : { guess }),
  }
}

function isCode(wanted: string | RegExp, code: string): boolean {
  return typeof wanted === 'string'
    ? wanted.toLowerCase() === code.toLowerCase()
    : wanted.test(code)
}

function fill(text: Text, about: About): string {
  return typeof text === 'string' ? text : text(about)
}

/** The VM family a quota message names, e.g. `standardDSv5Family`. */
export function familyIn(text: string): string | undefined {
  return /\b(standard\w*family)\b/i.exec(text)?.[1]
}

/** ` (current limit 10, current usage 8)` from `Current Limit: 10, Current Usage: 8`; empty without numbers. */
export function figuresIn(text: string): string {
  const figures = [...text.matchAll(/\b([A-Za-z][A-Za-z ]{2,40}?)\s*[:=]\s*(\d+)\b(?![.:-])/g)].map(
    ([, name = '', value = '']) => `${name.trim().toLowerCase()} ${value}`,
  )
  return figures.length === 0 ? '' : ` (${[...new Set(figures)].join(', ')})`
}

export const docs = {
  signIn: 'https://learn.microsoft.com/azure/developer/github/connect-from-azure-openid-connect',
  batchQuota: 'https://learn.microsoft.com/azure/batch/batch-quota-limit',
  batchCodes: 'https://learn.microsoft.com/rest/api/batchservice/batch-status-and-error-codes',
  resizing:
    'https://learn.microsoft.com/troubleshoot/azure/hpc/batch/azure-batch-pool-resizing-failure',
  poolCreation:
    'https://learn.microsoft.com/troubleshoot/azure/hpc/batch/azure-batch-pool-creation-failure',
  poolDeletion:
    'https://learn.microsoft.com/troubleshoot/azure/hpc/batch/azure-batch-pool-deletion-failure',
  nodeErrors: 'https://learn.microsoft.com/azure/batch/batch-pool-node-error-checking',
  unusable:
    'https://learn.microsoft.com/troubleshoot/azure/hpc/batch/azure-batch-node-unusable-state',
  spot: 'https://learn.microsoft.com/azure/batch/batch-spot-vms',
  access: 'https://learn.microsoft.com/azure/batch/public-network-access',
  poolUpdate: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
  galleryImages: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
  managedImages: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  migration:
    'https://learn.microsoft.com/azure/batch/batch-custom-image-pools-to-azure-compute-gallery-migration-guide',
  autoScale: 'https://learn.microsoft.com/azure/batch/batch-automatic-scaling',
  batchRoles: 'https://learn.microsoft.com/azure/batch/batch-role-based-access-control',
  diskTypes: 'https://learn.microsoft.com/azure/virtual-machines/disks-types',
  encryptionAtHost:
    'https://learn.microsoft.com/azure/virtual-machines/disks-enable-host-based-encryption-portal',
  ephemeral: 'https://learn.microsoft.com/azure/virtual-machines/ephemeral-os-disks',
  nvme: 'https://learn.microsoft.com/azure/virtual-machines/enable-nvme-interface',
  noPublicAddresses:
    'https://learn.microsoft.com/azure/batch/simplified-node-communication-pool-no-public-ip',
  containers: 'https://learn.microsoft.com/azure/batch/batch-docker-container-workloads',
  premiumV2: 'https://learn.microsoft.com/azure/virtual-machines/disks-deploy-premium-v2',
  network: 'https://learn.microsoft.com/azure/batch/batch-virtual-network',
  linuxNodes: 'https://learn.microsoft.com/azure/batch/batch-linux-nodes',
  deployment:
    'https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors',
  allocation:
    'https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/allocation-failure',
  vmQuota: 'https://learn.microsoft.com/azure/quotas/per-vm-quota-requests',
  gallery: 'https://learn.microsoft.com/azure/virtual-machines/troubleshooting-shared-images',
  capture: 'https://learn.microsoft.com/azure/virtual-machines/capture-image-resource',
  roles: 'https://learn.microsoft.com/azure/role-based-access-control/troubleshooting',
  throttling:
    'https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling',
  locks: 'https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources',
  policy:
    'https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-policy-requestdisallowedbypolicy',
} as const
