/** Errors as Azure writes them. */
import type { AzureErrorDetail } from './errors.js'
import { isJsonObject, type Json, type JsonObject } from './json.js'
import { objectsAt } from './json-at.js'

/**
 * One error in either of Batch's forms: Resource Manager's `{code, message, details[]}`, where name/value pairs come as
 * details whose code is the name, and the data plane's `{code, message, values: [{name, value}]}`.
 */
export function readServiceError(raw: JsonObject): AzureErrorDetail {
  const values = objectsAt(raw, 'values').map((pair) => ({
    code: textOf(pair['name']),
    message: textOf(pair['value']),
    details: [],
  }))
  const details = objectsAt(raw, 'details').map(readServiceError)
  const target = textOf(raw['target'])
  return {
    code: textOf(raw['code']),
    message: messageOf(raw['message']),
    ...(target === '' ? {} : { target }),
    details: [...details, ...values],
  }
}

/** Every element of a list of errors; anything else is no error. */
export function readServiceErrors(raw: Json | undefined): readonly AzureErrorDetail[] {
  return objectsAt(raw).map(readServiceError)
}

/** The data plane wraps a message as `{lang, value}`. */
function messageOf(value: Json | undefined): string {
  return isJsonObject(value) ? textOf(value['value']) : textOf(value)
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
