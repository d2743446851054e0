/**
 * Why Azure refused a request, or ended a long-running operation badly. Codes: Resource Manager's common deployment errors
 * (`docs.deployment`) and the troubleshooting pages of images and galleries.
 */
import { docs, figuresIn, type Entry } from './catalogue.js'
import { connectionEntries } from './catalogue-connection.js'
import { poolEntries } from './catalogue-pool.js'
import { badValue, busy, gone, passing } from './common-meanings.js'
import { roleFor } from './roles.js'
import { signInEntries } from './catalogue-sign-in.js'
import { inSubscription } from '../shared/az-command.js'

/** Of a linked resource Azure first names what the identity may do, and then what it may not. */
const refusal = (text: string): string => /does not have permission[^]*/i.exec(text)?.[0] ?? text
const action = (text: string): string | undefined =>
  /action(?:\(s\))? '([^']+)'/i.exec(refusal(text))?.[1]
const scope = (text: string): string | undefined =>
  /scope(?:\(s\))? '([^']+)'/i.exec(refusal(text))?.[1]

/** Who may not do what: the sentence and the smallest role that has the action. */
const forbidden: Pick<Entry, 'cause' | 'remedy' | 'retryable' | 'docs'> = {
  cause: ({ text }) => {
    const missing = action(text)
    return missing === undefined
      ? 'the identity that runs this lacks a permission'
      : `the identity that runs this lacks ${missing}`
  },
  remedy: ({ text }) => {
    const missing = action(text)
    const where = scope(text) ?? 'the resource group'
    return missing === undefined
      ? 'give it a role that has the action, at the resource group; a new role assignment takes some minutes to work'
      : `give it ${roleFor(missing)} at ${where}; a new role assignment takes some minutes to work`
  },
  docs: docs.roles,
}

/** Images and galleries. */
const imageEntries: readonly Entry[] = [
  {
    code: /^(Conflict|OperationNotAllowed|InvalidParameter|BadRequest)$/i,
    says: /security data that cannot be used in image|contains TrustedLaunch or ConfidentialVM security data/i,
    cause:
      'the source holds guest state of a Trusted Launch or confidential VM, which a definition of another security type cannot take',
    remedy:
      'publish into a definition of security type TrustedLaunch or ConfidentialVM, with gallery-source: snapshots',
    docs: docs.gallery,
  },
  {
    code: /^(InternalOperationError|InternalExecutionError)$/i,
    says: /premium ?v2|ultra ?ssd|sector size|4096|4k\b/i,
    cause:
      'a source is an Ultra disk, a Premium SSD v2 or has sectors of 4096 bytes: no image is made of those',
    remedy: 'copy its data to a Premium SSD or Standard SSD disk and make the snapshot of that',
    docs: docs.premiumV2,
  },
  {
    code: 'InternalOperationError',
    says: /encryption|key ?vault|customer.?managed/i,
    cause: 'Azure cannot use the key that a source is encrypted with',
    remedy:
      "give the disk encryption set's identity get, wrapKey and unwrapKey on the key, in the region of the target",
    docs: docs.gallery,
  },
  {
    code: 'OperationNotAllowed',
    says: /trusted ?launch|security ?type|confidential/i,
    cause: 'managed images cannot hold disks of a Trusted Launch or confidential VM',
    remedy:
      'publish straight from the snapshots (gallery-source: snapshots) into a definition of that security type',
    docs: docs.capture,
  },
  {
    code: 'OperationNotAllowed',
    says: /quota|exceed/i,
    cause: ({ text }) => `a quota of the subscription is used up${figuresIn(text)}`,
    remedy: 'request more, or free what is not used any more',
    docs: docs.vmQuota,
  },
  {
    code: 'OperationNotAllowedOnVMImageAsVMsBeingProvisioned',
    cause: 'the image is being used for provisioning at this moment',
    remedy: 'run again when that has ended',
    retryable: true,
    docs: docs.gallery,
  },
  {
    code: 'InvalidParameter',
    says: /generation/i,
    cause: 'the Hyper-V generation of the source is not the one that was asked for',
    remedy: 'leave hyper-v-generation out, and use a definition of the generation of the source',
    docs: docs.gallery,
  },
  {
    code: 'InvalidParameter',
    says: /TrustedLaunchSupported|security ?type/i,
    cause: 'the definition takes no snapshots as source because of its security type',
    remedy: 'use gallery-source: image, or a definition of security type Standard',
    docs: docs.gallery,
  },
  {
    code: 'GalleryImageNotFound',
    cause: 'the gallery image is not there, or has no replica in the region',
    remedy: 'check the id, and add the region to target-regions',
    docs: docs.gallery,
  },
  {
    code: 'DeleteGalleryImageVersionBlockedBeforeEndOfLife',
    cause: 'the version is protected from deletion until its end-of-life date',
    remedy: 'wait for the date, or lift safetyProfile.blockDeletionBeforeEndOfLife',
    docs: docs.gallery,
  },
  {
    code: /^(PropertyChangeNotAllowed|PropertyUpdateNotAllowed)$/i,
    cause: 'a property cannot be changed once the resource is there',
    remedy: 'choose another name or version, or delete what is there',
    docs: docs.gallery,
  },
  {
    code: /^DiskEncryptionSet/i,
    cause: 'the disk encryption set is missing, elsewhere, or may not use its key',
    remedy: 'use one in the same subscription and region whose identity may use its key',
    docs: docs.gallery,
  },
  {
    code: 'InvalidResourceReference',
    ...gone,
    cause: 'the request links to a resource that does not exist, or is in another region',
  },
]

/** Resource Manager itself. */
const armEntries: readonly Entry[] = [
  { code: 'AuthorizationFailed', ...forbidden },
  {
    code: /^(LinkedAuthorizationFailed|AuthorizationFailure|AuthorizationPermissionMismatch|Forbidden)$/i,
    ...forbidden,
  },
  {
    code: /^(InvalidAuthenticationToken\w*|ExpiredAuthenticationToken|AuthenticationFailed|Unauthorized)$/i,
    cause: 'Azure does not accept the token of the identity that runs this',
    remedy: 'check tenant-id, client-id and the environment (cloud), and sign in again',
    docs: docs.roles,
  },
  {
    code: /^(SubscriptionNotFound|InvalidSubscriptionId)$/i,
    cause: 'there is no such subscription, or the identity that runs this has no access to it',
    remedy: 'check subscription-id, and give the identity a role in that subscription',
    docs: docs.deployment,
  },
  {
    code: /^(MissingSubscriptionRegistration|SubscriptionNotRegistered)$/i,
    cause: 'the subscription has not registered the resource provider',
    remedy: ({ resource }) =>
      `register it once: \`az provider register --namespace Microsoft.Batch${inSubscription(resource)}\`, and likewise Microsoft.Compute`,
    docs: docs.deployment,
  },
  { code: 'ResourceGroupNotFound', ...gone, cause: 'there is no such resource group' },
  { code: /^(ResourceNotFound|NotFound|ParentResourceNotFound|ImageNotFound)$/i, ...gone },
  {
    code: 'RequestDisallowedByPolicy',
    cause: 'an Azure Policy forbids it',
    remedy: 'change the config to satisfy the policy that the evidence names, or have it exempted',
    docs: docs.policy,
  },
  {
    code: 'ScopeLocked',
    cause: 'a lock on the resource or its group forbids it',
    remedy: 'remove the lock that the message names, and put it back afterwards',
    docs: docs.locks,
  },
  {
    code: /^(LocationNotAvailableForResourceType|InvalidLocation|InvalidResourceLocation)$/i,
    cause: 'the resource cannot be, or is not, in that region',
    remedy: 'correct location; a resource of that name in another region must be deleted first',
    docs: docs.deployment,
  },
  {
    code: 'SkuNotAvailable',
    cause: 'the size or storage type is not available to the subscription in that region',
    remedy: 'choose another one, or another region',
    docs: docs.deployment,
  },
  {
    code: /^(TooManyRequests|OperationPreempted|SubscriptionRequestsThrottled|ResourceRequestsThrottled)$/i,
    ...busy,
  },
  {
    code: /^(ReadOnlyDisabledSubscription|DisabledSubscription|SubscriptionDisabled)$/i,
    cause: 'the subscription is disabled, and takes no writes',
    remedy: 'have its owner enable it again, or use another subscription',
    docs: docs.deployment,
  },
  {
    code: /FeatureNot(Registered|Enabled)|NotRegisteredForFeature/i,
    cause: 'the subscription has not registered a feature that this needs',
    remedy: ({ resource }) =>
      `register the feature that the message names once: \`az feature register --namespace <namespace> --name <feature>${inSubscription(resource)}\``,
    docs: docs.deployment,
  },
  {
    code: /Quota/i,
    cause: ({ text }) => `a quota is used up${figuresIn(text)}`,
    remedy: 'request more, or free what is not used any more',
    docs: docs.vmQuota,
  },
  {
    code: 'Conflict',
    // What is under way ends; what is not supported stays so.
    says: /^(?![^]*(in progress|under way|provisioning|being|while|busy|retry|try again|currently|concurrent))[^]*(not supported|does not support|not allowed|not valid|invalid|cannot be used)/i,
    cause: 'Azure does not take this as it stands',
    remedy: 'read the message, and correct what it names',
    docs: docs.deployment,
  },
  {
    code: /^(Conflict|AnotherOperationInProgress|RetryableError|ResourceBusy)$/i,
    cause: 'another operation on the resource is under way, or it is in the way of this one',
    remedy: 'run again when that has ended',
    retryable: true,
    docs: docs.deployment,
  },
  {
    code: /^(InternalServerError|ServiceUnavailable|GatewayTimeout|ServerTimeout|BadGateway|InternalExecutionError|NetworkingInternalOperationError)$/i,
    ...passing,
  },
  {
    code: /^(InvalidParameter|InvalidRequestContent|InvalidRequestFormat|InvalidResource|BadRequest)$/i,
    ...badValue,
    docs: docs.deployment,
  },
  // In no list of codes, but they say that no waiting helps.
  {
    code: /(NotSupported|Unsupported|Mismatch|TooSmall|TooLarge)$/i,
    ...badValue,
    docs: docs.deployment,
  },
]

export const requestEntries: readonly Entry[] = [
  {
    code: /^(ContainerPoolNotSupported|ContainerNotSupported)$/i,
    cause: 'the image has no container runtime, and the pool has a containerConfiguration',
    remedy:
      'choose an image that Batch lists as DockerCompatible (such as microsoft-dsvm:ubuntu-hpc:2404), or leave containerConfiguration out',
    docs: docs.containers,
  },
  ...poolEntries,
  ...imageEntries,
  ...armEntries,
  ...signInEntries,
  ...connectionEntries,
]

/** Where the code says nothing: by HTTP status. */
export const statusEntries: readonly Entry[] = [
  {
    code: '401',
    cause: 'Azure does not accept the token of the identity that runs this',
    remedy: 'check tenant-id, client-id and the environment (cloud), and sign in again',
    docs: docs.roles,
  },
  { code: '403', ...forbidden },
  { code: '404', ...gone },
  {
    code: '409',
    cause: 'the resource is in a state, or under an operation, that does not allow this',
    remedy: 'run again when that has ended',
    retryable: true,
    docs: docs.deployment,
  },
  {
    code: '412',
    cause: 'the resource was made or changed by somebody else since it was read',
    remedy: 'run again: the difference is computed again',
    retryable: true,
    docs: docs.batchCodes,
  },
  { code: '429', ...busy },
  { code: /^5\d\d$/, ...passing },
  { code: /^4\d\d$/, ...badValue, docs: docs.deployment },
]
