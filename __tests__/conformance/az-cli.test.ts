/**
 * The Azure CLI itself, against the simulator over HTTPS: what it makes of our answers is what the simulator is worth.
 * Tests come in any order and share the simulator; commands within one are run one after another, as one person would.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import type { Clock } from '../../src/ports/clock.js'
import { startClock } from '../../src/simulator/clock.js'
import type { JsonObject } from '../../src/simulator/kernel.js'
import { startServer, type SimulatorServer } from '../../src/simulator/server.js'
import { callCli } from '../support/call-cli.js'
import { recordAnswers } from '../support/record-answers.js'
import { azureOf } from '../support/simulated-run.js'
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js'

/** As people write them for `--json-file`. */
const poolOfFile = {
  id: 'imported',
  vmSize: 'Standard_D4s_v5',
  displayName: 'made by az',
  virtualMachineConfiguration: {
    imageReference: { publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server' },
    nodeAgentSKUId: 'batch.node.ubuntu 24.04',
  },
  targetDedicatedNodes: 1,
  resizeTimeout: 'PT30M',
  taskSlotsPerNode: 2,
  taskSchedulingPolicy: { nodeFillType: 'pack' },
  enableInterNodeCommunication: true,
  metadata: [{ name: 'team', value: 'render' }],
  startTask: {
    commandLine: '/bin/true',
    waitForSuccess: true,
    maxTaskRetryCount: 1,
    userIdentity: { autoUser: { scope: 'pool', elevationLevel: 'admin' } },
    environmentSettings: [{ name: 'A', value: '1' }],
  },
}

/** Nothing is waited for: the deadline of a run never comes. */
const standing: Clock = {
  now: Date.now,
  sleep: async (_, aborted) => {
    await once(aborted, 'abort')
  },
}

const launcher = resolve('scripts/az.mjs')
const hasAz = (process.env['PATH'] ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'az')) || existsSync(join(folder, 'az.cmd')))

interface Done {
  readonly exit: number
  readonly output: string
  readonly errors: string
}

/** The simulator behind HTTPS, and an az that is signed in to it. */
class Cli {
  #skippedMs = 0
  readonly #running = startClock(240)
  readonly simulator: Simulator = createSimulator(
    {
      nodesByPool: { failing: { startTaskFails: { nodes: 1, exitCode: 3, stderr: 'no licence' } } },
    },
    {
      clock: { speed: 240, now: () => this.#running.now() + this.#skippedMs },
      ...recordAnswers(),
    },
  )
  #server: SimulatorServer | undefined
  #folder = ''

  async start(): Promise<void> {
    this.#server = await startServer(this.simulator)
    this.#folder = await mkdtemp(join(tmpdir(), 'az-cli-'))
  }

  async stop(): Promise<void> {
    await this.#server?.close()
    await rm(this.#folder, { recursive: true, force: true })
  }

  get folder(): string {
    return this.#folder
  }

  get endpoint(): string {
    return this.#server?.endpoint ?? ''
  }

  async run(words: readonly string[], env: Record<string, string> = {}): Promise<Done> {
    const args = [launcher, '--connection', this.#server?.connectionFile ?? '', ...words]
    return await new Promise((resolveDone) => {
      const options = { env: { ...process.env, ...env }, encoding: 'utf8' as const }
      execFile(process.execPath, args, options, (error, output, errors) => {
        const exit = error === null ? 0 : Number(error.code ?? 1)
        resolveDone({ exit, output, errors })
      })
    })
  }

  passAnHour(): void {
    this.#skippedMs += 3_600_000
  }

  id(group: string, rest: string): string {
    const { subscriptionId } = this.simulator
    return `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/${rest}`
  }

  /** A version that is there and replicated; its id. */
  addGalleryVersion(definition: string, name: string): string {
    const path = `Microsoft.Compute/galleries/renderGallery/images/${definition}/versions/${name}`
    const id = this.id('rg-images', path)
    this.simulator.store.put({
      id,
      name,
      type: 'Microsoft.Compute/galleries/images/versions',
      location: 'koreacentral',
      properties: {
        provisioningState: 'Succeeded',
        publishingProfile: { targetRegions: [{ name: 'Korea Central' }] },
      },
    })
    return id
  }

  /** The JSON that a command which must succeed prints. */
  async json(...words: readonly string[]): Promise<JsonObject> {
    const { exit, output, errors } = await this.run([...words, '-o', 'json'])
    expect({ exit, errors: exit === 0 ? '' : errors }).toEqual({ exit: 0, errors: '' })
    return (output.trim() === '' ? {} : JSON.parse(output)) as JsonObject
  }

  async names(...words: readonly string[]): Promise<unknown[]> {
    const items = (await this.json(...words)) as unknown as JsonObject[]
    return items.map((item) => item['name'] ?? item['id'])
  }
}

if (!hasAz) {
  test('the real az', () => {
    console.log('skipped: azure-cli is not installed')
  })
} else {
  describe('the real az', () => {
    const cli = new Cli()
    beforeAll(async () => {
      await cli.start()
      await cli.json('account', 'show') // signs in, which the calls after it keep
    }, 180_000)
    afterAll(async () => {
      await cli.stop()
    })
    afterEach(() => {
      expect(cli.simulator.unknownRequests).toEqual([])
    })

    const group = ['-g', 'rg-images']
    const linux = ['--os-type', 'Linux', '--hyper-v-generation', 'V2']

    test('makes disks and snapshots, shows and lists them', async () => {
      const source = ['--source', 'render-vm-os', '--hyper-v-generation', 'V2']
      const [disk, snapshot] = await Promise.all([
        cli.json('disk', 'create', ...group, '-n', 'extra', '--size-gb', '64'),
        cli.json('snapshot', 'create', ...group, '-n', 'taken', ...source),
      ])
      expect(disk).toMatchObject({ name: 'extra', diskSizeGb: 64, provisioningState: 'Succeeded' })
      expect(snapshot).toMatchObject({ osType: 'Linux', provisioningState: 'Succeeded' })
      const [shown, names] = await Promise.all([
        cli.json('snapshot', 'show', ...group, '-n', 'taken'),
        cli.names('snapshot', 'list', ...group),
      ])
      expect(shown).toMatchObject({ name: 'taken', hyperVGeneration: 'V2' })
      expect(names).toEqual(expect.arrayContaining(['taken', 'render-os', 'render-data-0']))
      expect(names).toHaveLength(6)
    }, 180_000)

    test('takes snapshots as the flags say: of a disk, incremental, over regions, without waiting', async () => {
      const create = ['snapshot', 'create', ...group]
      const taken = await cli.json(...create, '-n', 'plain', '--source', 'render-vm-os')
      // az 2.45 always sends V1, whatever the disk is.
      expect(taken).toMatchObject({
        hyperVGeneration: 'V1',
        incremental: false,
        networkAccessPolicy: 'AllowAll',
        encryption: { type: 'EncryptionAtRestWithPlatformKey' },
        timeCreated: expect.stringMatching(/\+00:00$/),
      })
      const near = await cli.json(
        ...create,
        '-n',
        'near',
        '--source',
        'render-vm-os',
        '--incremental',
      )
      expect(near).toMatchObject({ incremental: true, completionPercent: 100 })
      const over = ['--source', near['id'] as string, '--incremental', '-l', 'westeurope']
      const far = await cli.json(...create, '-n', 'far', ...over)
      expect(far).toMatchObject({ creationData: { createOption: 'CopyStart' } })
      cli.passAnHour()
      expect(await cli.json('snapshot', 'show', ...group, '-n', 'far')).toMatchObject({
        completionPercent: 100,
        location: 'westeurope',
      })
      const late = [...create, '-n', 'late', '--source', 'render-vm-data-0', '--no-wait']
      expect(await cli.run(late)).toMatchObject({ exit: 0, output: '' })
      const nothing = await cli.run([...create, '-n', 'none', '--source', 'nowhere'])
      expect(nothing).toMatchObject({ exit: 1, errors: expect.stringContaining('usage error') })
      for (const name of ['plain', 'near', 'far', 'late']) {
        await cli.json('snapshot', 'delete', ...group, '-n', name)
      }
    }, 300_000)

    test('looks at machines, their disks and networks', async () => {
      const machine = [...group, '-n', 'render-vm']
      const details = await cli.json('vm', 'show', ...machine, '--show-details')
      expect(details).toMatchObject({ powerState: 'VM deallocated', privateIps: '10.0.0.4' })
      const view = await cli.json('vm', 'get-instance-view', ...machine)
      expect(view).toMatchObject({ instanceView: { hyperVGeneration: 'V2' } })
      expect(await cli.names('vm', 'list')).toEqual(['render-vm'])
      expect(await cli.json('vm', 'extension', 'list', ...group, '--vm-name', 'render-vm')).toEqual(
        [],
      )
      expect(await cli.json('vmss', 'list')).toEqual([])
      expect(await cli.json('network', 'vnet', 'list')).toEqual([])
      const disk = await cli.json('disk', 'show', ...group, '-n', 'render-vm-os')
      expect(disk).toMatchObject({
        diskState: 'Reserved',
        managedBy: expect.stringMatching(/render-vm$/),
      })
    }, 300_000)

    test('lists and changes what is there as people do', async () => {
      const disk = [...group, '-n', 'render-vm-data-0']
      const tags = ['--set', 'tags.team=render']
      expect(await cli.json('disk', 'update', ...disk, ...tags)).toMatchObject({
        tags: { team: 'render' },
      })
      const snapshot = [...group, '-n', 'render-data-1']
      expect(await cli.json('snapshot', 'update', ...snapshot, ...tags)).toMatchObject({
        tags: { team: 'render' },
        incremental: false,
      })
      expect(await cli.names('disk', 'list', ...group)).toEqual(
        expect.arrayContaining(['render-vm-os', 'render-vm-data-0']),
      )
      expect(await cli.names('sig', 'list')).toContain('renderGallery')
      const gallery = [...group, '--gallery-name', 'renderGallery']
      expect(await cli.names('sig', 'image-definition', 'list', ...gallery)).toHaveLength(4)
      const region = ['-l', 'koreacentral']
      expect(await cli.json('batch', 'location', 'quotas', 'show', ...region)).toEqual({
        accountQuota: 3,
      })
      expect(await cli.names('batch', 'location', 'list-skus', ...region)).toContain(
        'Standard_D4s_v5',
      )
    }, 300_000)

    test('makes an image from snapshots, shows, lists and deletes it', async () => {
      const sources = ['--source', 'render-os', '--data-disk-sources', 'render-data-0']
      const made = await cli.json('image', 'create', ...group, '-n', 'first', ...sources, ...linux)
      expect(made).toMatchObject({
        name: 'first',
        hyperVGeneration: 'V2',
        provisioningState: 'Succeeded',
        storageProfile: {
          osDisk: { osState: 'Generalized', osType: 'Linux' },
          dataDisks: [{ lun: 0 }],
        },
      })
      const [shown, names] = await Promise.all([
        cli.json('image', 'show', ...group, '-n', 'FIRST'),
        cli.names('image', 'list', ...group),
      ])
      expect(shown['id']).toBe(made['id'])
      expect(names).toContain('first')
      await cli.json('image', 'delete', ...group, '-n', 'first')
      const gone = await cli.run(['image', 'show', ...group, '-n', 'first'])
      expect(gone).toMatchObject({ exit: 3, errors: expect.stringContaining('ResourceNotFound') })
    }, 180_000)

    test('is told of a generation that differs from the snapshot', async () => {
      const words = ['image', 'create', ...group, '-n', 'odd', '--source', 'render-os']
      const refused = await cli.run([...words, '--os-type', 'Linux'])
      expect(refused.exit).toBe(1)
      expect(refused.errors).toMatch(/InvalidParameter/)
    }, 180_000)

    test('makes a gallery, a definition and a version, changes and deletes the version', async () => {
      await cli.json('sig', 'create', ...group, '--gallery-name', 'own')
      const gallery = [...group, '--gallery-name', 'own']
      const definition = [...gallery, '--gallery-image-definition', 'node']
      const named = ['--publisher', 'team', '--offer', 'render', '--sku', 'node']
      const made = await cli.json(
        ...['sig', 'image-definition', 'create', ...definition, ...named, ...linux],
        ...['--os-state', 'Generalized', '--features', 'SecurityType=Standard'],
      )
      expect(made).toMatchObject({ name: 'node', hyperVGeneration: 'V2', osState: 'Generalized' })
      const version = ['--gallery-image-version', '1.2.3']
      const [shown, created] = await Promise.all([
        cli.json('sig', 'image-definition', 'show', ...definition),
        cli.json(
          'sig',
          'image-version',
          'create',
          ...definition,
          ...version,
          '--os-snapshot',
          'render-os',
        ),
      ])
      expect(shown['identifier']).toEqual({ publisher: 'team', offer: 'render', sku: 'node' })
      expect(created).toMatchObject({ name: '1.2.3', provisioningState: 'Succeeded' })
      const [again, names] = await Promise.all([
        cli.json('sig', 'image-version', 'show', ...definition, ...version),
        cli.names('sig', 'image-version', 'list', ...definition),
      ])
      expect(again['publishingProfile']).toMatchObject({
        targetRegions: [{ name: 'Korea Central', regionalReplicaCount: 1 }],
      })
      expect(names).toEqual(['1.2.3'])
      const more = ['--set', 'publishingProfile.excludeFromLatest=true']
      const update = ['sig', 'image-version', 'update', ...definition, ...version, ...more]
      expect(await cli.json(...update)).toMatchObject({
        publishingProfile: { excludeFromLatest: true },
        storageProfile: { osDiskImage: {} },
      })
      await cli.json('sig', 'image-version', 'delete', ...definition, ...version)
      expect(await cli.names('sig', 'image-version', 'list', ...definition)).toEqual([])
    }, 180_000)

    test('shows and lists Batch accounts', async () => {
      const [shown, names, missingOne] = await Promise.all([
        cli.json('batch', 'account', 'show', '-g', 'rg-batch', '-n', 'renderbatch'),
        cli.names('batch', 'account', 'list'),
        cli.run(['batch', 'account', 'show', '-g', 'rg-batch', '-n', 'nobody']),
      ])
      expect(shown).toMatchObject({
        name: 'renderbatch',
        accountEndpoint: new URL(cli.endpoint).host,
        poolAllocationMode: 'BatchService',
        provisioningState: 'Succeeded',
      })
      expect(names).toEqual(['renderbatch'])
      expect(missingOne).toMatchObject({
        exit: 3,
        errors: expect.stringContaining('ResourceNotFound'),
      })
    }, 180_000)

    describe('and the data plane of Batch', () => {
      const account = (): string[] => {
        return ['--account-name', 'renderbatch', '--account-endpoint', cli.endpoint]
      }
      const size = [
        '--vm-size',
        'Standard_D4s_v5',
        '--node-agent-sku-id',
        'batch.node.ubuntu 22.04',
      ]

      test('makes a pool from a gallery version, resizes it and deletes it', async () => {
        const version = cli.addGalleryVersion('render-node', '7.0.0')
        const create = ['batch', 'pool', 'create', ...account(), '--id', 'render', ...size]
        await cli.json(...create, '--image', version, '--target-dedicated-nodes', '3')
        const [shown, names] = await Promise.all([
          cli.json('batch', 'pool', 'show', ...account(), '--pool-id', 'render'),
          cli.names('batch', 'pool', 'list', ...account()),
        ])
        expect(shown).toMatchObject({
          id: 'render',
          vmSize: 'standard_d4s_v5',
          state: 'active',
          targetDedicatedNodes: 3,
          virtualMachineConfiguration: { imageReference: { virtualMachineImageId: version } },
        })
        expect(names).toContain('render')
        const again = await cli.run([...create, '--image', version])
        expect(again).toMatchObject({
          exit: 1,
          errors: expect.stringContaining('The specified pool already exists.'),
        })
        cli.passAnHour()
        const resize = ['batch', 'pool', 'resize', ...account(), '--pool-id', 'render']
        await cli.json(...resize, '--target-dedicated-nodes', '5')
        cli.passAnHour()
        const resized = await cli.json('batch', 'pool', 'show', ...account(), '--pool-id', 'render')
        expect(resized).toMatchObject({ currentDedicatedNodes: 5, allocationState: 'steady' })
        await cli.json('batch', 'pool', 'delete', ...account(), '--pool-id', 'render', '--yes')
        cli.passAnHour()
        const gone = await cli.run(['batch', 'pool', 'show', ...account(), '--pool-id', 'render'])
        expect(gone).toMatchObject({
          exit: 1,
          errors: expect.stringContaining('The specified pool does not exist.'),
        })
      }, 180_000)

      test('makes a pool from a file, which import takes up from what az shows and from its ID', async () => {
        const file = join(cli.folder, 'imported.json')
        writeFileSync(file, JSON.stringify(poolOfFile))
        await cli.json('batch', 'pool', 'create', ...account(), '--json-file', file)
        cli.passAnHour()
        const shown = await cli.run([
          ...['batch', 'pool', 'show', ...account(), '--pool-id', 'imported'],
          ...['-o', 'json'],
        ])
        writeFileSync(join(cli.folder, 'shown.json'), shown.output)
        const accountId = cli.id('rg-batch', 'Microsoft.Batch/batchAccounts/renderbatch')
        const world = { azure: await azureOf(cli.simulator), clock: standing }
        const call = async (...args: string[]) => await callCli({ folder: cli.folder, world }, args)
        const subscription = ['--subscription-id', cli.simulator.subscriptionId]
        for (const source of [
          ['shown.json', '--batch-account', accountId],
          [`${accountId}/pools/imported`, ...subscription],
        ]) {
          const imported = await call('import', ...source)
          expect(imported).toMatchObject({ status: 0 })
          writeFileSync(join(cli.folder, 'imported.yml'), imported.out)
          const planned = await call('plan', 'imported.yml', ...subscription)
          expect(planned.err).not.toContain('error:')
          expect(planned.out).toContain('outcome: unchanged')
        }
      }, 180_000)

      test('changes a pool, and lets a formula scale it', async () => {
        const image = ['--image', 'canonical:0001-com-ubuntu-server-jammy:22_04-lts']
        await cli.json('batch', 'pool', 'create', ...account(), '--id', 'scaled', ...size, ...image)
        const pool = [...account(), '--pool-id', 'scaled']
        await cli.json('batch', 'pool', 'set', ...pool, '--metadata', 'team=render')
        const formula = ['--auto-scale-formula', '$TargetDedicatedNodes=2;']
        await cli.json('batch', 'pool', 'autoscale', 'enable', ...pool, ...formula)
        const run = await cli.json('batch', 'pool', 'autoscale', 'evaluate', ...pool, ...formula)
        expect(run['results']).toContain('$TargetDedicatedNodes=2')
        cli.passAnHour()
        await cli.json('batch', 'pool', 'autoscale', 'disable', ...pool)
        const shown = await cli.json('batch', 'pool', 'show', ...pool)
        expect(shown).toMatchObject({
          enableAutoScale: false,
          currentDedicatedNodes: 2,
          metadata: [{ name: 'team', value: 'render' }],
        })
        expect(await cli.names('batch', 'node', 'list', ...pool)).toHaveLength(2)
      }, 300_000)

      test('counts nodes, finds those that failed and reads what their start task wrote', async () => {
        const pool = [...account(), '--pool-id', 'failing']
        const startTask = ['--start-task-command-line', 'run', '--start-task-wait-for-success']
        const image = ['--image', 'canonical:0001-com-ubuntu-server-jammy:22_04-lts']
        await cli.json(
          ...['batch', 'pool', 'create', ...account(), '--id', 'failing', ...size, ...image],
          ...['--target-dedicated-nodes', '3', ...startTask],
        )
        cli.passAnHour()
        const filter = ['--filter', "state eq 'starttaskfailed' or state eq 'unusable'"]
        const select = ['--select', 'id,state,startTaskInfo']
        const [counts, found] = await Promise.all([
          cli.json('batch', 'pool', 'node-counts', 'list', ...account()),
          cli.json('batch', 'node', 'list', ...pool, ...filter, ...select),
        ])
        expect(counts).toContainEqual(
          expect.objectContaining({
            poolId: 'failing',
            dedicated: expect.objectContaining({ startTaskFailed: 1, idle: 2, total: 3 }),
          }),
        )
        const [node] = found as unknown as JsonObject[]
        expect(node).toMatchObject({ startTaskInfo: { exitCode: 3, result: 'failure' } })
        const file = [...pool, '--node-id', node?.['id'] as string]
        const stderr = [...file, '--file-path', 'startup/stderr.txt']
        const into = join(cli.folder, 'stderr.txt')
        await cli.json('batch', 'node', 'file', 'show', ...stderr)
        const download = ['batch', 'node', 'file', 'download', ...stderr, '--destination', into]
        await cli.json(...download, '--start-range', '3', '--end-range', '99')
        expect(readFileSync(into, 'utf8')).toBe('licence')
      }, 180_000)

      test('is told why a managed image is refused', async () => {
        const image = cli.id('rg-images', 'Microsoft.Compute/images/any')
        const create = ['batch', 'pool', 'create', ...account(), '--id', 'refused', ...size]
        const refused = await cli.run([...create, '--image', image])
        expect(refused.exit).toBe(1)
        expect(refused.errors).toMatch(/The value provided for one of the properties/)
        expect(refused.errors).toMatch(/galleries/)
      }, 180_000)

      test('looks up the account key and signs with it', async () => {
        const sharedKey = { AZURE_BATCH_AUTH_MODE: 'shared_key' }
        const create = ['batch', 'pool', 'create', ...account(), ...size]
        const marketplace = ['--image', 'canonical:0001-com-ubuntu-server-jammy:22_04-lts']
        const made = await cli.run([...create, '--id', 'keyed', ...marketplace], sharedKey)
        expect(made).toMatchObject({ exit: 0 })
        const custom = ['--image', cli.addGalleryVersion('render-node', '7.0.1')]
        const refused = await cli.run([...create, '--id', 'custom', ...custom], sharedKey)
        expect(refused.exit).toBe(1)
        expect(refused.errors).toMatch(/SharedKey is not allowed/)
      }, 180_000)
    })
  })
}
