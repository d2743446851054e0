import { madeOnceRules } from './across/made-once.js'
import { managedImagesRules } from './across/managed-images.js'
import { configGeneralRules } from './config/general.js'
import { configImageRules } from './config/image.js'
import { configPoolRules } from './config/pool.js'
import { configScaleRules } from './config/scale.js'
import { configSecretsRules } from './config/secrets.js'
import { galleryDefinitionRules } from './gallery/definition.js'
import { galleryEncryptionRules } from './gallery/encryption.js'
import { galleryRegionsRules } from './gallery/regions.js'
import { galleryVersionRules } from './gallery/version.js'
import { imageNamesRules } from './image/names.js'
import { imageSourcesRules } from './image/sources.js'
import { poolApiVersionRules } from './pool/api-version.js'
import { poolDisksRules } from './pool/disks.js'
import { poolFormulaRules } from './pool/formula.js'
import { poolGeneralRules } from './pool/general.js'
import { poolIdentityRules } from './pool/identity.js'
import { poolImageReferenceRules } from './pool/image-reference.js'
import { poolManagedImageRules } from './pool/managed-image.js'
import { poolMountsRules } from './pool/mounts.js'
import { poolNatRules } from './pool/nat.js'
import { poolNodeAgentRules } from './pool/node-agent.js'
import { poolScaleRules } from './pool/scale.js'
import { poolSoftwareRules } from './pool/software.js'
import { poolStartTaskRules } from './pool/start-task.js'
import { poolSubnetRules } from './pool/subnet.js'
import { poolUpgradeRules } from './pool/upgrade.js'
import { poolUsersRules } from './pool/users.js'
import { poolVmSizeByNameRules } from './pool/vm-size-by-name.js'
import { poolVmSizeRules } from './pool/vm-size.js'
import { poolVmSkuProfileRules } from './pool/vm-sku-profile.js'
import { rolloutFallbackSizesRules } from './rollout/fallback-sizes.js'
import { snapshotsSectionRules } from './snapshots/section.js'
import { rolloutStrategyRules } from './rollout/strategy.js'
import { rolloutTimeRules } from './rollout/time.js'
import type { Rule } from './rule.js'

/** The rules that need no Azure, in the order in which findings are shown. No file of them loads what only Azure's facts ask for. */
export const offlineRules: readonly Rule[] = [
  ...configGeneralRules,
  ...configImageRules,
  ...configPoolRules,
  ...configScaleRules,
  ...configSecretsRules,
  ...snapshotsSectionRules,
  ...imageNamesRules,
  ...imageSourcesRules,
  ...galleryDefinitionRules,
  ...galleryVersionRules,
  ...galleryRegionsRules,
  ...galleryEncryptionRules,
  ...poolApiVersionRules,
  ...poolDisksRules,
  ...poolGeneralRules,
  ...poolIdentityRules,
  ...poolImageReferenceRules,
  ...poolManagedImageRules,
  ...poolMountsRules,
  ...poolNatRules,
  ...poolNodeAgentRules,
  ...poolScaleRules,
  ...poolFormulaRules,
  ...poolSoftwareRules,
  ...poolStartTaskRules,
  ...poolSubnetRules,
  ...poolUpgradeRules,
  ...poolUsersRules,
  ...poolVmSizeRules,
  ...poolVmSizeByNameRules,
  ...poolVmSkuProfileRules,
  ...rolloutFallbackSizesRules,
  ...rolloutTimeRules,
  ...rolloutStrategyRules,
  ...madeOnceRules,
  ...managedImagesRules,
]

const idsOfNames = new Set([
  'config/pool-account',
  'config/pool-name',
  'config/expressions-are-filled-in',
  'image/given-id-is-an-image',
  'gallery/definition-id',
])

/** Those that judge what a config calls things: all that a cleanup goes by. */
export const rulesOfNames: readonly Rule[] = offlineRules.filter(({ id }) => idsOfNames.has(id))
