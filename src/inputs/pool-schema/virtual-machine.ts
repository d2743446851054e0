import { caching, dataDisk, managedDisk } from './disks.js'
import { identityReference, registry } from './identity.js'
import { closedMap } from '../closed-map.js'
import { anything, choice, flag, integer, list, optional, required, text } from './vocabulary.js'

const proxyEndpoint = closedMap({
  inVMAccessControlProfileReferenceId: optional('gallery profile with the access rules', text),
  mode: optional('log violations only, or refuse them', choice('Audit', 'Enforce')),
})

export const virtualMachineConfiguration = closedMap({
  containerConfiguration: optional(
    'run tasks in containers',
    closedMap({
      containerImageNames: optional('images to pull in advance', list(text)),
      containerRegistries: optional('registries to pull from', list(registry)),
      type: required('container technology', choice('DockerCompatible', 'CriCompatible'), {
        valuesSince: { CriCompatible: '2023-05-01' },
      }),
    }),
  ),
  dataDisks: optional('empty disks to attach to every node', list(dataDisk)),
  diskEncryptionConfiguration: optional(
    'encrypt the disks of the nodes',
    closedMap({
      customerManagedKey: optional(
        'customer-managed key',
        closedMap({
          identityReference: optional('identity that reads the key', identityReference),
          keyUrl: optional('URL of the key, with its version', text),
          rotationToLatestKeyVersionEnabled: optional('follow new versions of the key', flag),
        }),
        { since: '2025-06-01' },
      ),
      targets: optional(
        'disks to encrypt; Linux: TemporaryDisk only, Windows: both',
        list(choice('OsDisk', 'TemporaryDisk')),
      ),
    }),
    { since: '2020-03-01' },
  ),
  extensions: optional(
    'VM extensions',
    list(
      closedMap({
        autoUpgradeMinorVersion: optional('take newer minor versions at deployment', flag),
        enableAutomaticUpgrade: optional('take newer versions while running', flag, {
          since: '2023-05-01',
        }),
        name: required('name of the extension', text),
        protectedSettings: optional(
          'settings that stay secret; a variable holds them as JSON',
          anything,
        ),
        provisionAfterExtensions: optional('extensions that come first', list(text)),
        publisher: required('publisher of the extension', text),
        settings: optional('settings of the extension', anything),
        type: required('type of the extension', text),
        typeHandlerVersion: optional('version of its handler', text),
      }),
    ),
    { since: '2021-01-01' },
  ),
  imageReference: optional(
    'image of the nodes; default: the one that the run makes or uses',
    closedMap({
      communityGalleryImageId: optional('image of a community gallery', text, {
        since: '2024-07-01',
      }),
      id: optional('ARM id of a gallery image or version', text),
      offer: optional('offer of a Marketplace image', text),
      publisher: optional('publisher of a Marketplace image', text),
      sharedGalleryImageId: optional('image of a gallery shared with the tenant', text, {
        since: '2024-07-01',
      }),
      sku: optional('SKU of a Marketplace image', text),
      version: optional('version of a Marketplace image', text),
    }),
  ),
  licenseType: optional('licence held on-premises (Windows_Server, Windows_Client)', text),
  nodeAgentSkuId: optional('Batch node agent, as in `batch.node.ubuntu 22.04`, or auto', text),
  nodePlacementConfiguration: optional(
    'spread over availability zones',
    closedMap({ policy: optional('any one zone, or all zones', choice('Regional', 'Zonal')) }),
    { since: '2021-01-01' },
  ),
  osDisk: optional(
    'the OS disk of the nodes',
    closedMap({
      caching: optional('host caching', caching, { since: '2023-11-01' }),
      diskSizeGB: optional('size of the OS disk, in GB', integer, { since: '2023-11-01' }),
      ephemeralOSDiskSettings: optional(
        'OS disk on the host; not with spot nodes',
        closedMap({ placement: optional('where on the host', choice('CacheDisk')) }),
      ),
      managedDisk: optional('storage and encryption of the disk', managedDisk, {
        since: '2023-11-01',
      }),
      writeAcceleratorEnabled: optional('write accelerator', flag, { since: '2023-11-01' }),
    }),
    { since: '2021-06-01' },
  ),
  securityProfile: optional(
    'Trusted Launch, confidential VMs, encryption at host',
    closedMap({
      encryptionAtHost: optional('encrypt all disks on the host', flag),
      proxyAgentSettings: optional(
        'protection of the metadata endpoints',
        closedMap({
          enabled: optional('turn the protection on', flag),
          imds: optional('instance metadata service', proxyEndpoint),
          wireServer: optional('wire server', proxyEndpoint),
        }),
        { since: '2025-06-01' },
      ),
      securityType: optional('kind of VM', choice('trustedLaunch', 'confidentialVM'), {
        valuesSince: { confidentialVM: '2024-07-01' },
      }),
      uefiSettings: optional(
        'firmware',
        closedMap({
          secureBootEnabled: optional('secure boot', flag),
          vTpmEnabled: optional('virtual TPM', flag),
        }),
      ),
    }),
    { since: '2023-11-01' },
  ),
  serviceArtifactReference: optional(
    'image version that automatic upgrades follow',
    closedMap({ id: required('ARM id of the service artifact', text) }),
    { since: '2023-11-01' },
  ),
  windowsConfiguration: optional(
    'Windows only',
    closedMap({ enableAutomaticUpdates: optional('Windows Update; default: on', flag) }),
  ),
})
