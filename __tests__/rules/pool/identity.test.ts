import { blob, inVm, mount, pool, startTask } from '../../support/pool-yaml.js'
import { testRules } from '../../support/rule-cases.js'

testRules({
  'pool/identity-references-are-assigned': {
    passes: [
      `pool: { identity: { type: UserAssigned, userAssignedIdentities: { /A: {} } }, properties: { ${mount(blob('identityReference: { resourceId: /a }'))} } }`,
      pool('metadata: [{ identityReference: x }]'),
    ],
    fails: [
      [
        startTask('resourceFiles: [{ httpUrl: u, identityReference: { resourceId: /b } }]'),
        "warning at startTask.resourceFiles[0].identityReference.resourceId: pool.identity is missing: parts of the pool sign in with '/b', and its nodes cannot",
      ],
      [
        pool(
          'scaleSettings: { fixedScale: { targetLowPriorityNodes: 1 } }, startTask: { resourceFiles: [{ httpUrl: u, identityReference: { resourceId: /b } }] }',
        ),
        "error at startTask.resourceFiles[0].identityReference.resourceId: pool.identity is missing: parts of the pool sign in with '/b', and its nodes cannot",
      ],
      [
        `pool: { identity: { type: UserAssigned, userAssignedIdentities: { /A: {} } }, properties: { scaleSettings: { autoScale: { formula: x } }, ${mount(blob('identityReference: { resourceId: /c }'))} } }`,
        "error at mountConfiguration[0].azureBlobFileSystemConfiguration.identityReference.resourceId: the pool refers to identity '/c', which is not one of its own: its nodes cannot sign in with it",
      ],
    ],
  },
  'pool/encryption-key-needs-identity': {
    passes: [
      `pool: { identity: { type: userAssigned }, properties: { deploymentConfiguration: { virtualMachineConfiguration: { diskEncryptionConfiguration: { targets: [OsDisk], customerManagedKey: { keyUrl: k } } } } } }`,
      inVm('diskEncryptionConfiguration: { targets: [TemporaryDisk] }'),
    ],
    fails: [
      [
        inVm(
          'diskEncryptionConfiguration: { targets: [TemporaryDisk], customerManagedKey: { keyUrl: k } }',
        ),
        'error at vm.diskEncryptionConfiguration.customerManagedKey: customerManagedKey is given, but the pool has no identity to read the key with',
        'error at vm.diskEncryptionConfiguration.customerManagedKey: customerManagedKey is given, but OsDisk is not among the targets',
      ],
    ],
  },
})
