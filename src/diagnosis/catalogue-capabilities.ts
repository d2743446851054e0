/** What Compute says when a VM size cannot do what the pool asks of it: told apart by its words, under whichever code. */
import { docs, type About, type Entry } from './catalogue.js'
import { inSubscription } from '../shared/az-command.js'
import { size } from './named.js'

export const capabilityEntries: readonly Entry[] = [
  {
    code: /./,
    says: /premium.{0,40}(storage|disk|_lrs)|storage account type.{0,60}premium|VM size does not support storage account type/i,
    cause: (about: About) =>
      `${size(about)} has no premium storage, and the pool asks for premium disks`,
    remedy:
      'choose a vmSize with an s in its name (such as Standard_D4s_v5), or write StandardSSD_LRS',
    docs: docs.diskTypes,
  },
  {
    code: /./,
    says: /EncryptionAtHost.{0,120}(not enabled|register|feature)|feature.{0,60}EncryptionAtHost/i,
    cause: 'the subscription has not registered the feature EncryptionAtHost',
    remedy: ({ resource }: About) =>
      `register EncryptionAtHost once: \`az feature register --namespace Microsoft.Compute --name EncryptionAtHost${inSubscription(resource)}\`, then \`az provider register --namespace Microsoft.Compute${inSubscription(resource)}\``,
    docs: docs.encryptionAtHost,
  },
  {
    code: /./,
    says: /encryption ?at ?host|host.based encryption/i,
    cause: (about: About) => `${size(about)} has no encryption at host, and the pool asks for it`,
    remedy:
      'choose a vmSize that supports encryption at host, or leave securityProfile.encryptionAtHost out',
    docs: docs.encryptionAtHost,
  },
  {
    code: /./,
    says: /ephemeral|diffDisk|OS disk.{0,80}(cache|resource disk|nvme)/i,
    cause: (about: About) =>
      `the ephemeral OS disk does not fit ${size(about)}: no such placement, or too little room for the image`,
    remedy:
      'choose a vmSize with a larger cache or temporary disk, a smaller image, or leave ephemeralOSDiskSettings out',
    docs: docs.ephemeral,
  },
  {
    code: /./,
    says: /disk size.{0,80}(smaller|less) than|(smaller|less) than the size of the corresponding disk/i,
    cause: 'the OS disk that the pool asks for is smaller than that of the image',
    remedy: 'raise osDisk.diskSizeGB to the size of the image, or leave it out',
    docs: docs.resizing,
  },
  {
    code: /./,
    says: /disk controller ?types?|DiskControllerType/i,
    cause: (about: About) =>
      `image and ${size(about)} have no disk controller (SCSI, NVMe) in common`,
    remedy:
      'choose a vmSize with the controller of the image, or a definition with DiskControllerTypes=SCSI,NVMe',
    docs: docs.nvme,
  },
  {
    code: /./,
    says: /only supports? creation of VMs?\b[\s\S]*security type/i,
    cause: 'the image definition asks for a security type that the pool does not state',
    remedy:
      'state it in deploymentConfiguration.virtualMachineConfiguration.securityProfile.securityType, e.g. trustedLaunch',
    docs: docs.galleryImages,
  },
  {
    code: /./,
    says: /(trusted ?launch|confidential ?vm|security ?type.{0,60}not supported|not support.{0,60}security ?type)/i,
    cause: (about: About) =>
      `image and ${size(about)} do not both support the security type that the pool states`,
    remedy:
      'state in securityProfile.securityType what the image definition is of, and choose a vmSize that supports it; or leave securityProfile out',
    docs: docs.galleryImages,
  },
]
