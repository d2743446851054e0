/** Errors as Azure writes them: the one reader of their shape. */
import type { AzureErrorDetail } from './errors.js'
import { isJsonObject, type Json, type JsonObject } from './json.js'
import { objectsAt } from './json-at.js'

export interface Reading {
  /** What stands where the error names no code of its own. */
  readonly code?: string
  /** What stands where it says nothing. */
  readonly message?: string
  /** Goes over each message. */
  readonly clean?: (text: string) => string
}

/**
 * One error in any of the forms that Azure has: Resource Manager's `{code, message, details[]}`, where Batch's name/value pairs
 * come as details whose code is the name; the data plane's `{code, message, values: [{key, value}]}`, its messages wrapped as
 * `{lang, value}`; and what providers add, as `innererror` and `additionalInfo`.
 */
export function readServiceError(raw: JsonObject, reading: Reading = {}): AzureErrorDetail {
  const { clean = (text: string): string => text } = reading
  const target = textOf(raw['target'])
  return {
    code: textOf(raw['code']) ?? reading.code ?? '',
    message: clean(textOf(raw['message']) ?? textOf(raw['Message']) ?? reading.message ?? ''),
    ...(target === undefined ? {} : { target }),
    details: [
      ...objectsAt(raw, 'details').map((detail) =>
        readServiceError(detail, { ...reading, code: 'Detail' }),
      ),
      ...objectsAt(raw, 'values').map(({ key, name, value }) =>
        leaf(textOf(key) ?? textOf(name) ?? 'Value', clean(textOf(value) ?? '')),
      ),
      ...innerOf(raw['innererror'] ?? raw['innerError'], clean),
      // E.g. `{type: 'PolicyViolation', info: {policyAssignmentName: …}}`
      ...objectsAt(raw, 'additionalInfo').map((added) =>
        leaf(
          textOf(added['type']) ?? 'AdditionalInfo',
          clean(JSON.stringify(added['info'] ?? added)),
        ),
      ),
    ],
  }
}

/** Every element of a list of errors; anything else is no error. */
export function readServiceErrors(raw: Json | undefined): readonly AzureErrorDetail[] {
  return objectsAt(raw).map((error) => readServiceError(error))
}

function leaf(code: string, message: string): AzureErrorDetail {
  return { code, message, details: [] }
}

/** `innererror`: an object that nests further, or Compute's `{exceptiontype, errordetail}`. */
function innerOf(
  inner: Json | undefined,
  clean: (text: string) => string,
): readonly AzureErrorDetail[] {
  if (typeof inner === 'string') return [leaf('InnerError', clean(inner))]
  if (!isJsonObject(inner)) return []
  const code = textOf(inner['code']) ?? textOf(inner['exceptiontype']) ?? 'InnerError'
  const message = textOf(inner['message']) ?? textOf(inner['errordetail']) ?? JSON.stringify(inner)
  return [{ code, message: clean(message), details: innerOf(inner['innererror'], clean) }]
}

/** A string, or the `{lang, value}` that OData wraps one in. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return isJsonObject(value) && typeof value['value'] === 'string' ? value['value'] : undefined
}
