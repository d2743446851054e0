import type { Json, JsonObject } from '../shared/json.js'

/** JSON in the making. */
export interface Draft {
  [key: string]: DraftValue
}
type DraftValue = Json | Draft | DraftValue[] | undefined

/** Sets the value at a path (`userAccounts[].name`), with one index for each `[]` in it. */
export function setAt(draft: Draft, path: string, indexes: readonly number[], value: Json): void {
  const steps = stepsOf(path, indexes)
  let here: Draft | DraftValue[] = draft
  steps.forEach((step, at) => {
    const next = steps[at + 1]
    if (next === undefined) {
      put(here, step, value)
      return
    }
    const held = Array.isArray(here) ? here[Number(step)] : here[step]
    const empty: Draft | DraftValue[] = typeof next === 'number' ? [] : {}
    const inner: Draft | DraftValue[] = isNested(held) ? held : empty
    put(here, step, inner)
    here = inner
  })
}

function stepsOf(path: string, indexes: readonly number[]): readonly (string | number)[] {
  let lists = 0
  return path.split('.').flatMap((part): (string | number)[] => {
    if (!part.endsWith('[]')) return [part]
    lists += 1
    return [part.slice(0, -2), indexes[lists - 1] ?? 0]
  })
}

function put(into: Draft | DraftValue[], step: string | number, value: DraftValue): void {
  if (Array.isArray(into)) into[Number(step)] = value
  else into[step] = value
}

/** The draft as JSON: lists without gaps. */
export function finished(draft: Draft): JsonObject {
  return Object.fromEntries(
    Object.entries(draft).flatMap(([key, value]): [string, Json][] =>
      value === undefined ? [] : [[key, finishedValue(value)]],
    ),
  )
}

function finishedValue(value: DraftValue): Json {
  if (Array.isArray(value)) {
    return value.filter((item) => item !== undefined).map(finishedValue)
  }
  return isDraft(value) ? finished(value) : (value ?? null)
}

function isNested(value: DraftValue): value is Draft | DraftValue[] {
  return typeof value === 'object' && value !== null
}

function isDraft(value: DraftValue): value is Draft {
  return isNested(value) && !Array.isArray(value)
}
