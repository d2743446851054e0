import { closedMap } from '../closed-map.js'
import { choice, flag, integer, list, need, say, text } from './vocabulary.js'

const natPool = closedMap({
  backendPort: need('port on the node', integer),
  frontendPortRangeEnd: need('last public port', integer),
  frontendPortRangeStart: need('first public port', integer),
  name: need('name of the endpoint', text),
  networkSecurityGroupRules: say(
    'who may connect',
    list(
      closedMap({
        access: need('allow or deny', choice('Allow', 'Deny')),
        priority: need('order of the rules, the lowest first', integer),
        sourceAddressPrefix: need('address, range, service tag or *', text),
        sourcePortRanges: say('source ports; default: all', list(text)),
      }),
    ),
  ),
  protocol: need('protocol', choice('TCP', 'UDP')),
})

export const networkConfiguration = closedMap({
  dynamicVnetAssignmentScope: say('whether jobs may bring their own VNet', choice('none', 'job'), {
    since: '2022-10-01',
  }),
  enableAcceleratedNetworking: say('accelerated networking', flag, { since: '2023-05-01' }),
  endpointConfiguration: say(
    'ports of the nodes that are reachable from outside',
    closedMap({ inboundNatPools: need('the endpoints', list(natPool)) }),
  ),
  publicIPAddressConfiguration: say(
    'public addresses of the nodes',
    closedMap({
      ipAddressIds: say('IDs of your own addresses, one per 100 nodes', list(text)),
      ipFamilies: say('address families', list(choice('IPv4', 'IPv6')), { since: '2025-06-01' }),
      ipTags: say(
        'tags of the addresses',
        list(
          closedMap({ ipTagType: say('kind of tag', text), tag: say('value of the tag', text) }),
        ),
        { since: '2025-06-01' },
      ),
      provision: say(
        'where the addresses come from',
        choice('BatchManaged', 'UserManaged', 'NoPublicIPAddresses'),
      ),
    }),
    { since: '2020-03-01', instead: 'publicIPs' },
  ),
  publicIPs: say(
    'IDs of your own addresses; replaced by publicIPAddressConfiguration',
    list(text),
    {
      until: '2020-03-01',
      instead: 'publicIPAddressConfiguration',
    },
  ),
  subnetId: say('ARM id of the subnet', text),
})
