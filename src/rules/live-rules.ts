import { forEverySize } from './every-size.js'
import { accountSubscription } from './gallery/account-subscription.js'
import { adoptedVersionCovers } from './gallery/adopted-version-covers.js'
import { galleryRights } from './gallery/caller-has-rights.js'
import { definitionArchitecture } from './gallery/definition-architecture.js'
import { definitionExists } from './gallery/definition-exists.js'
import { definitionGeneration } from './gallery/definition-generation.js'
import { definitionOsState } from './gallery/definition-os-state.js'
import { definitionOsType } from './gallery/definition-os-type.js'
import { definitionPurchasePlan } from './gallery/definition-purchase-plan.js'
import { definitionSecurityType } from './gallery/definition-security-type.js'
import { definitionTakesAcceleratedNetworking } from './gallery/definition-takes-accelerated-networking.js'
import { disksFitVersion } from './gallery/disks-fit-version.js'
import { enoughReplicas } from './gallery/enough-replicas.js'
import { givenVersion } from './gallery/given-version.js'
import { locationAgrees } from './gallery/location-agrees.js'
import { regionsKnown } from './gallery/regions-known.js'
import { snapshotSources } from './gallery/snapshot-sources.js'
import { snapshotsFeedDefinition } from './gallery/snapshots-feed-definition.js'
import { snapshotsOnce } from './gallery/snapshots-once.js'
import { usedVersionHasReplicas } from './gallery/used-version-has-replicas.js'
import { versionFree } from './gallery/version-free.js'
import { versionInAccountRegion } from './gallery/version-in-account-region.js'
import { architectureAllowed } from './image/architecture-allowed.js'
import { imageRights } from './image/caller-has-rights.js'
import { existingImageIsTheSame } from './image/existing-image-is-the-same.js'
import { generationAgrees } from './image/generation-agrees.js'
import { givenImageExists } from './image/given-image-exists.js'
import { locationIsKnown } from './image/location-is-known.js'
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
import { sourcesAreComplete } from './image/sources-are-complete.js'
import { sourcesAreReadable } from './image/sources-are-readable.js'
import { sourcesExist } from './image/sources-exist.js'
import { vmBringsItsOwnDisks } from './image/vm-brings-its-own-disks.js'
import { accountExists } from './pool/account-exists.js'
import { accountIsReady } from './pool/account-is-ready.js'
import { poolRights } from './pool/caller-has-rights.js'
import { checksWerePossible } from './pool/checks-were-possible.js'
import { dataPlaneIsReachable } from './pool/data-plane-is-reachable.js'
import { dedicatedCoreQuota } from './pool/dedicated-core-quota.js'
import { existingPoolCanBecomeIt } from './pool/existing-pool-can-become-it.js'
import { existingPoolIsUsable } from './pool/existing-pool-is-usable.js'
import { familyCoreQuota } from './pool/family-core-quota.js'
import { imageReferenceAgrees } from './pool/image-reference-agrees.js'
import { managedImageHasOnePool } from './pool/managed-image-has-one-pool.js'
import { managedImageIsNear } from './pool/managed-image-is-near.js'
import { managedImageNodesInTotal } from './pool/managed-image-nodes-in-total.js'
import { managedImagePurchasePlan } from './pool/managed-image-purchase-plan.js'
import { nodeAgentFitsOs } from './pool/node-agent-fits-os.js'
import { nodeAgentIsChosen } from './pool/node-agent-is-chosen.js'
import { nodeAgentIsListed } from './pool/node-agent-is-listed.js'
import { nodeAgentResolves } from './pool/node-agent-resolves.js'
import { osImageIsListed } from './pool/os-image-is-listed.js'
import { poolCountQuota } from './pool/pool-count-quota.js'
import { securityProfileFits } from './pool/security-profile-fits.js'
import { spotCoreQuota } from './pool/spot-core-quota.js'
import { subnetExists } from './pool/subnet-exists.js'
import { subnetHasAddresses } from './pool/subnet-has-addresses.js'
import { subnetIsNear } from './pool/subnet-is-near.js'
import { subnetIsNotDelegated } from './pool/subnet-is-not-delegated.js'
import { subscriptionCoreQuota } from './pool/subscription-core-quota.js'
import { userSubscriptionCommunicationCap } from './pool/user-subscription-communication-cap.js'
import { vmSizeBootsGeneration } from './pool/vm-size-boots-generation.js'
import { vmSizeFitsArchitecture } from './pool/vm-size-fits-architecture.js'
import { vmSizeFitsDiskController } from './pool/vm-size-fits-disk-controller.js'
import { vmSizeIsOffered } from './pool/vm-size-is-offered.js'
import { vmSizeTakesAcceleratedNetworking } from './pool/vm-size-takes-accelerated-networking.js'
import { vmSizeTakesDataDisks } from './pool/vm-size-takes-data-disks.js'
import { vmSizeTakesEphemeralDisk } from './pool/vm-size-takes-ephemeral-disk.js'
import { vmSizeTakesSpot } from './pool/vm-size-takes-spot.js'
import { vmSizeTakesTaskSlots } from './pool/vm-size-takes-task-slots.js'
import { jobsCanBeMoved } from './rollout/jobs-can-be-moved.js'
import { nodesKeepWhatTheyStartedWith } from './rollout/nodes-keep-what-they-started-with.js'
import { poolCanBePutBack } from './rollout/pool-can-be-put-back.js'
import { runningJobs } from './rollout/running-jobs.js'
import type { Rule } from './rule.js'

/** The rules that look at what was read from Azure, in the order in which findings are shown. */
export const azureRules: readonly Rule[] = [
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

  accountSubscription,
  adoptedVersionCovers,
  definitionArchitecture,
  definitionExists,
  definitionGeneration,
  definitionOsState,
  definitionOsType,
  definitionPurchasePlan,
  definitionSecurityType,
  enoughReplicas,
  givenVersion,
  locationAgrees,
  regionsKnown,
  snapshotSources,
  snapshotsFeedDefinition,
  snapshotsOnce,
  versionFree,
  versionInAccountRegion,
  galleryRights,
  definitionTakesAcceleratedNetworking,
  disksFitVersion,
  usedVersionHasReplicas,

  accountExists,
  existingPoolCanBecomeIt,
  existingPoolIsUsable,
  imageReferenceAgrees,
  managedImageIsNear,
  managedImagePurchasePlan,
  nodeAgentFitsOs,
  nodeAgentIsChosen,
  nodeAgentIsListed,
  nodeAgentResolves,
  osImageIsListed,
  securityProfileFits,
  poolRights,
  checksWerePossible,
  managedImageHasOnePool,
  managedImageNodesInTotal,
  subnetExists,
  subnetHasAddresses,
  subnetIsNear,
  subnetIsNotDelegated,
  accountIsReady,
  dataPlaneIsReachable,
  forEverySize(dedicatedCoreQuota, 'warning'),
  forEverySize(familyCoreQuota, 'warning'),
  poolCountQuota,
  forEverySize(spotCoreQuota, 'warning'),
  forEverySize(subscriptionCoreQuota, 'warning'),
  userSubscriptionCommunicationCap,
  forEverySize(vmSizeBootsGeneration),
  forEverySize(vmSizeFitsArchitecture),
  forEverySize(vmSizeFitsDiskController),
  forEverySize(vmSizeIsOffered),
  forEverySize(vmSizeTakesAcceleratedNetworking),
  forEverySize(vmSizeTakesDataDisks),
  forEverySize(vmSizeTakesEphemeralDisk),
  forEverySize(vmSizeTakesSpot),
  forEverySize(vmSizeTakesTaskSlots),
  jobsCanBeMoved,
  nodesKeepWhatTheyStartedWith,
  poolCanBePutBack,
  runningJobs,
]
