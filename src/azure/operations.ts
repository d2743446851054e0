import { isRestError, type RestError } from '@azure/core-rest-pipeline'
import type { Call, Operation } from '../ports/azure.js'
import { AzureFailure, type AzureErrorDetail } from '../shared/errors.js'
import { isJsonObject, type JsonObject } from '../shared/json.js'
import { inCall, lostAnAnswer, type Answer, type CallContext } from './call.js'
import {
  detailOfBody,
  detailOfJson,
  idsOf,
  isInsecureUrl,
  isInvalidUrl,
  type About,
} from './errors.js'
import { textAt } from './answer-fields.js'
import { bodyCheck, holds } from './sent-body.js'
import { retryAfterMs } from './retry-after.js'

/** What is used of core-lro's poller. */
export interface Poller {
  readonly isDone: boolean
  readonly operationState: { readonly status: string } | undefined
  submitted(): Promise<void>
  poll(): Promise<unknown>
}

export interface Deletion {
  readonly about: About
  /** Boxed, for the poller is a promise for the operation's end and must not be awaited. */
  readonly begin: () => { readonly poller: Poller }
  /** The resource as it is now. */
  readonly read: (call: Call) => Promise<JsonObject | undefined>
}

export interface Write extends Deletion {
  /** ARM body. */
  readonly sent: JsonObject
  /**
   * How often a resource that is still being made is looked at once Azure has forgotten the operation: it forgets one long
   * after its end, so what is quick to make has come to nothing by then. Default: without end, for what takes hours.
   */
  readonly mostLooksWhenForgotten?: number
}

/** A request that Azure goes on working at, and how its end shows in the resource itself. */
type Followed = Deletion & { readonly followState: (gone?: Answer) => Operation }

type Look = Awaited<ReturnType<Operation['poll']>>

/**
 * Sends a write whose work goes on after the answer. Resolves once Azure has accepted it; throws
 * `AzureFailure` when it refuses.
 */
export async function startOperation(write: Write, { signal }: Call): Promise<Operation> {
  const about = { ...write.about, checkBody: bodyCheck(write.sent) }
  const followed = { ...write, followState: (gone?: Answer) => followState(write, gone) }
  return await inCall(about, signal, async (context) => {
    const { poller } = write.begin()
    try {
      await poller.submitted()
    } catch (error) {
      const isAccepted =
        saysYes(error, context.answers.at(-1)) ||
        (await isOwnEarlierAttempt(write, context, signal))
      if (isAccepted) return followState(write)
      throw error
    }
    return follow(followed, poller, context.answers.at(-1))
  })
}

/**
 * Sends a DELETE. Resolves once Azure has accepted it, or at once for what is not there; what is being deleted
 * already, by whomever, is waited for as well. Throws `AzureFailure` when Azure refuses.
 */
export async function startDeletion(deletion: Deletion, { signal }: Call): Promise<Operation> {
  const followed = { ...deletion, followState: () => followGoing(deletion) }
  return await inCall(deletion.about, signal, async (context) => {
    const { poller } = deletion.begin()
    try {
      await poller.submitted()
    } catch (error) {
      const status = context.answers.at(-1)?.status
      if (status === 404) return followGoing(deletion)
      // An attempt whose answer was lost may have begun the deletion, and with it changed the ETag.
      const mayBeGoing = status === 409 || status === 412
      if (!mayBeGoing || !isGoing(await deletion.read({ signal }))) throw error
      return followGoing(deletion)
    }
    const accepted = context.answers.at(-1)
    const isFollowable = accepted?.status !== 202 || operationUrls(accepted).length > 0
    return isFollowable ? follow(followed, poller, accepted) : followGoing(deletion)
  })
}

function isGoing(resource: JsonObject | undefined): boolean {
  const state = textAt(resource, 'properties', 'provisioningState')
  return resource === undefined || state?.toLowerCase() === 'deleting'
}

/** Done when the resource is not there any more. */
function followGoing({ about, read }: Deletion): Operation {
  return {
    async poll(call) {
      const resource = await read(call)
      if (resource === undefined) return { done: true }
      if (isGoing(resource)) return { done: false }
      const state = textAt(resource, 'properties', 'provisioningState') ?? 'there'
      const message = `it is still ${state} after it was to be deleted; Azure no longer tells why`
      throw new AzureFailure({ ...about, error: { code: 'NotDeleted', message, details: [] } })
    },
  }
}

/**
 * After an attempt whose answer was lost, the next one may be refused because the first did its work. Then what
 * is there is what was sent, and the refusal is none.
 */
async function isOwnEarlierAttempt(
  write: Write,
  context: CallContext,
  signal: AbortSignal,
): Promise<boolean> {
  const status = context.answers.at(-1)?.status
  if ((status !== 409 && status !== 412) || !lostAnAnswer(context)) return false
  return holds(await write.read({ signal }), write.sent)
}

/** Follows the operation through core-lro's poller, one look at a time. */
function follow(followed: Followed, poller: Poller, accepted: Answer | undefined): Operation {
  const urls = new Set(operationUrls(accepted))
  const about = {
    operation: `follow the operation "${followed.about.operation}"`,
    resource: followed.about.resource,
    restoreUrl: (url: string) => withoutAddedVersion(url, urls),
  }
  let last = accepted
  // The service's first wish: whoever looks sooner is told to wait, and nothing is sent.
  const wishedMs = accepted && retryAfterMs(accepted.headers, Date.now())
  let firstWaitMs = wishedMs
  let byState: Operation | undefined

  async function look(context: CallContext, call: Call): Promise<Look> {
    try {
      await poller.poll()
    } catch (error) {
      const answer = context.answers.at(-1)
      last = answer ?? last
      const status = poller.operationState?.status
      if (isInvalidUrl(error) || isInsecureUrl(error)) {
        // Nothing was asked, and the resource tells as well how it ended.
        byState = followed.followState()
        throw error
      }
      if (!isHttpError(error) && (status === 'failed' || status === 'canceled')) {
        throw endedBadly(followed.about, status, last)
      }
      const isGone = isHttpError(error) && statusOf(error) === 404
      if (isGone || saysYes(error, answer)) {
        byState = followed.followState(isGone ? last : undefined)
        return await byState.poll(call)
      }
      // core-lro takes a refused look for the operation's end: whoever looks again is told by the resource.
      if (status === 'failed') byState = followed.followState()
      throw error
    }
    last = context.answers.at(-1) ?? last
    for (const url of operationUrls(last)) urls.add(url)
    if (poller.isDone) return { done: true }
    return pending(last)
  }

  return {
    accepted: {
      done: poller.isDone,
      ...(wishedMs !== undefined && { retryAfterMs: wishedMs }),
    },
    async poll(call) {
      if (byState !== undefined) return await byState.poll(call)
      if (firstWaitMs !== undefined && !poller.isDone) {
        const waitMs = firstWaitMs
        firstWaitMs = undefined
        return { done: false, retryAfterMs: waitMs }
      }
      return await inCall(about, call.signal, async (context) => await look(context, call))
    },
  }
}

/**
 * The last answer is a yes that the SDK chokes on: a 201 or 200 without the resource in it, a 204 that it does not know of.
 * Then the resource itself has to tell.
 */
function saysYes(error: unknown, answer: Answer | undefined): boolean {
  if (answer === undefined || answer.status >= 300) return false
  return !isHttpError(error) || statusOf(error) === answer.status
}

function isHttpError(error: unknown): error is RestError | AzureFailure {
  return isRestError(error) || error instanceof AzureFailure
}

function statusOf(error: RestError | AzureFailure): number | undefined {
  return error instanceof AzureFailure ? error.status : error.statusCode
}

/** Follows the resource's own `provisioningState`, where there is no operation to ask (any more). */
function followState(write: Write, gone?: Answer): Operation {
  const { about, read, mostLooksWhenForgotten = Infinity } = write
  let looks = 0
  return {
    async poll(call) {
      looks += 1
      const resource = await read(call)
      const state = textAt(resource, 'properties', 'provisioningState')
      if (resource === undefined) throw vanished(about, 'what it was to make does not exist', gone)
      if (/^failed$|^cancell?ed$/i.test(state ?? '')) {
        const message = `it ended ${String(state)}; Azure no longer tells why`
        throw new AzureFailure({
          ...about,
          error: { code: 'ProvisioningFailed', message, details: goneDetails(gone) },
        })
      }
      const done = state === undefined || /^succeeded$/i.test(state)
      if (!done && gone !== undefined && looks >= mostLooksWhenForgotten) {
        throw vanished(about, `what it was to make stays ${state}`, gone)
      }
      return { done }
    },
  }
}

function vanished(about: About, left: string, gone: Answer | undefined): AzureFailure {
  const message = `Azure no longer knows the operation, and ${left}`
  return new AzureFailure({
    ...about,
    ...(gone === undefined ? {} : idsOf(gone.headers)),
    error: { code: 'OperationVanished', message, details: goneDetails(gone) },
  })
}

function goneDetails(gone: Answer | undefined): readonly AzureErrorDetail[] {
  return gone === undefined ? [] : [detailOfBody(gone.bodyAsText, `HTTP ${String(gone.status)}`)]
}

/** core-lro throws away all but code and message; the answer that said so has the whole. */
function endedBadly(about: About, status: string, last: Answer | undefined): AzureFailure {
  return new AzureFailure({
    ...about,
    ...(last === undefined ? {} : idsOf(last.headers)),
    error: detailOfEnd(last, status === 'canceled' ? 'Canceled' : 'Failed'),
  })
}

function detailOfEnd(last: Answer | undefined, end: 'Failed' | 'Canceled'): AzureErrorDetail {
  const fallback = `Operation${end}`
  let parsed: unknown
  try {
    parsed = JSON.parse(last?.bodyAsText ?? '')
  } catch {
    parsed = undefined // an end without a body: its state is all there is
  }
  if (isJsonObject(parsed) && isJsonObject(parsed['error'])) return detailOfJson(parsed, fallback)
  const message = `the operation ended ${end} and Azure gave no reason`
  return { code: fallback, message, details: [] }
}

function pending(last: Answer | undefined): Look {
  const waitMs = last && retryAfterMs(last.headers, Date.now())
  return waitMs === undefined ? { done: false } : { done: false, retryAfterMs: waitMs }
}

function operationUrls(answer: Answer | undefined): readonly string[] {
  return ['azure-asyncoperation', 'operation-location', 'location'].flatMap((name) => {
    const url = answer?.headers.get(name)
    return url === undefined ? [] : [url]
  })
}

/**
 * arm-compute adds `api-version` to an operation's URL that has none (pollingHelpers, addApiVersionToUrl). The URL
 * is signed, so it goes out as it came.
 */
function withoutAddedVersion(url: string, given: ReadonlySet<string>): string {
  for (const raw of given) {
    if (url.startsWith(raw) && /^[?&]api-version=[^&]*$/.test(url.slice(raw.length))) return raw
  }
  return url
}
