/**
 * `examples/azure/set-up.sh` with the real az, against the simulator, as far as that reaches: it has groups, galleries, image
 * definitions and an account that is there already, but neither identities nor roles, and makes no Batch accounts. So the identities
 * are left out here (`--skip-identities`): where their commands begin, this test ends.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startServer, type SimulatorServer } from '../../src/simulator/server.js'
import { createSimulator } from '../../src/simulator/simulator.js'

const launcher = resolve('scripts/az.mjs')
const script = resolve('examples/azure/set-up.sh')
const hasAz = existsSync('/usr/bin/az')
const words = [
  ...['--repository', 'contoso/render', '--location', 'koreacentral', '--batch-account'],
  ...['renderbatch', '--resource-group', 'rg-batch', '--gallery', 'firstGallery'],
]

if (!hasAz) {
  test('the script of the first pool', () => {
    console.log('skipped: azure-cli is not installed')
  })
} else {
  describe('the script of the first pool', () => {
    const simulator = createSimulator({}, {})
    let server: SimulatorServer | undefined
    let folder = ''

    async function run(...more: readonly string[]) {
      const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` }
      return await new Promise<{ exit: number; output: string; errors: string }>((done) => {
        execFile('bash', [script, ...words, ...more], { env }, (error, output, errors) => {
          done({ exit: error === null ? 0 : Number(error.code ?? 1), output, errors })
        })
      })
    }
    const writes = () => simulator.transcript.writes().filter(({ method }) => method === 'PUT')

    beforeAll(async () => {
      server = await startServer(simulator)
      folder = await mkdtemp(join(tmpdir(), 'set-up-'))
      const az = [process.execPath, launcher, '--connection', server.connectionFile]
      const path = process.env['PATH'] ?? ''
      await writeFile(join(folder, 'az'), `#!/bin/sh\nPATH='${path}' exec ${az.join(' ')} "$@"\n`)
      await chmod(join(folder, 'az'), 0o755)
    })
    afterAll(async () => {
      await server?.close()
      await rm(folder, { recursive: true, force: true })
    })

    test('shows what is missing, makes that, and then finds nothing to make', async () => {
      const shown = await run('--skip-identities')
      expect(shown).toMatchObject({ exit: 0, errors: '' })
      expect(shown.output.split('\n').slice(0, 4)).toEqual([
        'exists   resource group rg-batch in koreacentral',
        'missing  gallery firstGallery',
        'missing  image definition node: Linux, generalized, generation 2, x64, without Trusted Launch',
        'exists   Batch account renderbatch (pool allocation mode Batch service)',
      ])
      expect(shown.output).toContain('Nothing was made')
      expect(writes()).toEqual([])

      const made = await run('--skip-identities', '--yes')
      expect(made).toMatchObject({ exit: 0 })
      expect(made.output).toContain('made     image definition node')
      expect(writes().map(({ path }) => path.split('/providers/')[1])).toEqual([
        'Microsoft.Compute/galleries/firstGallery',
        'Microsoft.Compute/galleries/firstGallery/images/node',
      ])
      expect(writes().at(-1)?.body).toMatchObject({
        location: 'koreacentral',
        properties: {
          osType: 'Linux',
          osState: 'Generalized',
          hyperVGeneration: 'V2',
          architecture: 'x64',
          identifier: { publisher: 'contoso', offer: 'firstGallery', sku: 'node' },
          features: [{ name: 'SecurityType', value: 'Standard' }],
        },
      })

      const again = await run('--skip-identities', '--yes')
      expect(again.exit).toBe(0)
      expect(again.output).not.toMatch(/missing|made /)
      expect(again.output).toMatch(
        /AZURE_IMAGE_DEFINITION {2}\/subscriptions\/\S+\/galleries\/firstGallery\/images\/node\n/,
      )
      expect(writes()).toHaveLength(2)
      expect(simulator.unknownRequests).toEqual([])
    }, 300_000)

    test.each([
      [['--yes', '--location'], 'needs a value'],
      [['--gallery', 'my-gallery'], 'only letters, digits'],
      [['--regoin', 'x'], 'there is no option --regoin'],
    ])('says what is wrong with %j', async (more, said) => {
      const { exit, errors } = await run(...more)
      expect(exit).toBe(2)
      expect(errors).toContain(said)
    })
  })
}
