import { fixed, letters, nat, network, ports, priorities, times } from '../../support/pool-yaml.js'
import { testRules } from '../../support/rule-cases.js'

testRules({
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
    passes: [network(nat(`name: ${letters(77)}`, 'name: ssh.1-a_'))],
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
        'error at networkConfiguration.publicIPAddressConfiguration.provision: provision is NoPublicIPAddresses, and the pool has inbound NAT pools, which need a public address',
      ],
    ],
  },
})
