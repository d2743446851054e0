import { caching, dataDisk, managedDisk } from './disks.js'
import { identityReference, registry } from './identity.js'
import { closedMap } from '../closed-map.js'
import { anything, choice, flag, integer, list, need, say, text } from './vocabulary.js'

const proxyEndpoint = closedMap({
  inVMAccessControlProfileReferenceId: say('gallery profile with the access rules', text),
  mode: say('log violations only, or refuse them', choice('Audit', 'Enforce')),
})

export const virtualMachineConfiguration = closedMap({
  containerConfiguration: say(
    'run tasks in containers',
    closedMap({
      containerImageNames: say('images to pull in advance', list(text)),
      containerRegistries: say('registries to pull from', list(registry)),
      type: need('container technology', choice('DockerCompatible', 'CriCompatible'), {
        valuesSince: { CriCompatible: '2023-05-01' },
      }),
    }),
  ),
  dataDisks: say('empty disks to attach to every node', list(dataDisk)),
  diskEncryptionConfiguration: say(
    'encrypt the disks of the nodes',
    closedMap({
      customerManagedKey: say(
        'customer-managed key',
        closedMap({
          identityReference: say('identity that reads the key', identityReference),
          keyUrl: say('URL of the key, with its version', text),
          rotationToLatestKeyVersionEnabled: say('follow new versions of the key', flag),
        }),
        { since: '2025-06-01' },
      ),
      targets: say(
        'disks to encrypt; Linux: TemporaryDisk only, Windows: both',
        list(choice('OsDisk', 'TemporaryDisk')),
      ),
    }),
    { since: '2020-03-01' },
  ),
  extensions: say(
    'VM extensions',
    list(
      closedMap({
        autoUpgradeMinorVersion: say('take newer minor versions at deployment', flag),
        enableAutomaticUpgrade: say('take newer versions while running', flag, {
          since: '2023-05-01',
        }),
        name: need('name of the extension', text),
        protectedSettings: say('settings that stay secret', anything),
        provisionAfterExtensions: say('extensions that come first', list(text)),
        publisher: need('publisher of the extension', text),
        settings: say('settings of the extension', anything),
        type: need('type of the extension', text),
        typeHandlerVersion: say('version of its handler', text),
      }),
    ),
    { since: '2021-01-01' },
  ),
  imageReference: say(
    'image of the nodes; default: the one that the run makes or uses',
    closedMap({
      communityGalleryImageId: say('image of a community gallery', text, { since: '2024-07-01' }),
      id: say('ARM id of a gallery image or version', text),
      offer: say('offer of a Marketplace image', text),
      publisher: say('publisher of a Marketplace image', text),
      sharedGalleryImageId: say('image of a gallery shared with the tenant', text, {
        since: '2024-07-01',
      }),
      sku: say('SKU of a Marketplace image', text),
      version: say('version of a Marketplace image', text),
    }),
  ),
  licenseType: say('licence held on-premises (Windows_Server, Windows_Client)', text),
  nodeAgentSkuId: say('Batch node agent, as in `batch.node.ubuntu 22.04`, or auto', text),
  nodePlacementConfiguration: say(
    'spread over availability zones',
    closedMap({ policy: say('any one zone, or all zones', choice('Regional', 'Zonal')) }),
    { since: '2021-01-01' },
  ),
  osDisk: say(
    'the OS disk of the nodes',
    closedMap({
      caching: say('host caching', caching, { since: '2023-11-01' }),
      diskSizeGB: say('size of the OS disk, in GB', integer, { since: '2023-11-01' }),
      ephemeralOSDiskSettings: say(
        'OS disk on the host; not with spot nodes',
        closedMap({ placement: say('where on the host', choice('CacheDisk')) }),
      ),
      managedDisk: say('storage and encryption of the disk', managedDisk, { since: '2023-11-01' }),
      writeAcceleratorEnabled: say('write accelerator', flag, { since: '2023-11-01' }),
    }),
    { since: '2021-06-01' },
  ),
  securityProfile: say(
    'Trusted Launch, confidential VMs, encryption at host',
    closedMap({
      encryptionAtHost: say('encrypt all disks on the host', flag),
      proxyAgentSettings: say(
        'protection of the metadata endpoints',
        closedMap({
          enabled: say('turn the protection on', flag),
          imds: say('instance metadata service', proxyEndpoint),
          wireServer: say('wire server', proxyEndpoint),
        }),
        { since: '2025-06-01' },
      ),
      securityType: say('kind of VM', choice('trustedLaunch', 'confidentialVM'), {
        valuesSince: { confidentialVM: '2024-07-01' },
      }),
      uefiSettings: say(
        'firmware',
        closedMap({
          secureBootEnabled: say('secure boot', flag),
          vTpmEnabled: say('virtual TPM', flag),
        }),
      ),
    }),
    { since: '2023-11-01' },
  ),
  serviceArtifactReference: say(
    'image version that automatic upgrades follow',
    closedMap({ id: need('ARM id of the service artifact', text) }),
    { since: '2023-11-01' },
  ),
  windowsConfiguration: say(
    'Windows only',
    closedMap({ enableAutomaticUpdates: say('Windows Update; default: on', flag) }),
  ),
})
