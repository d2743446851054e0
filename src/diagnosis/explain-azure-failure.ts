import type { AzureFailure } from '../shared/errors.js'
import { findMeaning } from './catalogue.js'
import { requestEntries, statusEntries } from './catalogue-request.js'
import { decodeDetails, firstLine } from './decode.js'
import type { Explanation } from '../model/explanation.js'

/** Cause and remedy of anything that Azure refused, or that ended badly. */
export function explainAzureFailure(failure: AzureFailure): Explanation {
  const { error, status, resource } = failure
  const { evidence, provider } = decodeDetails(error)
  const text = [error.message, ...evidence.map((one) => one.message)].join('\n')
  const account = /\/batchAccounts\/([^/?]+)/i.exec(resource ?? '')?.[1]
  const about = {
    text,
    ...(account === undefined ? {} : { account }),
    ...(resource === undefined ? {} : { resource }),
  }
  // The outermost code may be a mere wrapper (`DeploymentFailed`): the inner ones tell more.
  const codes = [error.code, ...provider.map((one) => one.code), ...evidence.map((one) => one.code)]
  const meaning = codes
    .map((code) => findMeaning(requestEntries, code, about))
    .find((found) => found !== undefined) ??
    findMeaning(statusEntries, String(status ?? ''), about) ?? {
      cause: 'Azure gives no reason that is known here',
      remedy:
        'read the message; if it does not say enough, open a support ticket with the request id',
      retryable: false,
    }
  const { cause, remedy, retryable, docs } = meaning
  return {
    code: error.code,
    message: firstLine(error.message),
    cause,
    remedy,
    retryable,
    evidence,
    ...(docs === undefined ? {} : { docs }),
    ...(error.target === undefined ? {} : { target: error.target }),
  }
}
