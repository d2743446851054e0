import { importPools } from '../import/import-pools.js'
import { readRunOptions } from '../inputs/read-run-options.js'
import { currentApiVersion } from '../model/batch-api-versions.js'
import { readImageOrigin } from '../observe/image-origin.js'
import { logLine } from '../report/escape.js'
import { toFailure } from '../outcome/failure.js'
import type { Pool } from '../ports/azure.js'
import { failureLines } from '../report/failure-lines.js'
import { inputSource } from '../run/run-environment.js'
import { armTypes, hasType, parseArmId } from '../shared/arm-id.js'
import { withoutUndefined, type JsonObject } from '../shared/json.js'
import { textAt } from '../shared/json-at.js'
import { painter } from './colours.js'
import { printPools } from './print-pools.js'
import type { GivenInputs } from './read-inputs.js'
import { withAzAccount } from './az-profile.js'
import { createTerminalHost } from './terminal-host.js'
import type { Terminal } from './terminal.js'

interface FromAzure {
  readonly id: string
  readonly given: GivenInputs
}

/** Prints the config of a pool that Azure has, with what its image was made from. */
export async function importFromAzure(
  terminal: Terminal,
  { id, given }: FromAzure,
): Promise<number> {
  const fail = (lines: readonly string[]): number => {
    const paint = painter(terminal.hasColours)
    terminal.err(`${paint('red', 'error:')} ${lines.map(logLine).join('\n')}\n`)
    return 1
  }
  const pool = parseArmId(id)
  if (pool === undefined || !hasType(pool, armTypes.pool)) {
    return fail([`${id} is not the ID of a pool: .../batchAccounts/<account>/pools/<pool>`])
  }
  const env = await withAzAccount(terminal, given.flags)
  const { host } = createTerminalHost({ ...terminal, env }, 'plan', given)
  const { runOptions, findings } = readRunOptions(
    inputSource({ host, files: terminal.machine.files }),
  )
  if (runOptions === undefined) return fail(findings.map(({ message }) => message))
  const signal = terminal.machine.cancelled
  try {
    const { azure } = await terminal.machine.openAzure(runOptions, signal, host)
    const found = await azure.pool(id, currentApiVersion, { signal })
    if (found === undefined) return fail([`there is no pool ${id}`])
    const resource = resourceOf(found)
    const imageId = imageOf(found.properties)
    const origin = imageId === undefined ? undefined : await readImageOrigin(azure, imageId, signal)
    const image =
      origin?.managedImage === undefined
        ? undefined
        : {
            id: origin.managedImage.id,
            galleryId: origin.galleryId,
            hyperVGeneration: textAt(origin.managedImage.properties, 'hyperVGeneration'),
          }
    const options = {
      remarks: origin?.chain ?? [],
      ...(image !== undefined && { managedImage: image }),
    }
    return printPools(terminal, importPools(resource, options)?.pools ?? [])
  } catch (error) {
    return fail(failureLines(toFailure(error)))
  }
}

function resourceOf({ id, identity, tags, properties }: Pool): JsonObject {
  return withoutUndefined({
    id,
    name: parseArmId(id)?.name,
    type: armTypes.pool,
    identity,
    tags,
    properties,
  })
}

function imageOf(properties: JsonObject): string | undefined {
  const vm = ['deploymentConfiguration', 'virtualMachineConfiguration'] as const
  return textAt(properties, ...vm, 'imageReference', 'id')
}
