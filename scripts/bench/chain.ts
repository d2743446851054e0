/** Snapshots -> image -> version -> pool over HTTPS, by the action and by three commands of the real az. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { account, compute } from './configs.js'
import { run, type Case, type Cost } from './run.js'
import { serve, signInWith, type Served } from './serve.js'

export const chainInputs = {
  ...{ mode: 'apply', 'wait-for': 'none', 'resource-group': 'rg-images' },
  ...{ 'os-snapshot': 'render-os', 'data-snapshots': 'render-data-0' },
  'image-name': 'render-1',
  'gallery-image-definition': `${compute}/galleries/renderGallery/images/render-node`,
  ...{ 'batch-account': account, 'pool-name': 'render', 'vm-size': 'Standard_D4s_v5' },
  ...{ 'node-agent-sku-id': 'batch.node.ubuntu 24.04', 'target-dedicated-nodes': '10' },
}

/** Requests of the last chain, sign-in included. */
export interface Requests {
  count: number
}

export async function runChain(dist: string, requests?: Requests): Promise<Cost> {
  const served = await serve()
  try {
    const cost = runIn(served, dist, chainInputs)
    if (requests !== undefined) {
      requests.count = readFileSync(served.transcript, 'utf8').trim().split('\n').length
    }
    return cost
  } finally {
    served.stop()
  }
}

/** A run of the action of `dist` in a served Azure. */
export function runIn({ facts }: Served, dist: string, own: Case['inputs']): Cost {
  const { endpoint = '', subscription = '' } = facts
  return run({
    script: join(dist, 'index.js'),
    inputs: { environment: endpoint, 'subscription-id': subscription, ...own },
    env: signInWith(facts),
  })
}

export function hasAz(): boolean {
  return spawnSync('az', ['version'], { stdio: 'ignore' }).status === 0
}

/** What the same costs by az, signed in already. */
export async function runAz(): Promise<Cost> {
  const { facts, stop } = await serve()
  const connection = /--connection (\S+)/.exec(facts['az'] ?? '')?.[1] ?? ''
  const az = `'${process.execPath}' '${resolve('scripts/az.mjs')}' --connection '${connection}'`
  const imageId = `${compute}/images/render-1`
  const definition = ['--gallery-name renderGallery', '--gallery-image-definition render-node']
  const commands = [
    `${az} image create -g rg-images -n render-1 --source render-os --os-type Linux --hyper-v-generation V2`,
    `${az} sig image-version create -g rg-images ${definition.join(' ')} --gallery-image-version 1.0.0 --managed-image ${imageId}`,
    `${az} rest --method put --url '${facts['endpoint'] ?? ''}${account}/pools/render?api-version=2024-07-01' --body '${poolBody(imageId)}'`,
  ]
  try {
    spawnSync('sh', ['-c', `${az} account show`], { stdio: 'ignore' })
    const start = performance.now()
    const { stdout, status, stderr } = spawnSync(
      'sh',
      ['-c', `{ ${commands.join(' && ')}; } >/dev/null && times`],
      { encoding: 'utf8' },
    )
    const wallMs = performance.now() - start
    if (status !== 0) throw new Error(`az ended with ${String(status)}: ${stderr.slice(-500)}`)
    // The last line of `times` is that of the children: 0m1.234s 0m0.567s.
    const spent = [...(stdout.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
    const cpuMs = spent.reduce((sum, [, min, s]) => sum + (Number(min) * 60 + Number(s)) * 1000, 0)
    return { wallMs, cpuMs, peakMb: Number.NaN }
  } finally {
    stop()
  }
}

function poolBody(imageId: string): string {
  return JSON.stringify({
    properties: {
      vmSize: 'Standard_D4s_v5',
      deploymentConfiguration: {
        virtualMachineConfiguration: {
          imageReference: { id: imageId.replace('/images/render-1', definitionVersion) },
          nodeAgentSkuId: 'batch.node.ubuntu 24.04',
        },
      },
      scaleSettings: { fixedScale: { targetDedicatedNodes: 10, resizeTimeout: 'PT15M' } },
    },
  })
}

const definitionVersion = '/galleries/renderGallery/images/render-node/versions/1.0.0'

/** One bare request: the least that anything in Node costs which talks HTTPS. */
export async function runBareRequest(script: string): Promise<Cost> {
  const { facts, stop } = await serve()
  try {
    return run({
      script,
      args: [`${facts['endpoint'] ?? ''}/metadata/endpoints?api-version=2022-09-01`],
      env: { NODE_EXTRA_CA_CERTS: facts['ca'] ?? '' },
    })
  } finally {
    stop()
  }
}
