import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../shared/json.js'
import type { Expression } from './expression.js'
import { functions, textOf } from './functions.js'

/** What the expressions of one template may refer to. */
export interface Scope {
  /** Values of parameters, by name in lower case. */
  readonly parameters: ReadonlyMap<string, Json>
  /** Variables as they are written, by name in lower case. */
  readonly variables: ReadonlyMap<string, Json>
  /** `/subscriptions/s/resourceGroups/g` of the deployment, as far as it is known. */
  readonly group: string | undefined
  /** The round of each copy loop. */
  readonly copies: ReadonlyMap<string, number>
  /** Works out expressions inside of what a variable holds. */
  readonly resolve: (value: Json, scope: Scope) => Json
}

/** Thrown where only a person, or Azure, can tell. */
export class Unknown extends Error {}

export function evaluate(expression: Expression, scope: Scope): Json {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'property': {
      const held = evaluate(expression.of, scope)
      return memberOf(held, expression.name)
    }
    case 'item': {
      const index = evaluate(expression.index, scope)
      const held = evaluate(expression.of, scope)
      if (isJsonArray(held) && typeof index === 'number') {
        const item = held[index]
        if (item !== undefined) return item
      }
      return memberOf(held, textOf(index))
    }
    case 'call':
      return call(expression, scope)
  }
}

function memberOf(held: Json, name: string): Json {
  const found = isJsonObject(held)
    ? Object.entries(held).find(([key]) => key.toLowerCase() === name.toLowerCase())
    : undefined
  if (found === undefined) throw new Unknown(`there is no ${name} in what it refers to`)
  return found[1]
}

function call({ name, args }: Expression & { kind: 'call' }, scope: Scope): Json {
  const plain = name.toLowerCase()
  const text = (index: number): string => {
    const arg = args[index]
    const value = arg === undefined ? null : evaluate(arg, scope)
    if (typeof value !== 'string') throw new Unknown(`${name} has no name that can be read`)
    return value
  }
  switch (plain) {
    case 'parameters': {
      const wanted = text(0)
      const value = scope.parameters.get(wanted.toLowerCase())
      if (value === undefined) throw new Unknown(`the parameter ${wanted} has no default value`)
      return value
    }
    case 'variables': {
      const wanted = text(0)
      const value = scope.variables.get(wanted.toLowerCase())
      if (value === undefined) throw new Unknown(`there is no variable ${wanted}`)
      return scope.resolve(value, scope)
    }
    case 'copyindex': {
      const [first, second] = args.map((arg) => evaluate(arg, scope))
      const loop = typeof first === 'string' ? first.toLowerCase() : ''
      const offset = typeof first === 'number' ? first : Number(second ?? 0)
      const round = scope.copies.get(loop)
      if (round === undefined) throw new Unknown('copyIndex stands in no loop')
      return round + offset
    }
    case 'if': {
      const [condition, yes, no] = args
      const isSo = condition === undefined ? null : evaluate(condition, scope)
      const chosen = isSo === true ? yes : no
      if (typeof isSo !== 'boolean' || chosen === undefined)
        throw new Unknown('if has no condition')
      return evaluate(chosen, scope)
    }
    case 'subscription':
    case 'resourcegroup':
      return ofDeployment(plain, scope.group)
    default: {
      const known = functions.get(plain)
      if (known === undefined) throw new Unknown(`only Azure can work out ${name}()`)
      const result = known(
        args.map((arg) => evaluate(arg, scope)),
        scope.group,
      )
      if (result === undefined) throw new Unknown(`${name}() cannot be worked out`)
      return result
    }
  }
}

function ofDeployment(name: string, group: string | undefined): JsonObject {
  const [, , subscriptionId, , groupName] = group?.split('/') ?? []
  if (group === undefined || subscriptionId === undefined || groupName === undefined) {
    throw new Unknown('the resource group that it is deployed to is not known')
  }
  return name === 'subscription'
    ? { id: `/subscriptions/${subscriptionId}`, subscriptionId }
    : { id: group, name: groupName }
}
