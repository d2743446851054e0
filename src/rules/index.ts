import type { LoadedConfig } from '../inputs/config.js'
import type { Facts } from '../plan/facts.js'
import type { Finding } from '../shared/finding.js'
import { checkRules } from './check.js'
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
import { accountSubscription } from './gallery/account-subscription.js'
import { adoptedVersionCovers } from './gallery/adopted-version-covers.js'
import { galleryRights } from './gallery/caller-has-rights.js'
import { definitionArchitecture } from './gallery/definition-architecture.js'
import { definitionExists } from './gallery/definition-exists.js'
import { definitionGeneration } from './gallery/definition-generation.js'
import { definitionId } from './gallery/definition-id.js'
import { definitionOsState } from './gallery/definition-os-state.js'
import { definitionOsType } from './gallery/definition-os-type.js'
import { definitionPurchasePlan } from './gallery/definition-purchase-plan.js'
import { definitionSecurityType } from './gallery/definition-security-type.js'
import { definitionTakesAcceleratedNetworking } from './gallery/definition-takes-accelerated-networking.js'
import { disksFitVersion } from './gallery/disks-fit-version.js'
import { endOfLifeDate } from './gallery/end-of-life-date.js'
import { endOfLifeIsAhead } from './gallery/end-of-life-is-ahead.js'
import { enoughReplicas } from './gallery/enough-replicas.js'
import { givenVersion } from './gallery/given-version.js'
import { locationAgrees } from './gallery/location-agrees.js'
import { newDefinitionSettled } from './gallery/new-definition-settled.js'
import { regionsKnown } from './gallery/regions-known.js'
import { regionsOnce } from './gallery/regions-once.js'
import { snapshotSources } from './gallery/snapshot-sources.js'
import { snapshotsFeedDefinition } from './gallery/snapshots-feed-definition.js'
import { snapshotsOnce } from './gallery/snapshots-once.js'
import { sourceGiven } from './gallery/source-given.js'
import { usedVersionHasReplicas } from './gallery/used-version-has-replicas.js'
import { versionForm } from './gallery/version-form.js'
import { versionFree } from './gallery/version-free.js'
import { versionInAccountRegion } from './gallery/version-in-account-region.js'
import { architectureAllowed } from './image/architecture-allowed.js'
import { imageRights } from './image/caller-has-rights.js'
import { existingImageIsTheSame } from './image/existing-image-is-the-same.js'
import { generationAgrees } from './image/generation-agrees.js'
import { givenIdIsAnImage } from './image/given-id-is-an-image.js'
import { givenImageExists } from './image/given-image-exists.js'
import { locationIsKnown } from './image/location-is-known.js'
import { lunsAreDistinct } from './image/luns-are-distinct.js'
import { nameIsValid } from './image/name-is-valid.js'
import { networkAccessAllowsCopies } from './image/network-access-allows-copies.js'
import { originHasNoExtensions } from './image/origin-has-no-extensions.js'
import { originIsSupported } from './image/origin-is-supported.js'
import { osDiskIsNotEncrypted } from './image/os-disk-is-not-encrypted.js'
import { osTypeAgrees } from './image/os-type-agrees.js'
import { osTypeIsKnown } from './image/os-type-is-known.js'
import { resourceGroupExists } from './image/resource-group-exists.js'
import { sameRegionRule } from './image/same-region.js'
import { securityTypeAllowed } from './image/security-type-allowed.js'
import { snapshotsAreAvailable } from './image/snapshots-are-available.js'
import { sourceIsAsAzureTakesIt } from './image/source-is-as-azure-takes-it.js'
import { sourceIsWellFormed } from './image/source-is-well-formed.js'
import { sourcesAreComplete } from './image/sources-are-complete.js'
import { sourcesAreReadable } from './image/sources-are-readable.js'
import { sourcesExist } from './image/sources-exist.js'
import { sourcesInOneSubscription } from './image/sources-in-one-subscription.js'
import { vmBringsItsOwnDisks } from './image/vm-brings-its-own-disks.js'
import { accountExists } from './pool/account-exists.js'
import { accountIsReady } from './pool/account-is-ready.js'
import { apiVersionIsInService } from './pool/api-version-is-in-service.js'
import { apiVersionKnowsProperties } from './pool/api-version-knows-properties.js'
import { apiVersionTakesTheImage } from './pool/api-version-takes-the-image.js'
import { applicationPackages } from './pool/application-packages.js'
import { poolRights } from './pool/caller-has-rights.js'
import { checksWerePossible } from './pool/checks-were-possible.js'
import { confidentialDisk } from './pool/confidential-disk.js'
import { dataDiskLunsBesideImage } from './pool/data-disk-luns-beside-image.js'
import { dataDiskLuns } from './pool/data-disk-luns.js'
import { dataPlaneIsReachable } from './pool/data-plane-is-reachable.js'
import { dedicatedCoreQuota } from './pool/dedicated-core-quota.js'
import { diskEncryptionTargets } from './pool/disk-encryption-targets.js'
import { displayName } from './pool/display-name.js'
import { encryptionKeyNeedsIdentity } from './pool/encryption-key-needs-identity.js'
import { ephemeralDiskWithoutSpot } from './pool/ephemeral-disk-without-spot.js'
import { existingPoolCanBecomeIt } from './pool/existing-pool-can-become-it.js'
import { existingPoolIsUsable } from './pool/existing-pool-is-usable.js'
import { extensionOrder } from './pool/extension-order.js'
import { familyCoreQuota } from './pool/family-core-quota.js'
import { formulaSetsTargets } from './pool/formula-sets-targets.js'
import { identityReferencesAreAssigned } from './pool/identity-references-are-assigned.js'
import { imageReferenceAgrees } from './pool/image-reference-agrees.js'
import { imageReferenceId } from './pool/image-reference-id.js'
import { interNodeCommunicationLimit } from './pool/inter-node-communication-limit.js'
import { managedImageFromSnapshot } from './pool/managed-image-from-snapshot.js'
import { managedImageHasOnePool } from './pool/managed-image-has-one-pool.js'
import { managedImageIsNear } from './pool/managed-image-is-near.js'
import { managedImageMadeByPacker } from './pool/managed-image-made-by-packer.js'
import { managedImageNodeLimit } from './pool/managed-image-node-limit.js'
import { managedImageNodesInTotal } from './pool/managed-image-nodes-in-total.js'
import { managedImageSourcesStay } from './pool/managed-image-sources-stay.js'
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
import { nodeAgentFitsOs } from './pool/node-agent-fits-os.js'
import { nodeAgentIsChosen } from './pool/node-agent-is-chosen.js'
import { nodeAgentIsGiven } from './pool/node-agent-is-given.js'
import { nodeAgentIsInService } from './pool/node-agent-is-in-service.js'
import { nodeAgentResolves } from './pool/node-agent-resolves.js'
import { oneImageReference } from './pool/one-image-reference.js'
import { osImageIsInService } from './pool/os-image-is-in-service.js'
import { osUpgradeFollowsLatest } from './pool/os-upgrade-follows-latest.js'
import { osUpgradeWindowsUpdates } from './pool/os-upgrade-windows-updates.js'
import { poolCountQuota } from './pool/pool-count-quota.js'
import { publicAddressesAreGiven } from './pool/public-addresses-are-given.js'
import { publicAddressesSuffice } from './pool/public-addresses-suffice.js'
import { registryCredentials } from './pool/registry-credentials.js'
import { resizeTimeoutSuitsImage } from './pool/resize-timeout-suits-image.js'
import { resizeTimeoutSuitsSize } from './pool/resize-timeout-suits-size.js'
import { resourceFiles } from './pool/resource-files.js'
import { rollingUpgradeBatches } from './pool/rolling-upgrade-batches.js'
import { rollingUpgradeZones } from './pool/rolling-upgrade-zones.js'
import { securityProfileFits } from './pool/security-profile-fits.js'
import { spotCoreQuota } from './pool/spot-core-quota.js'
import { startTaskHasACommand } from './pool/start-task-has-a-command.js'
import { startTaskRetries } from './pool/start-task-retries.js'
import { startTaskShell } from './pool/start-task-shell.js'
import { startTaskUser } from './pool/start-task-user.js'
import { subnetExists } from './pool/subnet-exists.js'
import { subnetHasAddresses } from './pool/subnet-has-addresses.js'
import { subnetId } from './pool/subnet-id.js'
import { subnetIsNear } from './pool/subnet-is-near.js'
import { subnetIsNotDelegated } from './pool/subnet-is-not-delegated.js'
import { subnetSubscription } from './pool/subnet-subscription.js'
import { subscriptionCoreQuota } from './pool/subscription-core-quota.js'
import { taskSlots } from './pool/task-slots.js'
import { uefiNeedsSecurityType } from './pool/uefi-needs-security-type.js'
import { userAccountIds } from './pool/user-account-ids.js'
import { userAccountNames } from './pool/user-account-names.js'
import { userAccountOs } from './pool/user-account-os.js'
import { userSubscriptionCommunicationCap } from './pool/user-subscription-communication-cap.js'
import { vmSizeBootsGeneration } from './pool/vm-size-boots-generation.js'
import { vmSizeFitsArchitecture } from './pool/vm-size-fits-architecture.js'
import { vmSizeFitsDiskController } from './pool/vm-size-fits-disk-controller.js'
import { vmSizeForm } from './pool/vm-size-form.js'
import { vmSizeIsForBatch } from './pool/vm-size-is-for-batch.js'
import { vmSizeIsInService } from './pool/vm-size-is-in-service.js'
import { vmSizeIsOffered } from './pool/vm-size-is-offered.js'
import { vmSizeTakesAcceleratedNetworking } from './pool/vm-size-takes-accelerated-networking.js'
import { vmSizeTakesDataDisks } from './pool/vm-size-takes-data-disks.js'
import { vmSizeTakesEphemeralDisk } from './pool/vm-size-takes-ephemeral-disk.js'
import { vmSizeTakesSpot } from './pool/vm-size-takes-spot.js'
import { vmSizeTakesTaskSlots } from './pool/vm-size-takes-task-slots.js'
import { windowsSettings } from './pool/windows-settings.js'
import type { Rule } from './rule.js'

/** Every rule, in the order in which findings are shown. */
export const rules: readonly Rule[] = [
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
  givenImageExists,
  sourcesExist,
  sourcesAreReadable,
  sourcesAreComplete,
  sourceIsAsAzureTakesIt,
  resourceGroupExists,
  locationIsKnown,
  sameRegionRule,
  osTypeIsKnown,
  osTypeAgrees,
  generationAgrees,
  vmBringsItsOwnDisks,
  securityTypeAllowed,
  architectureAllowed,
  osDiskIsNotEncrypted,
  existingImageIsTheSame,
  imageRights,
  networkAccessAllowsCopies,
  originHasNoExtensions,
  originIsSupported,
  snapshotsAreAvailable,
  sourcesInOneSubscription,

  accountSubscription,
  adoptedVersionCovers,
  definitionArchitecture,
  definitionExists,
  definitionGeneration,
  definitionId,
  definitionOsState,
  definitionOsType,
  definitionPurchasePlan,
  definitionSecurityType,
  endOfLifeDate,
  enoughReplicas,
  givenVersion,
  locationAgrees,
  newDefinitionSettled,
  regionsKnown,
  regionsOnce,
  snapshotSources,
  snapshotsFeedDefinition,
  snapshotsOnce,
  sourceGiven,
  versionForm,
  versionFree,
  versionInAccountRegion,
  galleryRights,
  definitionTakesAcceleratedNetworking,
  disksFitVersion,
  usedVersionHasReplicas,
  endOfLifeIsAhead,

  accountExists,
  apiVersionKnowsProperties,
  existingPoolCanBecomeIt,
  existingPoolIsUsable,
  imageReferenceAgrees,
  managedImageIsNear,
  managedImageNodeLimit,
  managedImagesHaveRetired,
  nodeAgentFitsOs,
  nodeAgentIsChosen,
  nodeAgentIsGiven,
  nodeAgentIsInService,
  nodeAgentResolves,
  resizeTimeoutSuitsSize,
  securityProfileFits,
  poolRights,
  checksWerePossible,
  managedImageHasOnePool,
  managedImageNodesInTotal,
  subnetExists,
  subnetHasAddresses,
  subnetIsNear,
  subnetIsNotDelegated,
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
  accountIsReady,
  applicationPackages,
  confidentialDisk,
  dataDiskLunsBesideImage,
  dataDiskLuns,
  dataPlaneIsReachable,
  dedicatedCoreQuota,
  diskEncryptionTargets,
  displayName,
  encryptionKeyNeedsIdentity,
  ephemeralDiskWithoutSpot,
  extensionOrder,
  familyCoreQuota,
  identityReferencesAreAssigned,
  imageReferenceId,
  mountCount,
  mountCredentials,
  mountKind,
  mountOs,
  mountPaths,
  oneImageReference,
  osUpgradeFollowsLatest,
  osUpgradeWindowsUpdates,
  poolCountQuota,
  registryCredentials,
  rollingUpgradeBatches,
  rollingUpgradeZones,
  spotCoreQuota,
  startTaskUser,
  subscriptionCoreQuota,
  uefiNeedsSecurityType,
  userAccountIds,
  userAccountNames,
  userAccountOs,
  userSubscriptionCommunicationCap,
  vmSizeBootsGeneration,
  vmSizeFitsArchitecture,
  vmSizeFitsDiskController,
  vmSizeForm,
  vmSizeIsForBatch,
  vmSizeIsOffered,
  vmSizeTakesAcceleratedNetworking,
  vmSizeTakesDataDisks,
  vmSizeTakesEphemeralDisk,
  vmSizeTakesSpot,
  vmSizeTakesTaskSlots,
  windowsSettings,
  apiVersionTakesTheImage,
  managedImageFromSnapshot,
  managedImageMadeByPacker,
  managedImageSourcesStay,

  imagesAreMadeOnce,
  nodesOfOneSnapshot,
  onePoolPerImage,
  poolsAreMadeOnce,
  versionsAreMadeOnce,
]

/** What the config alone shows to be wrong. */
export function checkConfig(loaded: LoadedConfig): readonly Finding[] {
  return checkRules(rules, loaded)
}

/** What shows only beside what is in Azure. */
export function checkFacts(loaded: LoadedConfig, facts: Facts): readonly Finding[] {
  return checkRules(rules, loaded, facts)
}
