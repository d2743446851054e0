import { updatedProperties } from '../../model/version-update.js'
import type { UpdateImageVersion } from '../../model/step.js'
import { AzureFailure } from '../../shared/errors.js'
import type { StepContext } from '../context.js'
import { awaitReplication } from '../replication.js'

/** Runs that add to the same version at one time: more of them means that something else is wrong. */
const mostTries = 5

/**
 * Publishes a version as the config asks and waits until it can be used. What others have added meanwhile stays: each try goes
 * by what the version has then, once it is not being changed any more. Throws `AzureFailure`, `DeadlinePassed`.
 */
export async function updateImageVersion(
  step: UpdateImageVersion,
  context: StepContext,
): Promise<void> {
  const { azure, signal, record } = context
  const id = step.resource
  record({ galleryImageVersionId: id, imageReferenceId: id })
  const isUpdated = async (): Promise<boolean> => {
    // Azure changes no version that it is still making or changing.
    await awaitReplication({ step: { ...step, waitRegion: undefined }, id }, context)
    const version = await azure.imageVersion(id, { signal })
    const properties = version && updatedProperties(version.properties, step.update)
    if (properties === undefined) return true
    try {
      const tags = { ...version?.tags, ...step.mark }
      const isMarked = Object.keys(step.mark).length > 0
      const body = { properties, ...(isMarked && { tags }) }
      const operation = await azure.updateImageVersion(id, body, { signal })
      record({ changed: true })
      await awaitReplication({ step, id, operation }, context)
      return true
    } catch (error) {
      if (error instanceof AzureFailure && error.status === 409) return false
      throw error
    }
  }
  for (let tries = 1; !(await isUpdated()); tries += 1) {
    if (tries < mostTries) continue
    const message = 'others kept changing it meanwhile'
    throw new AzureFailure({
      operation: step.title,
      resource: id,
      status: 409,
      error: { code: 'Conflict', message, details: [] },
    })
  }
}
