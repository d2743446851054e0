/** Images and node agents as `GET /supportedimages` tells them; sources in the README. */

export interface SupportedImage {
  readonly nodeAgentSkuId: string
  readonly publisher: string
  readonly offer: string
  readonly sku: string
  readonly osType: 'linux' | 'windows'
  readonly verified: boolean
  readonly capabilities?: readonly string[]
  readonly endOfLife?: string
}

const ubuntu2204End = '2027-06-30T00:00:00Z'
const server2016End = '2027-01-12T00:00:00Z'
const containers = ['DockerCompatible']

function linux(
  nodeAgentSkuId: string,
  urn: string,
  more: Partial<Pick<SupportedImage, 'verified' | 'capabilities' | 'endOfLife'>> = {},
): SupportedImage {
  return { ...parseUrn(urn), nodeAgentSkuId, osType: 'linux', verified: true, ...more }
}

function windows(sku: string, more: Partial<SupportedImage> = {}): SupportedImage {
  return {
    ...parseUrn(`MicrosoftWindowsServer:WindowsServer:${sku}`),
    nodeAgentSkuId: 'batch.node.windows amd64',
    osType: 'windows',
    verified: true,
    ...more,
  }
}

function parseUrn(urn: string): { publisher: string; offer: string; sku: string } {
  const [publisher = '', offer = '', sku = ''] = urn.split(':')
  return { publisher, offer, sku }
}

export const supportedImages: readonly SupportedImage[] = [
  linux('batch.node.ubuntu 24.04', 'canonical:ubuntu-24_04-lts:server'),
  linux('batch.node.ubuntu 24.04', 'canonical:ubuntu-24_04-lts:server-gen1'),
  linux('batch.node.ubuntu 24.04', 'microsoft-dsvm:ubuntu-hpc:2404', {
    capabilities: [...containers, 'SupportsRDMAOnly'],
  }),
  linux('batch.node.ubuntu 22.04', 'canonical:0001-com-ubuntu-server-jammy:22_04-lts', {
    endOfLife: ubuntu2204End,
  }),
  linux('batch.node.ubuntu 22.04', 'canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2', {
    endOfLife: ubuntu2204End,
  }),
  linux('batch.node.ubuntu 22.04', 'microsoft-dsvm:ubuntu-hpc:2204', {
    capabilities: [...containers, 'SupportsRDMAOnly'],
    endOfLife: ubuntu2204End,
  }),
  linux('batch.node.el 9', 'almalinux:almalinux-x86_64:9-gen1', { verified: false }),
  linux('batch.node.el 9', 'almalinux:almalinux-x86_64:9-gen2', { verified: false }),
  linux('batch.node.el 8', 'almalinux:almalinux-x86_64:8-gen1', { verified: false }),
  linux('batch.node.el 8', 'almalinux:almalinux-x86_64:8-gen2', { verified: false }),
  windows('2025-datacenter'),
  windows('2022-datacenter'),
  windows('2022-datacenter-core'),
  windows('2022-datacenter-g2'),
  windows('2019-datacenter'),
  windows('2019-datacenter-with-containers', { capabilities: containers }),
  windows('2016-datacenter', { endOfLife: server2016End }),
]

const agents = new Set(supportedImages.map((image) => image.nodeAgentSkuId))

/** Whether pools can still be made with this agent; agents of retired systems are gone. */
export function isNodeAgent(nodeAgentSkuId: string): boolean {
  return agents.has(nodeAgentSkuId)
}

/** The system an agent is for. */
export function osTypeOfAgent(nodeAgentSkuId: string): 'Linux' | 'Windows' {
  return nodeAgentSkuId.toLowerCase().startsWith('batch.node.windows') ? 'Windows' : 'Linux'
}
