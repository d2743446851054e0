import { imagesAreMadeOnce } from './across/images-are-made-once.js'
import { nodesOfOneSnapshot } from './across/nodes-of-one-snapshot.js'
import { onePoolPerImage } from './across/one-pool-per-image.js'
import { poolsAreMadeOnce } from './across/pools-are-made-once.js'
import { versionsAreMadeOnce } from './across/versions-are-made-once.js'
import { batchApiVersion } from './config/batch-api-version.js'
import { expressionsAreFilledIn } from './config/expressions-are-filled-in.js'
import { imageIsComplete } from './config/image-is-complete.js'
import { imageTags } from './config/image-tags.js'
import { minimumWithinTarget } from './config/minimum-within-target.js'
import { oneWayToTheImage } from './config/one-way-to-the-image.js'
import { poolAccount } from './config/pool-account.js'
import { poolHasAnImage } from './config/pool-has-an-image.js'
import { poolIdentity } from './config/pool-identity.js'
import { poolIsComplete } from './config/pool-is-complete.js'
import { poolMetadata } from './config/pool-metadata.js'
import { poolName } from './config/pool-name.js'
import { poolScale } from './config/pool-scale.js'
import { poolTags } from './config/pool-tags.js'
import { poolTimes } from './config/pool-times.js'
import { rolloutHasAPool } from './config/rollout-has-a-pool.js'
import { secretFields } from './config/secret-fields.js'
import { secretShapes } from './config/secret-shapes.js'
import { sourcesAreDistinct } from './config/sources-are-distinct.js'
import { definitionId } from './gallery/definition-id.js'
import { endOfLifeDate } from './gallery/end-of-life-date.js'
import { endOfLifeIsAhead } from './gallery/end-of-life-is-ahead.js'
import { galleryNamesAreValid } from './gallery/names-are-valid.js'
import { newDefinitionSettled } from './gallery/new-definition-settled.js'
import { regionsOnce } from './gallery/regions-once.js'
import { sourceGiven } from './gallery/source-given.js'
import { versionForm } from './gallery/version-form.js'
import { givenIdIsAnImage } from './image/given-id-is-an-image.js'
import { lunsAreDistinct } from './image/luns-are-distinct.js'
import { nameIsValid } from './image/name-is-valid.js'
import { sourceIsWellFormed } from './image/source-is-well-formed.js'
import { sourcesInOneSubscription } from './image/sources-in-one-subscription.js'
import { apiVersionIsInService } from './pool/api-version-is-in-service.js'
import { apiVersionKnowsProperties } from './pool/api-version-knows-properties.js'
import { apiVersionTakesTheImage } from './pool/api-version-takes-the-image.js'
import { applicationPackages } from './pool/application-packages.js'
import { confidentialDisk } from './pool/confidential-disk.js'
import { dataDiskLuns } from './pool/data-disk-luns.js'
import { dataDiskLunsBesideImage } from './pool/data-disk-luns-beside-image.js'
import { diskEncryptionTargets } from './pool/disk-encryption-targets.js'
import { displayName } from './pool/display-name.js'
import { encryptionKeyNeedsIdentity } from './pool/encryption-key-needs-identity.js'
import { ephemeralDiskWithoutSpot } from './pool/ephemeral-disk-without-spot.js'
import { extensionOrder } from './pool/extension-order.js'
import { formulaSetsTargets } from './pool/formula-sets-targets.js'
import { identityReferencesAreAssigned } from './pool/identity-references-are-assigned.js'
import { imageReferenceId } from './pool/image-reference-id.js'
import { interNodeCommunicationLimit } from './pool/inter-node-communication-limit.js'
import { managedImageFromSnapshot } from './pool/managed-image-from-snapshot.js'
import { managedImageMadeByPacker } from './pool/managed-image-made-by-packer.js'
import { managedImageNatPools } from './pool/managed-image-nat-pools.js'
import { managedImageNodeLimit } from './pool/managed-image-node-limit.js'
import { managedImageSourcesStay } from './pool/managed-image-sources-stay.js'
import { managedImageSubscription } from './pool/managed-image-subscription.js'
import { managedImagesHaveRetired } from './pool/managed-images-have-retired.js'
import { mountCount } from './pool/mount-count.js'
import { mountCredentials } from './pool/mount-credentials.js'
import { mountKind } from './pool/mount-kind.js'
import { mountOs } from './pool/mount-os.js'
import { mountPaths } from './pool/mount-paths.js'
import { natBackendPorts } from './pool/nat-backend-ports.js'
import { natFrontendPorts } from './pool/nat-frontend-ports.js'
import { natFrontendRangesAreApart } from './pool/nat-frontend-ranges-are-apart.js'
import { natFrontendRangesAreWide } from './pool/nat-frontend-ranges-are-wide.js'
import { natPoolCount } from './pool/nat-pool-count.js'
import { natPoolNames } from './pool/nat-pool-names.js'
import { natPoolsNeedPublicAddresses } from './pool/nat-pools-need-public-addresses.js'
import { natRuleCount } from './pool/nat-rule-count.js'
import { natRulePriorities } from './pool/nat-rule-priorities.js'
import { nodeAgentIsGiven } from './pool/node-agent-is-given.js'
import { nodeAgentIsInService } from './pool/node-agent-is-in-service.js'
import { oneImageReference } from './pool/one-image-reference.js'
import { oneKindOfNodes } from './pool/one-kind-of-nodes.js'
import { osImageIsInService } from './pool/os-image-is-in-service.js'
import { osUpgradeFollowsLatest } from './pool/os-upgrade-follows-latest.js'
import { osUpgradeWindowsUpdates } from './pool/os-upgrade-windows-updates.js'
import { publicAddressesAreGiven } from './pool/public-addresses-are-given.js'
import { publicAddressesSuffice } from './pool/public-addresses-suffice.js'
import { registryCredentials } from './pool/registry-credentials.js'
import { resizeTimeoutSuitsImage } from './pool/resize-timeout-suits-image.js'
import { resizeTimeoutSuitsSize } from './pool/resize-timeout-suits-size.js'
import { resourceFiles } from './pool/resource-files.js'
import { rollingUpgradeBatches } from './pool/rolling-upgrade-batches.js'
import { rollingUpgradeZones } from './pool/rolling-upgrade-zones.js'
import { startTaskHasACommand } from './pool/start-task-has-a-command.js'
import { startTaskRetries } from './pool/start-task-retries.js'
import { startTaskShell } from './pool/start-task-shell.js'
import { startTaskUser } from './pool/start-task-user.js'
import { subnetId } from './pool/subnet-id.js'
import { subnetSubscription } from './pool/subnet-subscription.js'
import { taskSlots } from './pool/task-slots.js'
import { uefiNeedsSecurityType } from './pool/uefi-needs-security-type.js'
import { userAccountIds } from './pool/user-account-ids.js'
import { userAccountNames } from './pool/user-account-names.js'
import { userAccountOs } from './pool/user-account-os.js'
import { vmSizeForm } from './pool/vm-size-form.js'
import { vmSizeIsForBatch } from './pool/vm-size-is-for-batch.js'
import { vmSizeIsInService } from './pool/vm-size-is-in-service.js'
import { windowsSettings } from './pool/windows-settings.js'
import { fallbackSizesAreDistinct } from './rollout/fallback-sizes-are-distinct.js'
import { fallbackSizesComeToUse } from './rollout/fallback-sizes-come-to-use.js'
import { signInOutlastsTheWaits } from './rollout/sign-in-outlasts-the-waits.js'
import { timeoutFitsTheJob } from './rollout/timeout-fits-the-job.js'
import { waitsFitTheTimeout } from './rollout/waits-fit-the-timeout.js'
import { derivedNameFits } from './rollout/derived-name-fits.js'
import { recycleNeedsNewApi } from './rollout/recycle-needs-new-api.js'
import { settingsSuitStrategy } from './rollout/settings-suit-strategy.js'
import type { Rule } from './rule.js'

/** The rules that need no Azure, in the order in which findings are shown. */
export const offlineRules: readonly Rule[] = [
  batchApiVersion,
  imageIsComplete,
  imageTags,
  minimumWithinTarget,
  oneWayToTheImage,
  poolAccount,
  poolHasAnImage,
  poolIdentity,
  poolIsComplete,
  poolMetadata,
  poolName,
  poolScale,
  poolTimes,
  sourcesAreDistinct,
  poolTags,
  rolloutHasAPool,
  secretFields,
  secretShapes,
  expressionsAreFilledIn,

  nameIsValid,
  givenIdIsAnImage,
  sourceIsWellFormed,
  lunsAreDistinct,
  sourcesInOneSubscription,

  definitionId,
  endOfLifeDate,
  galleryNamesAreValid,
  newDefinitionSettled,
  regionsOnce,
  sourceGiven,
  versionForm,
  endOfLifeIsAhead,

  apiVersionKnowsProperties,
  managedImageNodeLimit,
  managedImagesHaveRetired,
  nodeAgentIsGiven,
  nodeAgentIsInService,
  resizeTimeoutSuitsSize,
  apiVersionIsInService,
  osImageIsInService,
  vmSizeIsInService,
  formulaSetsTargets,
  interNodeCommunicationLimit,
  natBackendPorts,
  natFrontendPorts,
  natFrontendRangesAreApart,
  natFrontendRangesAreWide,
  natPoolCount,
  natPoolNames,
  natPoolsNeedPublicAddresses,
  natRuleCount,
  natRulePriorities,
  publicAddressesAreGiven,
  publicAddressesSuffice,
  resizeTimeoutSuitsImage,
  resourceFiles,
  startTaskHasACommand,
  startTaskRetries,
  startTaskShell,
  subnetId,
  subnetSubscription,
  taskSlots,
  applicationPackages,
  confidentialDisk,
  dataDiskLunsBesideImage,
  dataDiskLuns,
  diskEncryptionTargets,
  displayName,
  encryptionKeyNeedsIdentity,
  ephemeralDiskWithoutSpot,
  extensionOrder,
  identityReferencesAreAssigned,
  imageReferenceId,
  mountCount,
  mountCredentials,
  mountKind,
  mountOs,
  mountPaths,
  oneImageReference,
  oneKindOfNodes,
  osUpgradeFollowsLatest,
  osUpgradeWindowsUpdates,
  registryCredentials,
  rollingUpgradeBatches,
  rollingUpgradeZones,
  startTaskUser,
  uefiNeedsSecurityType,
  userAccountIds,
  userAccountNames,
  userAccountOs,
  vmSizeForm,
  vmSizeIsForBatch,
  windowsSettings,
  apiVersionTakesTheImage,
  managedImageFromSnapshot,
  managedImageMadeByPacker,
  managedImageNatPools,
  managedImageSourcesStay,
  managedImageSubscription,

  fallbackSizesAreDistinct,
  fallbackSizesComeToUse,
  timeoutFitsTheJob,
  waitsFitTheTimeout,
  signInOutlastsTheWaits,
  derivedNameFits,
  recycleNeedsNewApi,
  settingsSuitStrategy,

  imagesAreMadeOnce,
  nodesOfOneSnapshot,
  onePoolPerImage,
  poolsAreMadeOnce,
  versionsAreMadeOnce,
]

/** Those that judge what a config calls things: all that a cleanup goes by. */
export const rulesOfNames: readonly Rule[] = [
  poolAccount,
  poolName,
  expressionsAreFilledIn,
  givenIdIsAnImage,
  definitionId,
]
