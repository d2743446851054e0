/** Pieces of configs in YAML, for tests of rules about a pool. */

export const providers = '/subscriptions/s/resourceGroups/g/providers'
export const pool = (text: string): string => `pool: { properties: { ${text} } }`
export const inVm = (text: string): string =>
  pool(`deploymentConfiguration: { virtualMachineConfiguration: { ${text} } }`)
export const linux = 'nodeAgentSkuId: batch.node.ubuntu 24.04'
export const windows = 'nodeAgentSkuId: batch.node.windows amd64'
export const vmAnd = (own: string, more: string): string =>
  pool(`deploymentConfiguration: { virtualMachineConfiguration: { ${own} } }, ${more}`)
export const fixed = (text: string): string => `scaleSettings: { fixedScale: { ${text} } }`
export const auto = (formula: string): string =>
  `scaleSettings: { autoScale: { formula: "${formula}" } }`
export const network = (text: string, more = ''): string =>
  pool(`networkConfiguration: { ${text} }${more === '' ? '' : `, ${more}`}`)
export const nat = (...pools: string[]): string =>
  `endpointConfiguration: { inboundNatPools: [${pools.map((one) => `{ ${one} }`).join(', ')}] }`
export const ports = (start: number, end: number, more = ''): string =>
  `frontendPortRangeStart: ${String(start)}, frontendPortRangeEnd: ${String(end)}${more}`
export const priorities = (...numbers: number[]): string =>
  `networkSecurityGroupRules: [${numbers.map((one) => `{ priority: ${String(one)} }`).join(', ')}]`
export const times = (count: number, text: string): string[] =>
  Array.from({ length: count }, () => text)
export const letters = (count: number): string => 'x'.repeat(count)
export const addresses = (count: number): string =>
  `ipAddressIds: [${times(count, `${providers}/Microsoft.Network/publicIPAddresses/a`).join(', ')}]`
export const userManaged = (text: string, more = ''): string =>
  network(`publicIPAddressConfiguration: { provision: UserManaged, ${text} }`, more)
export const accounts = (...list: string[]): string =>
  `userAccounts: [${list.map((one) => `{ ${one} }`).join(', ')}]`
export const mount = (...list: string[]): string =>
  `mountConfiguration: [${list.map((one) => `{ ${one} }`).join(', ')}]`
export const blob = (text: string): string => `azureBlobFileSystemConfiguration: { ${text} }`
export const startTask = (text: string): string => pool(`startTask: { ${text} }`)
export const version = `${providers}/Microsoft.Compute/galleries/g/images/d/versions/1.0.0`
export const managed = `${providers}/Microsoft.Compute/images/i`
export const legacy = (properties: string, image = `id: ${managed}`): string =>
  `image: { ${image} }\npool: { properties: { ${properties} } }`
export const upgrade = (text: string): string => `upgradePolicy: { mode: automatic, ${text} }`
export const osUpgrade = upgrade('automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true }')
