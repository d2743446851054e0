import { blob, linux, mount, pool, times, vmAnd, windows } from '../../support/pool-yaml.js'
import { testRules } from '../../support/rule-cases.js'

testRules({
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
})
