/**
 * What galleries, definitions and versions may say in a PUT or PATCH: the union over API versions, as published for the
 * newest. https://learn.microsoft.com/azure/templates/microsoft.compute/galleries
 */
import { anything, choice, flag, list, map, object, readOnly, text, whole } from '../shape.js'
import { resourceShape } from './compute-shapes.js'

export const galleryShape = resourceShape(
  {
    description: text,
    identifier: readOnly(anything),
    sharingProfile: object({
      permissions: choice('Private', 'Groups', 'Community'),
      communityGalleryInfo: object({
        publisherUri: text,
        publisherContact: text,
        eula: text,
        publicNamePrefix: text,
      }),
      groups: readOnly(anything),
    }),
    softDeletePolicy: object({ isSoftDeleteEnabled: flag }),
    sharingStatus: readOnly(anything),
  },
  {
    identity: object({
      type: choice('SystemAssigned', 'UserAssigned', 'SystemAssigned, UserAssigned', 'None'),
      userAssignedIdentities: map(anything),
    }),
  },
)

const range = object({ min: whole, max: whole })

export const imageDefinitionShape = resourceShape({
  osType: choice('Windows', 'Linux'),
  osState: choice('Generalized', 'Specialized'),
  hyperVGeneration: choice('V1', 'V2'),
  architecture: choice('x64', 'Arm64'),
  identifier: object({ publisher: text, offer: text, sku: text }),
  features: list(object({ name: text, value: text, startsAtVersion: text })),
  allowUpdateImage: flag,
  description: text,
  eula: text,
  privacyStatementUri: text,
  releaseNoteUri: text,
  endOfLifeDate: text,
  disallowed: object({ diskTypes: list(text) }),
  purchasePlan: object({ name: text, publisher: text, product: text }),
  recommended: object({ vCPUs: range, memory: range }),
})

const storageAccountType = choice('Standard_LRS', 'Standard_ZRS', 'Premium_LRS', 'PremiumV2_LRS')
const hostCaching = choice('None', 'ReadOnly', 'ReadWrite')
const diskSource = object({ id: text, uri: text, storageAccountId: text })

export const imageVersionShape = resourceShape({
  storageProfile: object({
    source: object({ id: text, virtualMachineId: text, communityGalleryImageId: text }),
    osDiskImage: object({ source: diskSource, hostCaching, sizeInGB: readOnly(whole) }),
    dataDiskImages: list(
      object({ lun: whole, source: diskSource, hostCaching, sizeInGB: readOnly(whole) }),
    ),
  }),
  publishingProfile: object({
    targetRegions: list(
      object({
        name: text,
        regionalReplicaCount: whole,
        storageAccountType,
        excludeFromLatest: flag,
        encryption: anything,
        additionalReplicaSets: list(object({ regionalReplicaCount: whole, storageAccountType })),
      }),
    ),
    targetExtendedLocations: anything,
    replicaCount: whole,
    storageAccountType,
    storageAccountStrategy: choice('PreferStandard_ZRS', 'DefaultStandard_LRS'),
    excludeFromLatest: flag,
    replicationMode: choice('Full', 'Shallow'),
    endOfLifeDate: text,
    publishedDate: readOnly(text),
  }),
  safetyProfile: object({
    allowDeletionOfReplicatedLocations: flag,
    blockDeletionBeforeEndOfLife: flag,
    reportedForPolicyViolation: readOnly(flag),
    policyViolations: readOnly(anything),
  }),
  securityProfile: object({ uefiSettings: anything }),
  restore: flag,
  replicationStatus: readOnly(anything),
  validationsProfile: readOnly(anything),
})
