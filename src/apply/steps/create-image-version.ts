import type { CreateImageVersion } from '../../model/step.js'
import { isAlive } from '../../model/version-choice.js'
import { compareVersions, nextVersion, parseVersion } from '../../model/version-number.js'
import {
  describeSource,
  sameSource,
  sourceOf,
  type VersionSource,
} from '../../model/version-source.js'
import type { ImageVersion, Operation } from '../../ports/azure.js'
import { imageVersionId, nameOfId } from '../../shared/arm-id.js'
import { AzureFailure } from '../../shared/errors.js'
import { isJsonObject, type JsonObject } from '../../shared/json.js'
import type { StepContext } from '../context.js'
import { hasMarks, marksOfTags } from '../undo/marks.js'
import { undoable } from '../undo/undoable.js'
import { awaitReplication } from '../replication.js'

/** Numbers tried before the run gives up: more than that many runs at once means something else is wrong. */
const mostTries = 20

interface Claim {
  readonly id: string
  /** Undefined: another run has the same version made, and this one adopts it. */
  readonly operation?: Operation
  /** As it was read back. */
  readonly seen?: ImageVersion | undefined
}

/**
 * Creates the version and waits until it can be used. A number of our own choosing that another run takes first
 * is given up for the next one, unless the other run makes the version from the same source: then it is adopted.
 * Throws `AzureFailure` for every other refusal, and for a number of the user's that is taken.
 */
export async function createImageVersion(
  step: CreateImageVersion,
  context: StepContext,
): Promise<void> {
  const claim = await claimNumber(step, context)
  if (claim.id !== step.resource) reportOtherNumber(step, claim, context)
  await awaitReplication({ step, ...claim }, context)
}

function reportOtherNumber(step: CreateImageVersion, claim: Claim, context: StepContext): void {
  const { clock, emit } = context
  const how = claim.operation === undefined ? 'the same source is already in' : 'this run made'
  const say = `another run or config took image version ${nameOfId(step.resource)} first; ${how} ${nameOfId(claim.id)}`
  emit({ type: 'note', at: clock.now(), severity: 'notice', say })
}

async function claimNumber(step: CreateImageVersion, context: StepContext): Promise<Claim> {
  const definitionId = step.resource.slice(0, step.resource.lastIndexOf('/versions/'))
  let number = nameOfId(step.resource)
  for (let tries = 1; ; tries += 1) {
    const id = imageVersionId(definitionId, number)
    const attempt = await tryNumber(id, step, context)
    if ('operation' in attempt) return { id, ...attempt }
    const rivals = await rivalsOf(id, step, context)
    const twin = rivals.find((rival) => isAlive(rival) && isFromSameSource(rival, step.body))
    if (twin !== undefined) {
      noteIfOwn(twin, step, context)
      context.record({ galleryImageVersionId: twin.id, imageReferenceId: twin.id })
      return { id: twin.id }
    }
    const taken = rivals.find(({ name }) => name === number)
    // Refused for another reason than the number, e.g. a source that another operation holds.
    if (taken === undefined) throw attempt.refusal
    if (!step.auto || tries === mostTries) throw takenFailure(taken, step, attempt.refusal)
    number = nextVersion(rivals.map(({ name }) => name))
  }
}

/** The refused request may have been a second one of ours, after an answer to the first that never came. */
function noteIfOwn(
  version: ImageVersion,
  { body }: CreateImageVersion,
  context: StepContext,
): void {
  const marks = marksOfTags(body)
  if (!hasMarks(version.tags, marks)) return
  context.recordUndo({ of: 'made', undo: { kind: 'delete-image-version', id: version.id, marks } })
  context.record({ changed: true })
}

type Attempt =
  | { readonly operation: Operation; readonly seen: ImageVersion | undefined }
  | { readonly refusal: AzureFailure }

/**
 * One PUT. What was accepted is read back: a service that overlooks the precondition must not fool us. A version that can be
 * used by then is not looked at again.
 */
async function tryNumber(
  id: string,
  step: CreateImageVersion,
  context: StepContext,
): Promise<Attempt> {
  const { azure, signal, record } = context
  const undo = { kind: 'delete-image-version', id, marks: marksOfTags(step.body) } as const
  let operation
  try {
    operation = await undoable({ of: 'made', undo }, context, async () => {
      return await azure.createImageVersion(id, step.body, { signal })
    })
  } catch (error) {
    if (error instanceof AzureFailure && (error.status === 409 || error.status === 412)) {
      return { refusal: error }
    }
    throw error
  }
  record({ changed: true, galleryImageVersionId: id, imageReferenceId: id })
  const found = await azure.imageVersion(id, { signal, replication: true })
  if (found === undefined || isFromSameSource(found, step.body)) return { operation, seen: found }
  return { refusal: takenFailure(found, step) }
}

/**
 * Versions that may be what the refusal was about: the one of that number, and for a number of our choosing all
 * from the planned one on, which did not exist when the plan was made.
 */
async function rivalsOf(
  id: string,
  step: CreateImageVersion,
  { azure, signal }: StepContext,
): Promise<readonly ImageVersion[]> {
  const there = await azure.imageVersion(id, { signal })
  const named = there === undefined ? [] : [there]
  if (!step.auto) return named
  const planned = parseVersion(nameOfId(step.resource))
  const definitionId = id.slice(0, id.lastIndexOf('/versions/'))
  const all = (await azure.imageVersions(definitionId, { signal })) ?? []
  const later = all.filter(({ name }) => {
    const number = parseVersion(name)
    return number !== undefined && planned !== undefined && compareVersions(number, planned) >= 0
  })
  return [...named, ...later]
}

function isFromSameSource(version: ImageVersion, body: JsonObject): boolean {
  const [theirs, ours] = [sourceOf(version.properties), sourceIn(body)]
  return theirs !== undefined && ours !== undefined && sameSource(theirs, ours)
}

function sourceIn(body: JsonObject): VersionSource | undefined {
  const properties = body['properties']
  return isJsonObject(properties) ? sourceOf(properties) : undefined
}

function takenFailure(
  taken: ImageVersion,
  step: CreateImageVersion,
  refusal?: AzureFailure,
): AzureFailure {
  const theirs = describeSource(sourceOf(taken.properties))
  const message = `image version ${taken.name} is there already, ${taken.provisioningState} from ${theirs}; wanted from ${describeSource(sourceIn(step.body))}`
  const code = refusal?.error.code ?? 'Conflict'
  const said = refusal === undefined ? [] : [refusal.error]
  return new AzureFailure({
    operation: `create image version ${taken.name}`,
    resource: taken.id,
    error: { code, message, details: said },
    cause: refusal,
    ...(refusal?.status !== undefined && { status: refusal.status }),
    ...(refusal?.requestId !== undefined && { requestId: refusal.requestId }),
    ...(refusal?.correlationId !== undefined && { correlationId: refusal.correlationId }),
  })
}
