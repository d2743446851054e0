import { inVm, pool, providers, startTask, times, vmAnd } from '../../support/pool-yaml.js'
import { testRules } from '../../support/rule-cases.js'

testRules({
  'pool/application-packages': {
    passes: [
      `pool: { account: a, properties: { applicationPackages: [{ id: ${providers}/Microsoft.Batch/batchAccounts/A/applications/x }] } }`,
      pool(
        `applicationPackages: [{ id: ${providers}/Microsoft.Batch/batchAccounts/A/applications/x }]`,
      ),
    ],
    fails: [
      [
        pool('applicationPackages: [{ id: blender }]'),
        "error at applicationPackages[0].id: 'blender' is not the ID of an application",
      ],
      [
        `pool: { account: ${providers}/Microsoft.Batch/batchAccounts/mine, properties: { applicationPackages: [{ id: ${providers}/Microsoft.Batch/batchAccounts/theirs/applications/x }] } }`,
        "error at applicationPackages[0].id: the application 'x' is of Batch account 'theirs', the pool of 'mine'",
      ],
      [
        pool(`applicationPackages: [${times(11, '{ version: "1" }').join(', ')}]`),
        'error at applicationPackages[10]: 11 application packages are more than the 10 that a pool can have',
      ],
    ],
  },
  'pool/extension-order': {
    passes: [inVm('extensions: [{ name: a }, { name: b, provisionAfterExtensions: [a] }]')],
    fails: [
      [
        inVm(
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
      inVm(
        'containerConfiguration: { containerRegistries: [{ username: a, password: b }, { identityReference: { resourceId: i } }, { registryServer: s }] }',
      ),
    ],
    fails: [
      [
        inVm(
          'containerConfiguration: { containerRegistries: [{ username: a }, { password: b }, { username: a, password: b, identityReference: { resourceId: i } }] }',
        ),
        'error at vm.containerConfiguration.containerRegistries[0].username: pool.properties.deploymentConfiguration.virtualMachineConfiguration.containerConfiguration.containerRegistries[0].password is missing: the registry has a username',
        'error at vm.containerConfiguration.containerRegistries[1].password: pool.properties.deploymentConfiguration.virtualMachineConfiguration.containerConfiguration.containerRegistries[1].username is missing: the registry has a password',
        'error at vm.containerConfiguration.containerRegistries[2].identityReference: identityReference excludes username and password',
      ],
      [
        startTask('containerSettings: { registry: { username: a } }'),
        'error at startTask.containerSettings.registry.username: pool.properties.startTask.containerSettings.registry.password is missing: the registry has a username',
      ],
    ],
  },
  'pool/start-task-container': {
    passes: [
      startTask('commandLine: ls, containerSettings: null'),
      vmAnd(
        'containerConfiguration: { type: DockerCompatible }',
        'startTask: { commandLine: ls, containerSettings: { imageName: a } }',
      ),
    ],
    fails: [
      [
        startTask('commandLine: ls, containerSettings: { imageName: a }'),
        'warning at startTask.containerSettings: the start task has containerSettings, and the pool no containerConfiguration: its nodes get no container runtime',
      ],
    ],
  },
})
