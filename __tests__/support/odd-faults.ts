/** What is wrong with how a run ended, given what it was shown of Azure. */
import { isObject } from '../../src/simulator/json.js'
import type { Json } from '../../src/simulator/kernel.js'
import type { Shown } from './odd-answers.js'
import type { Job, Seen } from './odd-runs.js'
import type { Recording } from './recorded-run.js'

/** Of what ends in a mistake of the action's own. */
const ours = /bug in image-to-pool|TypeError|is not a function|\bundefined\b|\bNaN\b|\[object /

/** What is wrong with how a run ended, given what it was shown. */
export function faults({ inputs }: Job, { ended, shown, gone }: Seen): readonly string[] {
  const { outputs, lines, failure = '', summary } = ended
  const ourOwn = [failure, ...lines, ...summary.split('\n')].filter((line) => ours.test(line))
  const isGood = /^(succeeded|unchanged|partial)$/.test(outputs['outcome'] ?? '')
  const { mode = 'apply' } = inputs
  return [
    ...new Set(ourOwn),
    ...gone.map((id) => `deleted ${id}`),
    ...(mode === 'apply' && isGood && failure === '' ? unfounded(outputs, shown) : []),
    ...(mode !== 'cleanup' && outputs['outcome'] === 'unchanged' ? differences(shown) : []),
  ]
}

/** What was shown of a property of a resource since it was first written, oldest first. */
function valuesOf(shown: readonly Shown[], path: RegExp, name: string): readonly Json[] {
  const its = shown.filter((one) => path.test(one.path))
  const written = its.findIndex(({ method }) => method !== 'GET')
  return its.slice(Math.max(0, written)).flatMap(({ body }) => {
    const { properties } = isObject(body) ? body : {}
    return isObject(properties) && properties[name] !== undefined ? [properties[name]] : []
  })
}

/** The same as the last answer about the resource shows it. */
function lastOf(shown: readonly Shown[], path: RegExp, name: string): Json | undefined {
  return valuesOf(shown.filter((one) => path.test(one.path)).slice(-1), path, name)[0]
}

function textOf(value: Json | undefined): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function isReady(node: Json): boolean {
  return isObject(node) && /^(idle|running)$/i.test(textOf(node['state']))
}

/** A success that what was shown does not bear out. */
function unfounded(outputs: Recording['outputs'], shown: readonly Shown[]): readonly string[] {
  const { 'pool-name': name = '', changed = '', 'current-dedicated-nodes': said = '' } = outputs
  const pool = new RegExp(`/pools/${name}$`)
  const list = shown.findLast(({ path }) => path === `/pools/${name}/nodes`)?.body
  const nodes = isObject(list) ? list['value'] : undefined
  const ready = Array.isArray(nodes) ? nodes.filter(isReady).length : 0
  const states = valuesOf(shown, pool, 'allocationState')
  const version = lastOf(shown, /\/versions\/[^/]+$/, 'provisioningState')
  const counts = valuesOf(shown, pool, 'currentDedicatedNodes').map(textOf)
  const writes = shown.filter(({ method, status }) => method !== 'GET' && status < 300).length
  const claims: readonly (readonly [boolean, string])[] = [
    [states.some((state) => /^steady$/i.test(textOf(state))), 'the pool was never steady'],
    [ready >= 5, `${String(ready)} nodes are ready`],
    [/^(succeeded)?$/i.test(textOf(version)), `the version is ${textOf(version)}`],
    [counts.includes(said), `${said} nodes are said to be there, ${counts.join(', ')} were shown`],
    [changed === String(writes > 0), `changed is ${changed} after ${String(writes)} writes`],
  ]
  return claims.flatMap(([isTrue, claim]) => (isTrue ? [] : [claim]))
}

/** What the pool was at the plan's look at it and should not be, where nothing is said to need a change. */
function differences(shown: readonly Shown[]): readonly string[] {
  const [properties = {}] = shown.flatMap(({ path, body }) => {
    const pool = path.endsWith('/pools') ? listed(body, '/pools/render') : body
    const isIt = isObject(pool) && (pool !== body || path.endsWith('/pools/render'))
    return isIt && isObject(pool['properties']) ? [pool['properties']] : []
  })
  const reference = at(
    properties,
    'deploymentConfiguration',
    'virtualMachineConfiguration',
    'imageReference',
    'id',
  )
  const wanted: readonly (readonly [string, unknown, RegExp])[] = [
    ['size', properties['vmSize'], /^standard_d4s_v5$/i],
    ['image', reference, /\/versions\/1\.0\.0$/i],
    ['target', at(properties, 'scaleSettings', 'fixedScale', 'targetDedicatedNodes'), /^5$/],
  ]
  return wanted.flatMap(([what, value, pattern]) =>
    pattern.test(String(value)) ? [] : [`unchanged, with ${what} ${String(value)}`],
  )
}

/** The resource of a list whose ID ends so. */
function listed(list: Json | undefined, end: string): Json | undefined {
  const value = isObject(list) ? list['value'] : undefined
  const all = Array.isArray(value) ? value.filter(isObject) : []
  return all.find(({ id }) => typeof id === 'string' && id.toLowerCase().endsWith(end))
}

function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (from, name) => (isObject(from) ? from[name] : undefined),
    value,
  )
}
