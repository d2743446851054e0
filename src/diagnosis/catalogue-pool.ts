/**
 * Why Azure refused to make, change or show a pool. Codes: Batch's list of status and error codes (`docs.batchCodes`) and
 * Microsoft's article on failed pool creations (`docs.poolCreation`).
 */
import { docs, figuresIn, type About, type Entry } from './catalogue.js'
import { badValue, busy, gone, passing, subnetPolicies } from './common-meanings.js'
import { inSubscription, listSupportedImages } from '../shared/az-command.js'
import { account } from './named.js'

const formula = {
  cause: 'the autoscale formula or its interval is not valid',
  remedy: ({ resource }: About) =>
    `correct scaleSettings.autoScale; \`az batch pool autoscale evaluate${inSubscription(resource)}\` tries a formula on a live pool`,
  docs: docs.autoScale,
}
const metadata = {
  cause: 'Batch does not accept the metadata of the pool',
  remedy: 'give each entry of metadata a name and a value, and keep them short',
  docs: docs.batchCodes,
}

/** Refusals of the pool's PUT, PATCH and GET. */
export const poolEntries: readonly Entry[] = [
  { code: 'InvalidPropertyValue', ...subnetPolicies },
  {
    code: 'InvalidPropertyValue',
    says: /nodeagent|node agent/i,
    cause: 'nodeAgentSkuId does not fit the image, or there is no such agent',
    remedy: ({ resource }) =>
      `write auto, or one of the ids that \`${listSupportedImages(resource)}\` shows for the OS of the image`,
    docs: docs.linuxNodes,
  },
  {
    code: 'InvalidPropertyValue',
    says: /\/providers\/Microsoft\.Compute\/images\//i,
    cause: 'this Batch API version takes no managed image: such pools retired on 2026-03-31',
    remedy:
      'publish the image through a gallery (gallery section) and make the pool from the version',
    docs: docs.migration,
  },
  { code: 'InvalidPropertyValue', ...badValue },
  {
    code: 'MissingRequiredProperty',
    ...badValue,
    cause: 'a property that Azure requires is missing',
  },
  {
    code: 'UnsupportedProperty',
    ...badValue,
    cause: 'Azure does not accept this property here, or not in this API version',
  },
  { code: 'InvalidRequestBody', ...badValue },
  { code: 'OutOfRangeInput', ...badValue, cause: 'a value is outside of what Azure allows' },
  { code: 'InvalidInput', ...badValue },
  {
    code: 'PropertyCannotBeUpdated',
    cause: 'Batch does not change this property of a pool that has nodes',
    remedy: 'scale the pool to 0 nodes first, delete it, or give the pool another name',
    docs: docs.poolUpdate,
  },
  {
    code: 'InsufficientPermissions',
    cause:
      'the identity that runs this may not read the image (the same answer comes for an image that does not exist)',
    remedy:
      'check imageReference.id; give the identity Microsoft.Compute/galleries/images/versions/read (managed image: Microsoft.Compute/images/read) and Microsoft.Compute/disks/beginGetAccess/action on it',
    docs: docs.galleryImages,
  },
  { code: 'InvalidAutoScalingSettings', ...formula },
  { code: 'AutoScalingFormulaSyntaxError', ...formula },
  {
    code: 'AutoScalingFormulaTooLong',
    ...formula,
    cause: 'the autoscale formula is longer than 8,192 characters',
  },
  {
    code: 'AutoScaleFormulaTooLong',
    ...formula,
    cause: 'the autoscale formula is longer than 8,192 characters',
  },
  {
    code: 'AutoScalingFormulaEvaluationError',
    ...formula,
    cause: 'the autoscale formula fails when evaluated',
  },
  { code: 'MetadataTooLarge', ...metadata },
  { code: 'InvalidMetadata', ...metadata },
  { code: 'EmptyMetadataKey', ...metadata },
  {
    code: /^(UnsupportedRequestVersion|InvalidApiVersionParameter|NoRegisteredProviderFound)$/i,
    cause: 'Azure does not know this API version here (any more)',
    remedy: 'leave batch-api-version out, or name one that the message lists',
    docs: docs.batchCodes,
  },
  {
    code: 'AuthenticationFailed',
    says: /sharedkey/i,
    cause: 'an account key cannot make a pool from a custom image',
    remedy: 'sign in with Microsoft Entra ID',
    docs: docs.galleryImages,
  },
  {
    code: 'InsufficientAccountPermissions',
    cause: (about) => `the identity that runs this may not do this in ${account(about)}`,
    remedy: (about) => `give it Azure Batch Data Contributor on ${account(about)}`,
    docs: docs.batchRoles,
  },
  {
    code: 'AccountIsDisabled',
    cause: (about) => `${account(about)} is disabled`,
    remedy: 'have the subscription enabled again, or use another account',
    docs: docs.batchCodes,
  },
  { code: 'PoolNotFound', ...gone, cause: 'there is no such pool (any more)' },
  {
    code: 'NodeAgentSKUNotFound',
    cause: 'there is no such node agent',
    remedy: ({ resource }) =>
      `write nodeAgentSkuId: auto, or one of the ids that \`${listSupportedImages(resource)}\` shows`,
    docs: docs.linuxNodes,
  },
  {
    code: 'ApplicationNotFound',
    ...gone,
    cause: 'an application package names an application that the account does not have',
  },
  {
    code: 'InvalidApplicationPackageReferences',
    cause: 'an application package of the pool does not exist in the account',
    remedy: 'upload it, or correct id and version in applicationPackages',
    docs: docs.batchCodes,
  },
  {
    code: 'PoolExists',
    cause: 'a pool of that name is there already, made by somebody else since it was looked for',
    remedy: 'run again: the pool that is there is compared and reused when it fits',
    retryable: true,
    docs: docs.batchCodes,
  },
  {
    code: 'PoolBeingDeleted',
    cause: 'the pool of that name is still being deleted',
    remedy: 'run again when it is gone, or choose another pool-name',
    retryable: true,
    docs: docs.poolDeletion,
  },
  {
    code: 'PoolBeingCreated',
    cause: 'a pool of that name is being created at this moment',
    remedy: 'run again in a minute',
    retryable: true,
    docs: docs.batchCodes,
  },
  {
    code: 'PoolBeingResized',
    cause: 'the pool is being resized, and takes no other change until it is steady',
    remedy: 'run again when it is steady, or stop the resize',
    retryable: true,
    docs: docs.batchCodes,
  },
  {
    code: 'OperationInvalidForCurrentState',
    cause:
      'the pool does not take this change in its present state, e.g. while it is being resized',
    remedy: 'run again when the pool is steady',
    retryable: true,
    docs: docs.batchCodes,
  },
  {
    code: 'OperationNotValidOnPool',
    cause: 'the pool as it is set up does not take this operation',
    remedy: 'read the evidence; an autoscale pool takes no fixed resize',
    docs: docs.batchCodes,
  },
  {
    code: 'PoolQuotaReached',
    cause: (about) =>
      `${account(about)} holds as many pools as its quota allows${figuresIn(about.text)}`,
    remedy: (about) =>
      `delete pools that are not used any more, or request a higher pool quota for ${account(about)}`,
    docs: docs.batchQuota,
  },
  {
    code: 'ConditionNotMet',
    cause: 'the pool was changed by somebody else between being read and being written',
    remedy: 'run again: the difference is computed again',
    retryable: true,
    docs: docs.batchCodes,
  },
  {
    code: 'TooManyEnableAutoScaleRequests',
    ...busy,
    cause: 'autoscale of this pool was set less than 30 seconds ago',
  },
  { code: 'ServerBusy', ...busy },
  { code: 'OperationTimedOut', ...passing },
  { code: 'InternalError', ...passing },
  {
    code: 'FeatureDisabled',
    cause: 'the region or account does not offer a feature that the pool asks for',
    remedy: 'leave the feature out that the evidence names, or use an account in another region',
    docs: docs.poolCreation,
  },
]
