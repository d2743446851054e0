/** What Azure's schema says of single pool properties: what they are when not written, how values compare. */
import { parseIsoDuration } from '../shared/duration.js'
import type { Json } from '../shared/json.js'

/** Values that stand for "not written", by the property's name; `false` does so for every flag. */
const defaults: Readonly<Record<string, readonly Json[]>> = {
  caching: ['None'],
  dynamicVnetAssignmentScope: ['none'],
  elevationLevel: ['NonAdmin'],
  enableAutomaticUpdates: [true],
  evaluationInterval: ['PT15M'],
  interNodeCommunication: ['Disabled'],
  jobDefaultOrder: ['None'],
  licenseType: ['None'],
  loginMode: ['Batch', 'Interactive'],
  maxBatchInstancePercent: [20],
  maxTaskRetryCount: [0],
  maxTasksPerNode: [1],
  maxUnhealthyInstancePercent: [20],
  maxUnhealthyUpgradedInstancePercent: [20],
  nodeFillType: ['Spread'],
  pauseTimeBetweenBatches: ['PT0S'],
  placement: ['CacheDisk'],
  policy: ['Regional'],
  provision: ['BatchManaged'],
  registryServer: ['docker.io'],
  resizeTimeout: ['PT15M'],
  scope: ['Pool', 'Task'],
  storageAccountType: ['Standard_LRS', 'Premium_LRS'],
  targetDedicatedNodes: [0],
  targetLowPriorityNodes: [0],
  taskSlotsPerNode: [1],
  type: ['None', 'DockerCompatible'],
  version: ['latest'],
  waitForSuccess: [true],
  workingDirectory: ['TaskWorkingDirectory'],
}

/** Taken by Azure and never shown, though no secret: https://github.com/Azure/azure-rest-api-specs/issues/20948 */
const openlyHidden = /^nodeDeallocationOption$/
/** Never shown by Azure: what is not shown is compared with what was written last (`hidden-values.ts`). */
const neverShown =
  /^(password|accountKey|sasKey|sshPrivateKey|protectedSettings|nodeDeallocationOption)$/

const secrets = /^(password|accountKey|sasKey|sshPrivateKey|protectedSettings|settings)$/
/** May carry a secret in the hands of some users. */
const unshowable =
  /^(environmentSettings|commandLine|resourceFiles|extensions|mountConfiguration|userAccounts)$/

/** Words of Azure's own, names of things in Azure: letter case means nothing. */
const caseless = new Set([
  ...Object.keys(defaults),
  'access',
  'ipFamilies',
  'mode',
  'nodeAgentSkuId',
  'nodeDeallocationOption',
  'offer',
  'protocol',
  'publisher',
  'securityEncryptionType',
  'securityType',
  'sku',
  'targets',
  'vmSize',
])
const durations = /^(resizeTimeout|evaluationInterval|pauseTimeBetweenBatches)$/

/** Nothing, in any of its spellings. */
export function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** Whether leaving the property out comes to the same. */
export function isDefault(key: string, value: Json): boolean {
  if (isNothing(value) || value === false) return true
  return defaults[key]?.some((usual) => isSameValue(key, value, usual)) === true
}

export function isNeverShown(key: string): boolean {
  return neverShown.test(key)
}

/** Never shown, and yet nothing to hide. */
export function isOpenlyHidden(key: string): boolean {
  return openlyHidden.test(key)
}

/** Whether the value of a property may be printed: nothing on the way to it or in it may be secret. */
export function isShowable(keys: readonly string[], value: Json | undefined): boolean {
  return !keys.some(isDelicate) && !holdsSecret(value)
}

function isDelicate(key: string): boolean {
  return secrets.test(key) || unshowable.test(key)
}

function holdsSecret(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, held]) => isDelicate(key) || holdsSecret(held))
}

/** Whether two scalars of a property mean the same to Azure. */
export function isSameValue(key: string, a: Json, b: Json): boolean {
  if (a === b) return true
  const [left, right] = [scalarText(a), scalarText(b)]
  if (left === undefined || right === undefined) return false
  if (durations.test(key)) {
    const [one, other] = [parseIsoDuration(left), parseIsoDuration(right)]
    if (one !== undefined && other !== undefined) return one.ms === other.ms
  }
  if (isCaseless(key, left)) return left.toLowerCase() === right.toLowerCase()
  return withoutHiddenQuery(plainText(left), right) === plainText(right)
}

/** `5` and `"5"` are one on the wire of a service that reads JSON as leniently as Batch does. */
function scalarText(value: Json): string | undefined {
  return typeof value === 'object' ? undefined : String(value)
}

function isCaseless(key: string, value: string): boolean {
  return caseless.has(key) || /^\/subscriptions\//i.test(value) || /(^id|Ids?)$/.test(key)
}

/** Formulas and command lines come back with other line ends and without trailing space. */
function plainText(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim()
}

/** A shared access signature is a secret: a service that hides it shows the URL without the query. */
function withoutHiddenQuery(url: string, shown: string): string {
  return /^https?:/i.test(url) && !shown.includes('?') ? (url.split('?', 1)[0] ?? url) : url
}
