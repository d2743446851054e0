/** The id of an Azure Resource Manager resource in a resource group, taken apart. The text stays as typed. */
export interface ArmId {
  readonly text: string
  readonly subscriptionId: string
  readonly resourceGroup: string
  /** As typed, e.g. `Microsoft.Compute`; compare with `hasType`. */
  readonly provider: string
  /** As typed, outermost first: `['galleries', 'images', 'versions']`. */
  readonly types: readonly string[]
  /** As typed, one for each of `types`. */
  readonly names: readonly string[]
  /** As typed: `Microsoft.Compute/galleries/images/versions`. Compare with `hasType`. */
  readonly type: string
  /** The last name. */
  readonly name: string
}

/** Where resources of one kind live. */
export interface Scope {
  readonly subscriptionId: string
  readonly resourceGroup: string
}

/**
 * Takes `/subscriptions/{s}/resourceGroups/{g}/providers/{p}/{type}/{name}[/{type}/{name}…]` apart, letter
 * case of the fixed words ignored. Undefined for everything else: a missing leading slash, a trailing one,
 * an empty or odd number of parts, white space around it, a resource outside a resource group.
 */
export function parseArmId(text: string): ArmId | undefined {
  const [lead, subscriptions, subscriptionId, groups, resourceGroup, providers, provider, ...rest] =
    text.split('/')
  const fits =
    lead === '' &&
    isWord(subscriptions, 'subscriptions') &&
    isWord(groups, 'resourcegroups') &&
    isWord(providers, 'providers')
  if (!fits || !subscriptionId || !resourceGroup || !provider) return undefined
  const types = rest.filter((_, index) => index % 2 === 0)
  const names = rest.filter((_, index) => index % 2 === 1)
  const name = names.at(-1)
  if (name === undefined || types.length !== names.length) return undefined
  if ([subscriptionId, resourceGroup, provider, ...rest].some(isBlank)) return undefined
  const type = [provider, ...types].join('/')
  return { text, subscriptionId, resourceGroup, provider, types, names, type, name }
}

function isWord(part: string | undefined, word: string): boolean {
  return part?.toLowerCase() === word
}

/** Empty, or with white space around it: not what anybody named a resource. */
function isBlank(part: string): boolean {
  return part === '' || part.trim() !== part
}

/** Whether the id is of this type, e.g. `Microsoft.Compute/snapshots`, letter case ignored. */
export function hasType(id: ArmId, type: string): boolean {
  return id.type.toLowerCase() === type.toLowerCase()
}

/** Whether two ids name the same resource: ARM ignores letter case and answers in whichever it likes. */
export function sameId(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase()
}

/** The subscriptions that ids name, each once, in lower case. */
export function subscriptionsOf(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.flatMap((id) => parseArmId(id)?.subscriptionId.toLowerCase() ?? []))]
}

/** A key under which all spellings of an id meet. */
export function idKey(id: string): string {
  return id.toLowerCase()
}

/** The last name of an id, for people; the text itself where it is no id. */
export function nameOfId(id: string): string {
  return parseArmId(id)?.name ?? id
}

const armPrefix = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/providers\/[^/]+\//i

/** Of an id people read the group and what follows the provider; other text stays as it is. */
export function shortenId(text: string): string {
  return text.replace(armPrefix, '$1/')
}

/** The id one level up: the gallery of a definition, the definition of a version. Undefined at the top level. */
export function parentId(id: ArmId): string | undefined {
  return id.types.length < 2 ? undefined : id.text.split('/').slice(0, -2).join('/')
}

export function resourceGroupId({ subscriptionId, resourceGroup }: Scope): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`
}

/** `type` with its provider: `Microsoft.Compute/snapshots`. */
export function resourceId(scope: Scope, type: string, name: string): string {
  return `${resourceGroupId(scope)}/providers/${type}/${name}`
}

export const armTypes = {
  snapshot: 'Microsoft.Compute/snapshots',
  disk: 'Microsoft.Compute/disks',
  diskEncryptionSet: 'Microsoft.Compute/diskEncryptionSets',
  virtualMachine: 'Microsoft.Compute/virtualMachines',
  image: 'Microsoft.Compute/images',
  gallery: 'Microsoft.Compute/galleries',
  imageDefinition: 'Microsoft.Compute/galleries/images',
  imageVersion: 'Microsoft.Compute/galleries/images/versions',
  batchAccount: 'Microsoft.Batch/batchAccounts',
  pool: 'Microsoft.Batch/batchAccounts/pools',
  subnet: 'Microsoft.Network/virtualNetworks/subnets',
  natGateway: 'Microsoft.Network/natGateways',
  routeTable: 'Microsoft.Network/routeTables',
  serviceEndpointPolicy: 'Microsoft.Network/serviceEndpointPolicies',
} as const

export function snapshotId(scope: Scope, name: string): string {
  return resourceId(scope, armTypes.snapshot, name)
}

export function diskId(scope: Scope, name: string): string {
  return resourceId(scope, armTypes.disk, name)
}

export function virtualMachineId(scope: Scope, name: string): string {
  return resourceId(scope, armTypes.virtualMachine, name)
}

export function imageId(scope: Scope, name: string): string {
  return resourceId(scope, armTypes.image, name)
}

export function imageVersionId(definitionId: string, version: string): string {
  return `${definitionId}/versions/${version}`
}

export function batchAccountId(scope: Scope, name: string): string {
  return resourceId(scope, armTypes.batchAccount, name)
}

export function poolId(accountId: string, name: string): string {
  return `${accountId}/pools/${name}`
}
