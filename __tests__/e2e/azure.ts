/** An Azure to run against over HTTPS, in this process, so that a test sees what was asked of it. */
import { recordAnswers } from '../support/record-answers.js'
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js'
import { startServer, type SimulatorServer } from '../../src/simulator/server.js'
import type { Json, Scenario } from '../../src/simulator/kernel.js'

const subscription = '/subscriptions/30000000-0000-4000-a000-000000000001'
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`

/** The whole way in the simulator's default world: two snapshots, image, version, ten nodes. */
export const wholeWay: Readonly<Record<string, string>> = {
  'subscription-id': subscription.split('/')[2] ?? '',
  'resource-group': 'rg-images',
  'os-snapshot': 'render-os',
  'data-snapshots': 'render-data-0',
  'image-name': 'render-1',
  'gallery-image-definition': `${compute}/galleries/renderGallery/images/render-node`,
  'batch-account': `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`,
  'pool-name': 'render',
  'vm-size': 'Standard_D4s_v5',
  'node-agent-sku-id': 'batch.node.ubuntu 24.04',
  'target-dedicated-nodes': '10',
}

/** The same from a virtual machine with two data disks (`machineWorld`) on. */
export const fromMachine: Readonly<Record<string, string>> = {
  ...wholeWay,
  ...{ 'os-snapshot': '', 'data-snapshots': '', 'snapshot-source-vm': 'golden-vm' },
  'target-dedicated-nodes': '12',
}

export const imageId = `${compute}/images/render-1`
export const versionId = `${compute}/galleries/renderGallery/images/render-node/versions/1.0.0`
export const poolId = `${wholeWay['batch-account'] ?? ''}/pools/render`

export interface Cloud {
  readonly simulator: Simulator
  /** To reach and trust it, and to sign in. */
  readonly inputs: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
  /** What `npm run az -- --connection` takes. */
  readonly connectionFile: string
  readonly close: () => Promise<void>
}

/**
 * `onAnswer` hears of each request, once it is carried out and before it is answered, as `METHOD path`. `alter` makes
 * something else of the body of the answer, but for those of the sign-in.
 */
export async function startCloud(
  scenario: Scenario = {},
  onAnswer: (request: string, isSignIn: boolean) => void = () => undefined,
  alter: (body: Json) => Json = (body) => body,
): Promise<Cloud> {
  const simulator = createSimulator(
    { ...{ speed: 20_000, clientSecret: 'v3ry-s3cret-of-the-test' }, ...scenario },
    recordAnswers(),
  )
  const server: SimulatorServer = await startServer({
    ...simulator,
    handle: (request, options) => {
      const before = simulator.transcript.entries.length
      const answer = simulator.handle(request, options)
      const { method, url } = request
      const isSignIn = simulator.transcript.entries.length === before
      onAnswer(`${method} ${url.pathname}`, isSignIn)
      return isSignIn || answer.body === undefined
        ? answer
        : { ...answer, body: alter(answer.body) }
    },
  })
  return {
    simulator,
    inputs: { environment: server.endpoint, credential: 'environment' },
    env: {
      AZURE_TENANT_ID: simulator.tenantId,
      AZURE_CLIENT_ID: simulator.clientId,
      AZURE_CLIENT_SECRET: simulator.clientSecret,
      NODE_EXTRA_CA_CERTS: server.caFile,
    },
    connectionFile: server.connectionFile,
    close: async () => {
      await server.close()
    },
  }
}
