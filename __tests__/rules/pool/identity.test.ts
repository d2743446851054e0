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
        "error at startTask.resourceFiles[0].identityReference.resourceId: pool.identity is missing: parts of the pool sign in with '/b'",
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
