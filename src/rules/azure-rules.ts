import { configPlacesInAzureRules } from './config/places-in-azure.js'
import { galleryDefinitionInAzureRules } from './gallery/definition-in-azure.js'
import { galleryEncryptionInAzureRules } from './gallery/encryption-in-azure.js'
import { galleryRegionsInAzureRules } from './gallery/regions-in-azure.js'
import { gallerySnapshotsRules } from './gallery/snapshots.js'
import { galleryVersionInAzureRules } from './gallery/version-in-azure.js'
import { imageExistingImageRules } from './image/existing-image.js'
import { imageOriginRules } from './image/origin.js'
import { imagePlaceRules } from './image/place.js'
import { imageSourcesInAzureRules } from './image/sources-in-azure.js'
import { imageTraitsRules } from './image/traits.js'
import { imageVhdRules } from './image/vhd.js'
import { poolAccountRules } from './pool/account.js'
import { poolExistingPoolRules } from './pool/existing-pool.js'
import { poolHiddenValuesRules } from './pool/hidden-values.js'
import { poolImageAndDisksRules } from './pool/image-and-disks.js'
import { poolImageReferenceInAzureRules } from './pool/image-reference-in-azure.js'
import { poolManagedImageInAzureRules } from './pool/managed-image-in-azure.js'
import { poolNodeAgentInAzureRules } from './pool/node-agent-in-azure.js'
import { poolNodeHealthRules } from './pool/node-health.js'
import { poolQuotaRules } from './pool/quota.js'
import { sizeNeeds } from './pool/size-capabilities.js'
import { poolSubnetInAzureRules } from './pool/subnet-in-azure.js'
import { poolVmSizeInAzureRules } from './pool/vm-size-in-azure.js'
import { rolloutNodesRules } from './rollout/nodes.js'
import { snapshotsDisksRules } from './snapshots/disks.js'
import { snapshotsMachineRules } from './snapshots/machine.js'
import { snapshotsNamesRules } from './snapshots/names.js'
import { rulesOn } from './kit/rules-on.js'
import { sizeRule } from './kit/size-rules.js'
import type { Rule } from './rule.js'

/** The rules that look at what was read from Azure, in the order in which findings are shown. */
export const azureRules: readonly Rule[] = [
  ...configPlacesInAzureRules,
  ...snapshotsMachineRules,
  ...snapshotsDisksRules,
  ...snapshotsNamesRules,
  ...imageSourcesInAzureRules,
  ...imageVhdRules,
  ...imagePlaceRules,
  ...imageTraitsRules,
  ...imageExistingImageRules,
  ...imageOriginRules,
  ...galleryDefinitionInAzureRules,
  ...galleryVersionInAzureRules,
  ...galleryEncryptionInAzureRules,
  ...galleryRegionsInAzureRules,
  ...gallerySnapshotsRules,
  ...poolAccountRules,
  ...poolExistingPoolRules,
  ...poolHiddenValuesRules,
  ...poolImageReferenceInAzureRules,
  ...poolImageAndDisksRules,
  ...poolManagedImageInAzureRules,
  ...poolNodeAgentInAzureRules,
  ...poolNodeHealthRules,
  ...poolSubnetInAzureRules,
  ...poolQuotaRules,
  ...poolVmSizeInAzureRules,
  ...rulesOn('facts', sizeNeeds.map(sizeRule)),
  ...rolloutNodesRules,
]
