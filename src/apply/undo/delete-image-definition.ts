import { parseArmId } from '../../shared/arm-id.js'
import type { StepContext } from '../context.js'
import type { Undo } from '../undo.js'
import { awaitDeleted } from './await-operation.js'
import { LeftAlone } from './left-alone.js'
import { requireNoPoolOn } from './pools-referring.js'

/**
 * Deletes an image definition that this run made, unless it holds versions by now: they are others'. Throws `LeftAlone`,
 * `AzureFailure`, `DeadlinePassed`.
 */
export async function deleteMadeDefinition(
  { id }: Extract<Undo, { kind: 'delete-image-definition' }>,
  context: StepContext,
): Promise<void> {
  const { azure, signal } = context
  const definition = await azure.imageDefinition(id, { signal })
  if (definition === undefined) return
  const versions = await azure.imageVersions(id, { signal })
  const [first] = versions
  if (first !== undefined) throw new LeftAlone(`it holds version ${first.name}`)
  await requireNoPoolOn([id, `${id}/versions/latest`], context)
  const operation = await azure.deleteImageDefinition(id, { signal })
  await awaitDeleted(`image definition ${parseArmId(id)?.name ?? id}`, operation, context)
}
