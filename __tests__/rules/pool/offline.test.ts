/** Each rule about a pool that needs nothing but the config: what passes, what fails, and in which words. */
import { describe, expect, test } from '@jest/globals'
import * as v from 'valibot'
import { parse } from 'yaml'
import { configSchema } from '../../../src/inputs/schema.js'
import { rules } from '../../../src/rules/index.js'
import type { OfflineRule } from '../../../src/rules/rule.js'
import { pathText } from '../../../src/shared/path-text.js'

const offline = rules.filter((rule) => rule.needs === 'config')

function check(rule: OfflineRule, text: string): readonly string[] {
  const config = v.parse(configSchema, parse(text))
  return rule.check(config).map(({ at, message, help, severity = rule.severity }) => {
    expect(help).toMatch(/\S/)
    expect(message).toMatch(/^(?!(?!Batch|LUN)[A-Z]).*[^.]$/)
    return `${severity} at ${pathText(at).replace('pool.properties.', '').replace(vmPrefix, 'vm.')}: ${message}`
  })
}

const vmPrefix = 'deploymentConfiguration.virtualMachineConfiguration.'
const id = '/subscriptions/s/resourceGroups/g/providers'
const pool = (text: string) => `pool: { properties: { ${text} } }`
const vm = (text: string) =>
  pool(`deploymentConfiguration: { virtualMachineConfiguration: { ${text} } }`)
const linux = 'nodeAgentSkuId: batch.node.ubuntu 24.04'
const windows = 'nodeAgentSkuId: batch.node.windows amd64'
const vmAnd = (own: string, more: string) =>
  pool(`deploymentConfiguration: { virtualMachineConfiguration: { ${own} } }, ${more}`)
const fixed = (text: string) => `scaleSettings: { fixedScale: { ${text} } }`
const auto = (formula: string) => `scaleSettings: { autoScale: { formula: "${formula}" } }`
const network = (text: string, more = '') =>
  pool(`networkConfiguration: { ${text} }${more === '' ? '' : `, ${more}`}`)
const nat = (...pools: string[]) =>
  `endpointConfiguration: { inboundNatPools: [${pools.map((one) => `{ ${one} }`).join(', ')}] }`
const ports = (start: number, end: number, more = '') =>
  `frontendPortRangeStart: ${String(start)}, frontendPortRangeEnd: ${String(end)}${more}`
const priorities = (...numbers: number[]) =>
  `networkSecurityGroupRules: [${numbers.map((one) => `{ priority: ${String(one)} }`).join(', ')}]`
const times = (count: number, text: string) => Array.from({ length: count }, () => text)
const long = (count: number) => 'x'.repeat(count)
const addresses = (count: number) =>
  `ipAddressIds: [${times(count, `${id}/Microsoft.Network/publicIPAddresses/a`).join(', ')}]`
const own = (text: string, more = '') =>
  network(`publicIPAddressConfiguration: { provision: UserManaged, ${text} }`, more)
const accounts = (...list: string[]) =>
  `userAccounts: [${list.map((one) => `{ ${one} }`).join(', ')}]`
const mount = (...list: string[]) =>
  `mountConfiguration: [${list.map((one) => `{ ${one} }`).join(', ')}]`
const blob = (text: string) => `azureBlobFileSystemConfiguration: { ${text} }`
const task = (text: string) => pool(`startTask: { ${text} }`)
const version = `${id}/Microsoft.Compute/galleries/g/images/d/versions/1.0.0`
const managed = `${id}/Microsoft.Compute/images/i`
const legacy = (properties: string, image = `id: ${managed}`) =>
  `image: { ${image} }\npool: { properties: { ${properties} } }`
const upgrade = (text: string) => `upgradePolicy: { mode: automatic, ${text} }`
const osUpgrade = upgrade('automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true }')

interface Cases {
  readonly passes: readonly string[]
  readonly fails: readonly (readonly [config: string, ...found: string[]])[]
}

const cases: Readonly<Record<string, Cases>> = {
  'pool/nat-pool-count': {
    passes: [network(nat(...times(5, 'name: a')))],
    fails: [
      [
        network(nat(...times(6, 'name: a'))),
        'error at networkConfiguration.endpointConfiguration.inboundNatPools[5]: 6 inbound NAT pools are more than the 5 that a pool can have',
      ],
    ],
  },
  'pool/nat-rule-count': {
    passes: [network(nat(priorities(...times(25, '').map(() => 200))))],
    fails: [
      [
        network(
          nat(priorities(...times(20, '').map(() => 1)), priorities(...times(6, '').map(() => 1))),
        ),
        'error at networkConfiguration.endpointConfiguration.inboundNatPools[1].networkSecurityGroupRules[5]: 26 network security group rules are more than the 25 that all endpoints of a pool can have',
      ],
    ],
  },
  'pool/nat-rule-priorities': {
    passes: [network(nat(priorities(150, 4096), priorities(151)))],
    fails: [
      [
        network(nat(priorities(149), priorities(4097))),
        'error at networkConfiguration.endpointConfiguration.inboundNatPools[0].networkSecurityGroupRules[0].priority: priority 149 is not from 150 to 4096',
        'error at networkConfiguration.endpointConfiguration.inboundNatPools[1].networkSecurityGroupRules[0].priority: priority 4097 is not from 150 to 4096',
      ],
      [
        network(nat(priorities(200), priorities(200))),
        'error at networkConfiguration.endpointConfiguration.inboundNatPools[1].networkSecurityGroupRules[0].priority: priority 200 is given to more than one rule of the pool',
      ],
    ],
  },
  'pool/nat-frontend-ports': {
    passes: [network(nat(ports(1, 49_999), ports(55_001, 65_534)))],
    fails: [
      [
        network(nat(ports(49_000, 50_000), ports(55_000, 56_000))),
        'error at networkConfiguration.endpointConfiguration.inboundNatPools[0].frontendPortRangeStart: frontend ports 49000 to 50000 reach into 50000 to 55000, which Batch keeps for itself',
        'error at networkConfiguration.endpointConfiguration.inboundNatPools[1].frontendPortRangeStart: frontend ports 55000 to 56000 reach into 50000 to 55000, which Batch keeps for itself',
      ],
      [
        network(nat(ports(0, 10), ports(60_000, 65_535), ports(20, 10))),
        'error at networkConfiguration.endpointConfiguration.inboundNatPools[0].frontendPortRangeStart: 0 is not a port',
        'error at networkConfiguration.endpointConfiguration.inboundNatPools[1].frontendPortRangeEnd: port 65535 is higher than 65534',
        'error at networkConfiguration.endpointConfiguration.inboundNatPools[2].frontendPortRangeStart: the frontend ports begin at 20 and end at 10, before that',
      ],
    ],
  },
  'pool/nat-frontend-ranges-are-apart': {
    passes: [network(nat(ports(1, 10), ports(11, 20)))],
    fails: [
      [
        network(nat(ports(1, 10, ', name: ssh'), ports(30, 40), ports(10, 20))),
        "error at networkConfiguration.endpointConfiguration.inboundNatPools[2].frontendPortRangeStart: frontend ports 10 to 20 overlap with 1 to 10 of 'ssh'",
      ],
    ],
  },
  'pool/nat-frontend-ranges-are-wide': {
    passes: [network(nat(ports(1, 10)), fixed('targetDedicatedNodes: 10'))],
    fails: [
      [
        network(nat(ports(1, 10)), fixed('targetDedicatedNodes: 6, targetLowPriorityNodes: 5')),
        'warning at networkConfiguration.endpointConfiguration.inboundNatPools[0].frontendPortRangeEnd: 10 frontend ports are fewer than the 11 nodes that the pool asks for',
      ],
    ],
  },
  'pool/nat-backend-ports': {
    passes: [network(nat('backendPort: 22', 'backendPort: 65535'))],
    fails: [
      [
        network(nat('backendPort: 29876', 'backendPort: 29877', 'backendPort: 0')),
        'error at networkConfiguration.endpointConfiguration.inboundNatPools[0].backendPort: backend port 29876 is one that Batch keeps for itself',
        'error at networkConfiguration.endpointConfiguration.inboundNatPools[1].backendPort: backend port 29877 is one that Batch keeps for itself',
        'error at networkConfiguration.endpointConfiguration.inboundNatPools[2].backendPort: 0 is not a port',
      ],
      [
        network(nat('backendPort: 22', 'backendPort: 22')),
        'error at networkConfiguration.endpointConfiguration.inboundNatPools[1].backendPort: backend port 22 has more than one NAT pool',
      ],
    ],
  },
  'pool/nat-pool-names': {
    passes: [network(nat(`name: ${long(77)}`, 'name: ssh.1-a_'))],
    fails: [
      [
        network(nat('name: -ssh', 'name: a b')),
        "error at networkConfiguration.endpointConfiguration.inboundNatPools[0].name: '-ssh' is not a valid name of an inbound NAT pool",
        "error at networkConfiguration.endpointConfiguration.inboundNatPools[1].name: 'a b' is not a valid name of an inbound NAT pool",
      ],
      [
        network(nat('name: ssh', 'name: SSH')),
        "error at networkConfiguration.endpointConfiguration.inboundNatPools[1].name: more than one inbound NAT pool is called 'SSH'",
      ],
    ],
  },
  'pool/nat-pools-need-public-addresses': {
    passes: [
      network('publicIPAddressConfiguration: { provision: NoPublicIPAddresses }'),
      network(nat('name: a')),
    ],
    fails: [
      [
        network(
          `${nat('name: a')}, publicIPAddressConfiguration: { provision: noPublicIPAddresses }`,
        ),
        'error at networkConfiguration.publicIPAddressConfiguration.provision: provision is noPublicIPAddresses, and the pool has inbound NAT pools, which need a public address',
      ],
    ],
  },
  'pool/subnet-id': {
    passes: [network(`subnetId: ${id}/Microsoft.Network/virtualNetworks/v/subnets/s`)],
    fails: [
      [
        network('subnetId: default'),
        "error at networkConfiguration.subnetId: subnetId 'default' is not a resource ID",
      ],
      [
        network(`subnetId: ${id}/Microsoft.Network/virtualNetworks/v`),
        `error at networkConfiguration.subnetId: subnetId '${id}/Microsoft.Network/virtualNetworks/v' is of type Microsoft.Network/virtualNetworks, not a subnet`,
      ],
    ],
  },
  'pool/subnet-subscription': {
    passes: [
      `pool: { account: ${id.replace('/s/', '/S/')}/Microsoft.Batch/batchAccounts/a, properties: { networkConfiguration: { subnetId: ${id}/Microsoft.Network/virtualNetworks/v/subnets/s } } }`,
      `pool: { account: a, properties: { networkConfiguration: { subnetId: ${id}/Microsoft.Network/virtualNetworks/v/subnets/s } } }`,
    ],
    fails: [
      [
        `pool: { account: ${id.replace('/s/', '/t/')}/Microsoft.Batch/batchAccounts/a, properties: { networkConfiguration: { subnetId: ${id}/Microsoft.Network/virtualNetworks/v/subnets/s } } }`,
        'error at networkConfiguration.subnetId: the subnet is in subscription s, the Batch account in t',
      ],
    ],
  },
  'pool/public-addresses-are-given': {
    passes: [own(addresses(1)), network('publicIPAddressConfiguration: {}')],
    fails: [
      [
        own('ipAddressIds: []'),
        'error at networkConfiguration.publicIPAddressConfiguration: provision is UserManaged, and no public IP address is listed',
      ],
      [
        network(`publicIPAddressConfiguration: { ${addresses(1)} }`),
        'error at networkConfiguration.publicIPAddressConfiguration.ipAddressIds: ipAddressIds are given, and provision is BatchManaged',
      ],
      [
        own('ipAddressIds: [20.1.2.3]'),
        "error at networkConfiguration.publicIPAddressConfiguration.ipAddressIds[0]: '20.1.2.3' is not the ID of a public IP address",
      ],
    ],
  },
  'pool/public-addresses-suffice': {
    passes: [
      own(addresses(2), fixed('targetDedicatedNodes: 100, targetLowPriorityNodes: 100')),
      own('ipAddressIds: []', fixed('targetDedicatedNodes: 100')),
    ],
    fails: [
      [
        own(addresses(2), fixed('targetDedicatedNodes: 201')),
        'error at networkConfiguration.publicIPAddressConfiguration.ipAddressIds: 2 public IP addresses are too few for 201 dedicated and 0 low-priority nodes',
      ],
      [
        own(addresses(1), fixed('targetDedicatedNodes: 50, targetLowPriorityNodes: 50')),
        'warning at networkConfiguration.publicIPAddressConfiguration.ipAddressIds: 1 public IP addresses are too few for 50 dedicated and 50 low-priority nodes',
      ],
    ],
  },
  'pool/inter-node-communication-limit': {
    passes: [
      pool(`interNodeCommunication: Enabled, ${fixed('targetDedicatedNodes: 80')}`),
      pool(`interNodeCommunication: Disabled, ${fixed('targetDedicatedNodes: 800')}`),
    ],
    fails: [
      [
        pool(
          `interNodeCommunication: Enabled, ${fixed('targetDedicatedNodes: 100, targetLowPriorityNodes: 1')}`,
        ),
        'error at interNodeCommunication: 101 nodes are more than the 100 that can talk to each other',
      ],
      [
        pool(`interNodeCommunication: enabled, ${fixed('targetDedicatedNodes: 81')}`),
        'notice at interNodeCommunication: 81 nodes are more than the 80 that can talk to each other in an account in user-subscription mode',
      ],
    ],
  },
  'pool/task-slots': {
    passes: [
      pool('taskSlotsPerNode: 1'),
      pool('taskSlotsPerNode: 256, vmSize: Standard_HB120rs_v3'),
      pool('taskSlotsPerNode: 16, vmSize: Standard_D4s_v5'),
      // How many its cores take is for pool/vm-size-takes-task-slots to say, which reads how many there are.
      pool('taskSlotsPerNode: 200, vmSize: Standard_E8-4s_v5'),
    ],
    fails: [
      [
        pool('taskSlotsPerNode: 0'),
        'error at taskSlotsPerNode: taskSlotsPerNode is 0, which is not from 1 to 256',
      ],
      [
        pool('maxTasksPerNode: 257'),
        'error at maxTasksPerNode: maxTasksPerNode is 257, which is not from 1 to 256',
      ],
    ],
  },
  'pool/resize-timeout-suits-image': {
    passes: [
      pool(fixed('targetDedicatedNodes: 10, resizeTimeout: PT20M')),
      pool(fixed('targetDedicatedNodes: 301, resizeTimeout: PT15M')),
      pool(fixed('targetDedicatedNodes: 10, resizeTimeout: PT4M')),
      pool(fixed('targetDedicatedNodes: 0, resizeTimeout: PT15M')),
      vmAnd(
        'imageReference: { offer: o }',
        fixed('targetDedicatedNodes: 10, resizeTimeout: PT15M'),
      ),
    ],
    fails: [
      [
        pool(fixed('targetDedicatedNodes: 10, resizeTimeout: PT15M')),
        'warning at scaleSettings.fixedScale.resizeTimeout: a resizeTimeout of PT15M is short for nodes from a custom image, which start slower than others',
      ],
    ],
  },
  'pool/start-task-has-a-command': {
    passes: [task('commandLine: a'), task(''), task('waitForSuccess: null')],
    fails: [
      [
        task('waitForSuccess: true'),
        'error at startTask.commandLine: the start task has waitForSuccess, but no commandLine',
      ],
      [
        task('commandLine: " "'),
        'error at startTask.commandLine: the start task has an empty commandLine',
      ],
    ],
  },
  'pool/start-task-shell': {
    passes: [
      task(`commandLine: "/bin/sh -c 'a && b | c > d'"`),
      task('commandLine: cmd /c echo %AZ_BATCH_NODE_ID%'),
      task('commandLine: powershell.exe -Command "a; b"'),
      task('commandLine: ./install.sh --all'),
      task(`commandLine: "sudo -E /bin/bash -e -lc 'a && b'"`),
      task(`commandLine: "timeout 600 sh -c 'a; b'"`),
    ],
    fails: [
      [
        task('commandLine: sudo run && echo bash -x'),
        'warning at startTask.commandLine: the command line of the start task uses &&, but Batch starts no shell that would understand it',
      ],
      [
        task('commandLine: apt-get update && apt-get install -y jq'),
        'warning at startTask.commandLine: the command line of the start task uses &&, but Batch starts no shell that would understand it',
      ],
      [
        task('commandLine: ./run.sh $AZ_BATCH_NODE_ID'),
        'warning at startTask.commandLine: the command line of the start task uses $VARIABLE, but Batch starts no shell that would understand it',
      ],
    ],
  },
  'pool/start-task-retries': {
    passes: [
      task('maxTaskRetryCount: 0'),
      task('maxTaskRetryCount: 3'),
      task('maxTaskRetryCount: -1, waitForSuccess: false'),
    ],
    fails: [
      [
        task('maxTaskRetryCount: -1'),
        'warning at startTask.maxTaskRetryCount: maxTaskRetryCount is -1: a node whose start task always fails keeps starting, and is paid for',
      ],
      [
        task('maxTaskRetryCount: -2'),
        'error at startTask.maxTaskRetryCount: maxTaskRetryCount is -2, which Batch has no meaning for',
      ],
    ],
  },
  'pool/start-task-user': {
    passes: [
      task('userIdentity: { autoUser: {} }'),
      pool(`${accounts('name: admin')}, startTask: { userIdentity: { userName: admin } }`),
    ],
    fails: [
      [
        task('userIdentity: { autoUser: {}, userName: a }'),
        'error at startTask.userIdentity.userName: userName and autoUser exclude each other',
      ],
      [
        task('userIdentity: { userName: admin }'),
        "warning at startTask.userIdentity.userName: the start task runs as 'admin', and the pool has no user account of that name",
      ],
    ],
  },
  'pool/resource-files': {
    passes: [
      task('resourceFiles: [{ httpUrl: https://a/b, filePath: b }]'),
      task('resourceFiles: [{ storageContainerUrl: https://a/b, blobPrefix: c }]'),
      task('resourceFiles: [{ autoStorageContainerName: a }]'),
    ],
    fails: [
      [
        task('resourceFiles: [{ filePath: b }]'),
        'error at startTask.resourceFiles[0]: a resource file has no source',
      ],
      [
        task('resourceFiles: [{ httpUrl: "https://a/b?sig=secret" }]'),
        "error at startTask.resourceFiles[0]: the resource file 'https://a/b?…' has no filePath",
      ],
      [
        task('resourceFiles: [{ httpUrl: https://a/b, storageContainerUrl: https://a }]'),
        'error at startTask.resourceFiles[0].storageContainerUrl: httpUrl and storageContainerUrl exclude each other',
      ],
      [
        task('resourceFiles: [{ httpUrl: https://a/b, filePath: b, blobPrefix: c }]'),
        'error at startTask.resourceFiles[0].blobPrefix: blobPrefix chooses among the files of a container, and httpUrl is one file',
      ],
    ],
  },
  'pool/user-account-names': {
    passes: [pool(accounts(`name: ${long(20)}`, 'name: b'))],
    fails: [
      [
        pool(accounts(`name: ${long(21)}`, 'name: ""')),
        `error at userAccounts[0].name: the name '${long(21)}' has 21 characters`,
        'error at userAccounts[1].name: a user account has an empty name',
      ],
      [
        pool(accounts('name: a', 'name: A')),
        "error at userAccounts[1].name: more than one user account is called 'A'",
      ],
    ],
  },
  'pool/user-account-ids': {
    passes: [
      pool(accounts('linuxUserConfiguration: { uid: 0, gid: 0 }')),
      pool(accounts('linuxUserConfiguration: {}')),
    ],
    fails: [
      [
        pool(accounts('linuxUserConfiguration: { uid: 0 }', 'linuxUserConfiguration: { gid: 1 }')),
        'error at userAccounts[0].linuxUserConfiguration.uid: uid is given without gid',
        'error at userAccounts[1].linuxUserConfiguration.gid: gid is given without uid',
      ],
    ],
  },
  'pool/user-account-os': {
    passes: [
      vmAnd(linux, accounts('linuxUserConfiguration: { uid: 1 }')),
      pool(accounts('linuxUserConfiguration: { uid: 1 }, windowsUserConfiguration: { a: 1 }')),
    ],
    fails: [
      [
        vmAnd(linux, accounts('windowsUserConfiguration: { loginMode: Batch }')),
        'error at userAccounts[0].windowsUserConfiguration: windowsUserConfiguration is given for nodes that run Linux',
      ],
      [
        vmAnd(windows, accounts('linuxUserConfiguration: { uid: 1 }')),
        'warning at userAccounts[0].linuxUserConfiguration: linuxUserConfiguration is given for nodes that run Windows',
      ],
    ],
  },
  'pool/application-packages': {
    passes: [
      `pool: { account: a, properties: { applicationPackages: [{ id: ${id}/Microsoft.Batch/batchAccounts/A/applications/x }] } }`,
      pool(`applicationPackages: [{ id: ${id}/Microsoft.Batch/batchAccounts/A/applications/x }]`),
    ],
    fails: [
      [
        pool('applicationPackages: [{ id: blender }]'),
        "error at applicationPackages[0].id: 'blender' is not the ID of an application",
      ],
      [
        `pool: { account: ${id}/Microsoft.Batch/batchAccounts/mine, properties: { applicationPackages: [{ id: ${id}/Microsoft.Batch/batchAccounts/theirs/applications/x }] } }`,
        "error at applicationPackages[0].id: the application 'x' is of Batch account 'theirs', the pool of 'mine'",
      ],
      [
        pool(`applicationPackages: [${times(11, '{ version: "1" }').join(', ')}]`),
        'error at applicationPackages[10]: 11 application packages are more than the 10 that a pool can have',
      ],
    ],
  },
  'pool/mount-count': {
    passes: [pool(mount(...times(10, 'a: 1')))],
    fails: [
      [
        pool(mount(...times(11, 'a: 1'))),
        'error at mountConfiguration[10]: 11 mounts are more than the 10 that a pool can have',
      ],
    ],
  },
  'pool/mount-kind': {
    passes: [pool(mount(blob('a: 1'), 'nfsMountConfiguration: { a: 1 }'))],
    fails: [
      [
        pool(mount('', `${blob('a: 1')}, nfsMountConfiguration: { a: 1 }`)),
        'error at mountConfiguration[0]: a mount says nothing of what to mount',
        'error at mountConfiguration[1].nfsMountConfiguration: azureBlobFileSystemConfiguration and nfsMountConfiguration exclude each other',
      ],
    ],
  },
  'pool/mount-credentials': {
    passes: [
      pool(mount(blob('accountKey: k'), blob('identityReference: { resourceId: i }'))),
      pool(mount('nfsMountConfiguration: { source: s }')),
    ],
    fails: [
      [
        pool(mount(blob('accountName: a'), blob('accountKey: k, sasKey: s'))),
        'error at mountConfiguration[0].azureBlobFileSystemConfiguration: pool.properties.mountConfiguration[0].azureBlobFileSystemConfiguration has no accountKey, sasKey or identityReference to sign in with',
        'error at mountConfiguration[1].azureBlobFileSystemConfiguration.sasKey: accountKey and sasKey exclude each other',
      ],
    ],
  },
  'pool/mount-paths': {
    passes: [pool(mount(blob('relativeMountPath: a'), blob('relativeMountPath: b/c..d')))],
    fails: [
      [
        pool(mount(blob('relativeMountPath: a'), blob('relativeMountPath: A'))),
        "error at mountConfiguration[1].azureBlobFileSystemConfiguration.relativeMountPath: more than one mount has the path 'A'",
      ],
      [
        pool(mount(blob('relativeMountPath: /mnt'), blob('relativeMountPath: a/../b'))),
        "warning at mountConfiguration[0].azureBlobFileSystemConfiguration.relativeMountPath: relativeMountPath '/mnt' is not a path below the mounts directory",
        "warning at mountConfiguration[1].azureBlobFileSystemConfiguration.relativeMountPath: relativeMountPath 'a/../b' is not a path below the mounts directory",
      ],
    ],
  },
  'pool/mount-os': {
    passes: [
      vmAnd(linux, mount(blob('a: 1'))),
      vmAnd(windows, mount('azureFileShareConfiguration: { a: 1 }')),
    ],
    fails: [
      [
        vmAnd(windows, mount(blob('a: 1'), 'nfsMountConfiguration: { a: 1 }')),
        'warning at mountConfiguration[0].azureBlobFileSystemConfiguration: a blob container is to be mounted on nodes that run Windows, which Batch does on Linux only',
        'warning at mountConfiguration[1].nfsMountConfiguration: an NFS share is to be mounted on nodes that run Windows, which Batch does on Linux only',
      ],
    ],
  },
  'pool/one-image-reference': {
    passes: [
      vm('imageReference: { id: x }'),
      vm('imageReference: {}'),
      vm('imageReference: { publisher: p, offer: o, sku: s }'),
      vm('imageReference: { publisher: p, offer: o, sku: s, version: latest }'),
    ],
    fails: [
      [
        vm('imageReference: { id: x, offer: o, sku: s }'),
        'error at vm.imageReference.offer: id and offer exclude each other',
      ],
      [
        vm('imageReference: { communityGalleryImageId: x, sharedGalleryImageId: y }'),
        'error at vm.imageReference.communityGalleryImageId: sharedGalleryImageId and communityGalleryImageId exclude each other',
      ],
      [
        vm('imageReference: { publisher: p }'),
        'error at vm.imageReference: imageReference has publisher, but no offer and no sku',
      ],
    ],
  },
  'pool/image-reference-id': {
    passes: [
      vm(`imageReference: { id: ${version} }`),
      vm(`imageReference: { id: ${managed} }`),
      vm('imageReference: { sharedGalleryImageId: /SharedGalleries/g/Images/i/Versions/1.0.0 }'),
      vm('imageReference: { communityGalleryImageId: /communityGalleries/g/images/i }'),
    ],
    fails: [
      [
        vm('imageReference: { id: render }'),
        "error at vm.imageReference.id: id 'render' is not the ID of an image",
      ],
      [
        vm(`imageReference: { id: ${id}/Microsoft.Compute/snapshots/s }`),
        `error at vm.imageReference.id: id '${id}/Microsoft.Compute/snapshots/s' is of type Microsoft.Compute/snapshots`,
      ],
      [
        vm(`imageReference: { sharedGalleryImageId: x, communityGalleryImageId: y }`),
        "error at vm.imageReference.sharedGalleryImageId: sharedGalleryImageId 'x' is not the ID of an image",
        "error at vm.imageReference.communityGalleryImageId: communityGalleryImageId 'y' is not the ID of an image",
      ],
    ],
  },
  'pool/ephemeral-disk-without-spot': {
    passes: [
      vmAnd(
        'osDisk: { ephemeralOSDiskSettings: { placement: CacheDisk } }',
        fixed('targetDedicatedNodes: 1'),
      ),
      vmAnd('osDisk: {}', fixed('targetLowPriorityNodes: 1')),
      vmAnd('osDisk: { ephemeralOSDiskSettings: {} }', auto('$TargetDedicatedNodes=1')),
    ],
    fails: [
      [
        vmAnd('osDisk: { ephemeralOSDiskSettings: {} }', fixed('targetLowPriorityNodes: 2')),
        'warning at scaleSettings.fixedScale.targetLowPriorityNodes: 2 low-priority nodes are asked for, and none of them can have the ephemeral OS disk',
      ],
      [
        vmAnd('osDisk: { ephemeralOSDiskSettings: {} }', auto('$TargetLowPriorityNodes=1')),
        'warning at vm.osDisk.ephemeralOSDiskSettings: the formula sets low-priority nodes, which have no ephemeral OS disks',
      ],
    ],
  },
  'pool/disk-encryption-targets': {
    passes: [
      vm(`${linux}, diskEncryptionConfiguration: { targets: [TemporaryDisk] }`),
      vm(`${windows}, diskEncryptionConfiguration: { targets: [TemporaryDisk, OsDisk] }`),
      vm('nodeAgentSkuId: auto, diskEncryptionConfiguration: { targets: [OsDisk] }'),
      vm(
        `${linux}, diskEncryptionConfiguration: { targets: [OsDisk], customerManagedKey: { keyUrl: k } }`,
      ),
    ],
    fails: [
      [
        vm(`${linux}, diskEncryptionConfiguration: { targets: [OsDisk, TemporaryDisk] }`),
        'error at vm.diskEncryptionConfiguration.targets: the targets of the disk encryption are OsDisk and TemporaryDisk, and on Linux Batch encrypts TemporaryDisk and nothing else',
      ],
      [
        vm(`${windows}, diskEncryptionConfiguration: { targets: [TemporaryDisk] }`),
        'error at vm.diskEncryptionConfiguration.targets: the targets of the disk encryption are TemporaryDisk, and on Windows Batch encrypts OsDisk and TemporaryDisk and nothing else',
      ],
    ],
  },
  'pool/data-disk-luns': {
    passes: [vm('dataDisks: [{ lun: 0 }, { lun: 63 }]')],
    fails: [
      [
        vm('dataDisks: [{ lun: -1 }, { lun: 64 }]'),
        'error at vm.dataDisks[0].lun: LUN -1 is not from 0 to 63',
        'error at vm.dataDisks[1].lun: LUN 64 is not from 0 to 63',
      ],
      [
        vm('dataDisks: [{ lun: 1 }, { lun: 1 }]'),
        'error at vm.dataDisks[1].lun: LUN 1 is given to more than one data disk',
      ],
    ],
  },
  'pool/data-disk-luns-beside-image': {
    passes: [
      `image: { osSnapshot: a, dataSnapshots: [b] }\n${vm('dataDisks: [{ lun: 1 }]')}`,
      vm('dataDisks: [{ lun: 0 }]'),
    ],
    fails: [
      [
        `image: { osSnapshot: a, dataSnapshots: [b, 5=c] }\n${vm('dataDisks: [{ lun: 0 }, { lun: 1 }, { lun: 5 }]')}`,
        'warning at vm.dataDisks[0].lun: LUN 0 is also that of a data disk in the image',
        'warning at vm.dataDisks[2].lun: LUN 5 is also that of a data disk in the image',
      ],
    ],
  },
  'pool/windows-settings': {
    passes: [
      vm(`${windows}, licenseType: Windows_Server`),
      vm('nodeAgentSkuId: auto, licenseType: Windows_Server'),
    ],
    fails: [
      [
        vm(
          `${linux}, licenseType: Windows_Server, windowsConfiguration: { enableAutomaticUpdates: false }`,
        ),
        'error at vm.windowsConfiguration: windowsConfiguration is given for nodes that run Linux',
        'error at vm.licenseType: licenseType is given for nodes that run Linux',
      ],
      [
        `image: { osType: Linux, osSnapshot: a }\n${vm('nodeAgentSkuId: auto, licenseType: None')}`,
        'error at vm.licenseType: licenseType is given for nodes that run Linux',
      ],
    ],
  },
  'pool/uefi-needs-security-type': {
    passes: [
      vm('securityProfile: { encryptionAtHost: true }'),
      vm('securityProfile: { uefiSettings: { vTpmEnabled: false } }'),
      vm('securityProfile: { securityType: trustedLaunch, uefiSettings: { vTpmEnabled: true } }'),
    ],
    fails: [
      [
        vm('securityProfile: { uefiSettings: { secureBootEnabled: true } }'),
        'error at vm.securityProfile.uefiSettings: uefiSettings are given, but no securityType',
      ],
    ],
  },
  'pool/confidential-disk': {
    passes: [
      vm(
        'securityProfile: { securityType: confidentialVM }, osDisk: { managedDisk: { securityProfile: { securityEncryptionType: NonPersistedTPM } } }',
      ),
      vm('securityProfile: { securityType: trustedLaunch }'),
    ],
    fails: [
      [
        vm('securityProfile: { securityType: confidentialVM }'),
        'error at vm.securityProfile.securityType: securityType is confidentialVM, and the OS disk has no securityEncryptionType',
      ],
      [
        vm(
          'osDisk: { managedDisk: { securityProfile: { securityEncryptionType: NonPersistedTPM } } }',
        ),
        'error at vm.osDisk.managedDisk.securityProfile.securityEncryptionType: securityEncryptionType is for confidential VMs only',
      ],
    ],
  },
  'pool/extension-order': {
    passes: [vm('extensions: [{ name: a }, { name: b, provisionAfterExtensions: [a] }]')],
    fails: [
      [
        vm(
          'extensions: [{ name: a, provisionAfterExtensions: [a] }, { name: A, provisionAfterExtensions: [c] }]',
        ),
        "error at vm.extensions[1].name: more than one extension is called 'A'",
        "error at vm.extensions[0].provisionAfterExtensions[0]: extension 'a' waits for itself",
        "error at vm.extensions[1].provisionAfterExtensions[0]: 'c' is not an extension of this pool",
      ],
    ],
  },
  'pool/registry-credentials': {
    passes: [
      vm(
        'containerConfiguration: { containerRegistries: [{ username: a, password: b }, { identityReference: { resourceId: i } }, { registryServer: s }] }',
      ),
    ],
    fails: [
      [
        vm(
          'containerConfiguration: { containerRegistries: [{ username: a }, { password: b }, { username: a, password: b, identityReference: { resourceId: i } }] }',
        ),
        'error at vm.containerConfiguration.containerRegistries[0].username: pool.properties.deploymentConfiguration.virtualMachineConfiguration.containerConfiguration.containerRegistries[0].password is missing: the registry has a username',
        'error at vm.containerConfiguration.containerRegistries[1].password: pool.properties.deploymentConfiguration.virtualMachineConfiguration.containerConfiguration.containerRegistries[1].username is missing: the registry has a password',
        'error at vm.containerConfiguration.containerRegistries[2].identityReference: identityReference excludes username and password',
      ],
      [
        task('containerSettings: { registry: { username: a } }'),
        'error at startTask.containerSettings.registry.username: pool.properties.startTask.containerSettings.registry.password is missing: the registry has a username',
      ],
    ],
  },
  'pool/identity-references-are-assigned': {
    passes: [
      `pool: { identity: { type: UserAssigned, userAssignedIdentities: { /A: {} } }, properties: { ${mount(blob('identityReference: { resourceId: /a }'))} } }`,
      pool('metadata: [{ identityReference: x }]'),
    ],
    fails: [
      [
        task('resourceFiles: [{ httpUrl: u, identityReference: { resourceId: /b } }]'),
        "error at startTask.resourceFiles[0].identityReference.resourceId: pool.identity is missing: parts of the pool sign in with '/b'",
      ],
    ],
  },
  'pool/encryption-key-needs-identity': {
    passes: [
      `pool: { identity: { type: userAssigned }, properties: { deploymentConfiguration: { virtualMachineConfiguration: { diskEncryptionConfiguration: { targets: [OsDisk], customerManagedKey: { keyUrl: k } } } } } }`,
      vm('diskEncryptionConfiguration: { targets: [TemporaryDisk] }'),
    ],
    fails: [
      [
        vm(
          'diskEncryptionConfiguration: { targets: [TemporaryDisk], customerManagedKey: { keyUrl: k } }',
        ),
        'error at vm.diskEncryptionConfiguration.customerManagedKey: customerManagedKey is given, but the pool has no identity to read the key with',
        'error at vm.diskEncryptionConfiguration.customerManagedKey: customerManagedKey is given, but OsDisk is not among the targets',
      ],
    ],
  },
  'pool/vm-size-form': {
    passes: [
      pool('vmSize: Standard_D4s_v5'),
      pool('vmSize: STANDARD_NC40ads_H100_v5'),
      pool('vmSize: Standard_E8-4s_v5'),
    ],
    fails: [
      [pool('vmSize: D4s_v5'), "warning at vmSize: 'D4s_v5' is not the name of a VM size"],
      [
        pool('vmSize: Standard D4s v5'),
        "warning at vmSize: 'Standard D4s v5' is not the name of a VM size",
      ],
      [pool('vmSize: large'), "warning at vmSize: 'large' is not the name of a VM size"],
    ],
  },
  'pool/vm-size-is-for-batch': {
    passes: [pool('vmSize: Standard_D4s_v5'), pool('vmSize: Standard_A1_v2')],
    fails: [
      [
        pool('vmSize: Standard_B2ms'),
        "warning at vmSize: 'Standard_B2ms' is of the burstable B family, which Batch has not offered",
      ],
      [
        pool('vmSize: Basic_A1'),
        "warning at vmSize: 'Basic_A1' is of the smallest kind, which Batch has not offered",
      ],
    ],
  },
  'pool/display-name': {
    passes: [pool(`displayName: ${long(1024)}`)],
    fails: [
      [pool(`displayName: ${long(1025)}`), 'error at displayName: displayName has 1025 characters'],
    ],
  },
  'pool/rolling-upgrade-batches': {
    passes: [
      pool(
        upgrade(
          'rollingUpgradePolicy: { maxBatchInstancePercent: 20, maxUnhealthyInstancePercent: 20 }',
        ),
      ),
      pool(upgrade('rollingUpgradePolicy: { maxBatchInstancePercent: 20 }')),
    ],
    fails: [
      [
        pool(
          upgrade(
            'rollingUpgradePolicy: { maxBatchInstancePercent: 21, maxUnhealthyInstancePercent: 20 }',
          ),
        ),
        'error at upgradePolicy.rollingUpgradePolicy.maxBatchInstancePercent: maxBatchInstancePercent 21 is more than maxUnhealthyInstancePercent 20',
      ],
    ],
  },
  'pool/rolling-upgrade-zones': {
    passes: [
      vmAnd(
        'nodePlacementConfiguration: { policy: Zonal }',
        upgrade('rollingUpgradePolicy: { enableCrossZoneUpgrade: true }'),
      ),
      pool(upgrade('rollingUpgradePolicy: {}')),
    ],
    fails: [
      [
        pool(upgrade('rollingUpgradePolicy: { enableCrossZoneUpgrade: false }')),
        'error at upgradePolicy.rollingUpgradePolicy.enableCrossZoneUpgrade: enableCrossZoneUpgrade is given, and the nodes are placed Regional',
      ],
    ],
  },
  'pool/os-upgrade-windows-updates': {
    passes: [
      vmAnd(linux, osUpgrade),
      vmAnd(`${windows}, windowsConfiguration: { enableAutomaticUpdates: false }`, osUpgrade),
    ],
    fails: [
      [
        vmAnd(`${windows}, windowsConfiguration: { enableAutomaticUpdates: true }`, osUpgrade),
        'error at upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade: enableAutomaticOSUpgrade is on, and so are automatic updates of Windows',
      ],
      [
        vmAnd(windows, osUpgrade),
        'warning at upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade: enableAutomaticOSUpgrade is on, and so are automatic updates of Windows',
      ],
    ],
  },
  'pool/os-upgrade-follows-latest': {
    passes: [
      vmAnd('imageReference: { publisher: p, offer: o, sku: s }', osUpgrade),
      vmAnd('imageReference: { offer: o, version: latest }', osUpgrade),
      `image: { id: ${id}/Microsoft.Compute/galleries/g/images/d }\n${pool(osUpgrade)}`,
      vmAnd(`imageReference: { id: ${version} }`, ''),
    ],
    fails: [
      [
        vmAnd('imageReference: { offer: o, version: "22.1" }', osUpgrade),
        'warning at upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade: enableAutomaticOSUpgrade is on, but the nodes are made from version 22.1 and stay with it',
      ],
      [
        `image: { osSnapshot: a }\ngallery: {}\n${pool(osUpgrade)}`,
        'warning at upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade: enableAutomaticOSUpgrade is on, but the nodes are made from the version that this config makes and stay with it',
      ],
      [
        `image: { id: ${version} }\n${pool(osUpgrade)}`,
        'warning at upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade: enableAutomaticOSUpgrade is on, but the nodes are made from version 1.0.0 and stay with it',
      ],
    ],
  },
  'pool/api-version-takes-the-image': {
    passes: [
      `image: { id: ${version} }\npool: { batchApiVersion: 2019-08-01 }`,
      `image: { id: ${managed} }\npool: { batchApiVersion: 2018-12-01 }`,
      `image: { id: ${managed} }\npool: {}`,
      // What is no version is told by config/batch-api-version.
      `image: { id: ${managed} }\npool: { batchApiVersion: 2024-07-01.20.0 }`,
    ],
    fails: [
      [
        `image: { id: ${managed} }\npool: { batchApiVersion: 2020-03-01 }`,
        'error at pool.batchApiVersion: Batch API 2020-03-01 takes gallery images, and the pool is made straight from a managed image',
      ],
      [
        `image: { id: ${version} }\npool: { batchApiVersion: 2018-12-01 }`,
        'error at pool.batchApiVersion: Batch API 2018-12-01 takes no gallery images',
      ],
    ],
  },
  'pool/managed-image-from-snapshot': {
    passes: [
      legacy(
        fixed('targetDedicatedNodes: 400'),
        `name: i, source: ${id}/Microsoft.Compute/snapshots/s`,
      ),
      legacy(
        fixed('targetDedicatedNodes: 300'),
        `name: i, source: ${id}/Microsoft.Compute/disks/s`,
      ),
    ],
    fails: [
      [
        legacy(
          fixed('targetDedicatedNodes: 301'),
          `name: i, source: ${id}/Microsoft.Compute/disks/s`,
        ),
        'warning at image.source: 301 nodes are to be made from an image of a managed disk, which does not scale to many hundreds',
      ],
    ],
  },
  'pool/managed-image-sources-stay': {
    passes: [legacy(''), `image: { osSnapshot: a }\ngallery: {}\npool: {}`],
    fails: [
      [
        legacy('', 'name: i, osSnapshot: a'),
        'notice at image.osSnapshot: a pool made straight from a managed image needs the image and its sources whenever it grows',
      ],
    ],
  },
  'pool/managed-image-made-by-packer': {
    passes: [legacy('')],
    fails: [
      [
        legacy('', `id: ${id}/Microsoft.Compute/images/my-Packer-image`),
        "notice at image.id: managed image 'my-Packer-image' seems to be made by Packer, and an account in Batch-service mode takes no image that Packer made directly",
      ],
    ],
  },
}

/** Tested elsewhere: in config-alone.test.ts. */
const elsewhere = [
  'pool/api-version-knows-properties',
  'pool/managed-image-nat-pools',
  'pool/managed-image-node-limit',
  'pool/managed-image-subscription',
  'pool/managed-images-have-retired',
  'pool/node-agent-is-given',
  'pool/one-kind-of-nodes',
  'pool/resize-timeout-suits-size',
]

test('every rule about the pool in the config is tested', () => {
  const its = offline.map((rule) => rule.id).filter((one) => one.startsWith('pool/'))
  expect([...Object.keys(cases), ...elsewhere].sort()).toEqual(its.sort())
})

describe.each(
  offline.flatMap((rule) => {
    const its = cases[rule.id]
    return its === undefined ? [] : [[rule.id, rule, its] as const]
  }),
)('%s', (_id, rule, { passes, fails }) => {
  test.each(['{}', 'pool: {}', pool('startTask: x, userAccounts: 1'), ...passes])(
    'passes %s',
    (config) => {
      expect(check(rule, config)).toEqual([])
    },
  )

  test.each(fails)('finds what is wrong in %s', (config, ...found) => {
    expect(check(rule, config)).toEqual(found)
  })
})
