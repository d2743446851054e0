import { closedMap } from '../closed-map.js'
import { choice, flag, integer, list, optional, required, text } from './vocabulary.js'

const natPool = closedMap({
  backendPort: required('port on the node', integer),
  frontendPortRangeEnd: required('last public port', integer),
  frontendPortRangeStart: required('first public port', integer),
  name: required('name of the endpoint', text),
  networkSecurityGroupRules: optional(
    'who may connect',
    list(
      closedMap({
        access: required('allow or deny', choice('Allow', 'Deny')),
        priority: required('order of the rules, the lowest first', integer),
        sourceAddressPrefix: required('address, range, service tag or *', text),
        sourcePortRanges: optional('source ports; default: all', list(text)),
      }),
    ),
  ),
  protocol: required('protocol', choice('TCP', 'UDP')),
})

export const networkConfiguration = closedMap({
  dynamicVnetAssignmentScope: optional(
    'whether jobs may bring their own VNet',
    choice('none', 'job'),
    {
      since: '2022-10-01',
    },
  ),
  enableAcceleratedNetworking: optional('accelerated networking', flag, { since: '2023-05-01' }),
  endpointConfiguration: optional(
    'ports of the nodes that are reachable from outside',
    closedMap({ inboundNatPools: required('the endpoints', list(natPool)) }),
  ),
  publicIPAddressConfiguration: optional(
    'public addresses of the nodes',
    closedMap({
      ipAddressIds: optional('IDs of your own addresses, one per 100 nodes', list(text)),
      ipFamilies: optional('address families', list(choice('IPv4', 'IPv6')), {
        since: '2025-06-01',
      }),
      ipTags: optional(
        'tags of the addresses',
        list(
          closedMap({
            ipTagType: optional('kind of tag', text),
            tag: optional('value of the tag', text),
          }),
        ),
        { since: '2025-06-01' },
      ),
      provision: optional(
        'where the addresses come from',
        choice('BatchManaged', 'UserManaged', 'NoPublicIPAddresses'),
      ),
    }),
    { since: '2020-03-01', instead: 'publicIPs' },
  ),
  publicIPs: optional(
    'IDs of your own addresses; replaced by publicIPAddressConfiguration',
    list(text),
    {
      until: '2020-03-01',
      instead: 'publicIPAddressConfiguration',
    },
  ),
  subnetId: optional('ARM id of the subnet', text),
})
