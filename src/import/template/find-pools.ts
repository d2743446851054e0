import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../shared/json.js'
import { hasAny, looseObject } from '../../pool-forms/loose-keys.js'
import type { FoundPool, Unresolved } from '../found-pool.js'
import type { Scope } from './evaluate.js'
import { guessGroup } from './guess-group.js'
import { longestLoop, resolve } from './resolve.js'

const what = 'an ARM template'

/** Every pool that an ARM template deploys: its own, those inside of an account, and those of nested deployments. */
export function poolsInTemplate(
  template: JsonObject,
  account: string | undefined,
): readonly FoundPool[] {
  const { group, isGuess } = guessGroup(template, account)
  const remarks =
    isGuess && group !== undefined
      ? [
          `IDs that the template leaves to the deployment were taken to be in ${group}: a guess, by the IDs that it spells out`,
        ]
      : []
  return poolsOf(template, { group, remarks, given: new Map() })
}

interface Deployment {
  readonly group: string | undefined
  readonly remarks: readonly string[]
  /** What an outer template hands to the parameters. */
  readonly given: ReadonlyMap<string, Json>
}

function poolsOf(template: JsonObject, deployment: Deployment): readonly FoundPool[] {
  const scope = scopeOf(template, deployment)
  const pool = looseObject(template, 'pool')
  const resources = resourcesOf(template).flatMap((resource) =>
    rounds(resource, scope).flatMap((inRound) => poolsOfResource(resource, inRound, deployment)),
  )
  if (pool === undefined) return resources
  // The retired Batch CLI extension and Batch Explorer's gallery: one pool beside its parameters.
  return [...resources, found({ resource: pool, scope, remarks: deployment.remarks })]
}

function scopeOf(template: JsonObject, { group, given }: Deployment): Scope {
  const parameters = new Map<string, Json>()
  const scope: Scope = {
    parameters,
    variables: variablesOf(template),
    group,
    copies: new Map(),
    resolve: (value) => value,
  }
  for (const [name, parameter] of Object.entries(looseObject(template, 'parameters') ?? {})) {
    const plain = name.toLowerCase()
    const handed = given.get(plain)
    const ownDefault = isJsonObject(parameter) ? parameter['defaultValue'] : undefined
    // A default may use the parameters above it.
    const unresolved: Unresolved[] = []
    const value =
      handed ?? (ownDefault === undefined ? undefined : resolve(ownDefault, scope, unresolved))
    if (value !== undefined && unresolved.length === 0) parameters.set(plain, value)
  }
  return scope
}

function variablesOf(template: JsonObject): ReadonlyMap<string, Json> {
  const variables = looseObject(template, 'variables') ?? {}
  const { copy, ...plain } = variables
  const loops = isJsonArray(copy) ? copy : []
  // A loop makes a map with its list in it; the variable itself is that list.
  const looped = loops.flatMap((loop): [string, Json][] => {
    const name = isJsonObject(loop) ? textAt(loop, 'name') : ''
    return [
      [name, `[variables('${name}@loop').${name}]`],
      [`${name}@loop`, { copy: [loop] }],
    ]
  })
  const all = [...Object.entries(plain), ...looped]
  return new Map(all.map(([name, value]) => [name.toLowerCase(), value]))
}

/** A list, or by symbolic name (languageVersion 2.0). */
function resourcesOf(template: JsonObject): readonly JsonObject[] {
  const resources = template['resources']
  const named = isJsonObject(resources) ? Object.values(resources) : []
  const all = isJsonArray(resources) ? resources : named
  return all
    .filter((resource) => isJsonObject(resource) && resource['existing'] !== true)
    .filter(isJsonObject)
}

/** One scope for each copy; none where the condition is known to be false. */
function rounds(resource: JsonObject, scope: Scope): readonly Scope[] {
  const ignored: Unresolved[] = []
  const { copy, condition = true } = resource
  const name = isJsonObject(copy) && typeof copy['name'] === 'string' ? copy['name'] : undefined
  const count = isJsonObject(copy) ? resolve(copy['count'] ?? 1, scope, ignored) : 1
  const scopes =
    name === undefined || typeof count !== 'number'
      ? [scope]
      : Array.from({ length: Math.min(count, longestLoop) }, (_, round) => ({
          ...scope,
          copies: new Map([
            [name.toLowerCase(), round],
            ['', round],
          ]),
        }))
  return scopes.filter((inRound) => {
    const isWanted = resolve(condition, inRound, ignored)
    return isWanted !== false && isWanted !== 'false'
  })
}

const poolType = 'microsoft.batch/batchaccounts/pools'
const accountType = 'microsoft.batch/batchaccounts'
const deploymentType = 'microsoft.resources/deployments'

function poolsOfResource(
  resource: JsonObject,
  scope: Scope,
  deployment: Deployment,
): readonly FoundPool[] {
  const type = textAt(resource, 'type').toLowerCase()
  if (type === poolType) return [found({ resource, scope, remarks: deployment.remarks })]
  if (type === accountType) {
    const unresolved: Unresolved[] = []
    const account = resolve(resource['name'] ?? '', scope, unresolved)
    return resourcesOf(resource)
      .filter((inner) => ['pools', poolType].includes(textAt(inner, 'type').toLowerCase()))
      .flatMap((inner) =>
        rounds(inner, scope).map((inRound) =>
          found({ resource: inner, scope: inRound, remarks: deployment.remarks, account }),
        ),
      )
  }
  return type === deploymentType ? poolsOfDeployment(resource, scope, deployment) : []
}

/** Each module of Bicep is a deployment with a template of its own. */
function poolsOfDeployment(
  resource: JsonObject,
  scope: Scope,
  deployment: Deployment,
): readonly FoundPool[] {
  const template = looseObject(resource, 'properties', 'template')
  if (template === undefined) return []
  const given = new Map<string, Json>()
  for (const [name, held] of Object.entries(
    looseObject(resource, 'properties', 'parameters') ?? {},
  )) {
    const unresolved: Unresolved[] = []
    const value = isJsonObject(held) ? held['value'] : undefined
    const resolved = value === undefined ? undefined : resolve(value, scope, unresolved)
    if (resolved !== undefined && unresolved.length === 0) given.set(name.toLowerCase(), resolved)
  }
  return poolsOf(template, { ...deployment, given, group: groupOf(resource, scope) })
}

function groupOf(resource: JsonObject, scope: Scope): string | undefined {
  const text = (key: string) => {
    const unresolved: Unresolved[] = []
    const value = resolve(resource[key] ?? null, scope, unresolved)
    return typeof value === 'string' && unresolved.length === 0 ? value : undefined
  }
  const [, , ownSubscription, , ownGroup] = scope.group?.split('/') ?? []
  const subscription = text('subscriptionId') ?? ownSubscription
  const group = resource['resourceGroup'] === undefined ? ownGroup : text('resourceGroup')
  return subscription === undefined || group === undefined
    ? undefined
    : `/subscriptions/${subscription}/resourceGroups/${group}`
}

function textAt(map: JsonObject, key: string): string {
  const held = map[key]
  return typeof held === 'string' ? held : ''
}

interface Found {
  readonly resource: JsonObject
  readonly scope: Scope
  readonly remarks: readonly string[]
  /** Name of the account that it is written inside of. */
  readonly account?: Json
}

function found({ resource, scope, remarks, account }: Found): FoundPool {
  const unresolved: Unresolved[] = []
  const resolved = resolve(resource, scope, unresolved)
  const value = isJsonObject(resolved) ? resolved : resource
  const name = typeof value['name'] === 'string' ? value['name'] : ''
  const whole = typeof account === 'string' && !name.includes('/') ? `${account}/${name}` : name
  const properties = looseObject(value, 'properties')
  // The type does not prove the form: the old templates of Batch Explorer have the service's own keys.
  const isOfService =
    properties === undefined || !hasAny(properties, 'deploymentConfiguration', 'scaleSettings')
  if (isOfService && (properties === undefined || hasAny(properties, ...serviceKeys))) {
    return { form: 'service', value: properties ?? value, what, unresolved, remarks }
  }
  return {
    form: 'arm',
    value: {
      ...value,
      ...(whole !== '' && { name: whole }),
      ...(scope.group !== undefined && { deployedTo: scope.group }),
    },
    what,
    unresolved,
    remarks,
  }
}

const serviceKeys = ['id', 'virtualMachineConfiguration', 'targetDedicatedNodes', 'enableAutoScale']
