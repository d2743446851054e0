/** Keys that people bring from other tools and that no table of names holds: what each comes to here. */
import { plainName } from '../../pool-forms/find-name.js'
import type { Path } from '../../shared/finding.js'
import {
  childOf,
  isText,
  valueAt,
  type LocatedMap,
  type LocatedValue,
} from '../yaml/located-value.js'
import { scalarLike, mapLike } from './convert-value.js'
import type { Reading } from './reading.js'

const vm = ['pool', 'properties', 'deploymentConfiguration', 'virtualMachineConfiguration']
const poolName = ['pool', 'name']
const properties = ['pool', 'properties']
const fixedScale = [...properties, 'scaleSettings', 'fixedScale']
const autoScale = [...properties, 'scaleSettings', 'autoScale']

const severalPools =
  'one file describes one image and one pool: put each pool in a file of its own, under pool'

interface Word {
  readonly path: Path
  readonly value: LocatedValue
  /** The map that it stands in. */
  readonly map: LocatedMap
  readonly root: LocatedMap
}

/** What a key that is not known comes to, with the map that it stands in; undefined where it is none of these. */
export function readOwnWord({ path, value, map, root }: Word): Reading | undefined {
  const name = plainName(String(path.at(-1)))
  if (path.length === 1 && name === 'pools') return { kind: 'useless', help: severalPools }
  if (path[0] !== 'pool') return undefined
  if (path.length === 2) return besideProperties(name, value)
  if (path.length === 3 && name === 'id') return nameOfPool(value, valueAt(root, poolName))
  if (path.length === 3 && path[1] === 'properties') return inProperties(name, value, map)
  if (name === 'key' && isPair(path)) return { kind: 'here', key: 'name', value }
  if (name === 'runelevated') return elevation(path, value)
  return undefined
}

function besideProperties(name: string, value: LocatedValue): Reading | undefined {
  if (['resourcegroup', 'resourcegroupname'].includes(name)) {
    return {
      kind: 'useless',
      help: 'remove it: the pool is where its account is; give pool.account as an ID, or its name with the input resource-group',
    }
  }
  if (name === 'location' || name === 'region') {
    return { kind: 'useless', help: 'remove it: a pool is in the region of its account' }
  }
  if (['accountname', 'batchaccountname', 'accountid'].includes(name)) {
    return { kind: 'elsewhere', moves: [{ path: ['pool', 'account'], value }] }
  }
  if (counts.has(name))
    return { kind: 'elsewhere', moves: [{ path: [...fixedScale, 'targetDedicatedNodes'], value }] }
  return name === 'image' ? imageOf(value) : undefined
}

const counts = new Set(['vmcount', 'nodecount', 'instancecount'])

/** A marketplace image as az writes it, or the ID of one. */
function imageOf(value: LocatedValue): Reading | undefined {
  if (!isText(value)) return undefined
  const reference = [...vm, 'imageReference']
  const [publisher, offer, sku, version, ...more] = value.value.split(':')
  const isUrn = sku !== undefined && more.length === 0 && !value.value.includes('/')
  if (isUrn) {
    const parts = { publisher, offer, sku, ...(version !== undefined && { version }) }
    const shown = Object.entries(parts).map(([key, part]) => `${key}: ${String(part)}`)
    return {
      kind: 'elsewhere',
      moves: [{ path: reference, value: mapLike(value, parts) }],
      as: `{ ${shown.join(', ')} }`,
    }
  }
  if (!value.value.startsWith('/')) return undefined
  return { kind: 'elsewhere', moves: [{ path: ['image', 'id'], value }] }
}

function inProperties(name: string, value: LocatedValue, map: LocatedMap): Reading | undefined {
  if (counts.has(name))
    return { kind: 'elsewhere', moves: [{ path: [...fixedScale, 'targetDedicatedNodes'], value }] }
  const isOn = switchIn(map)
  if (name === 'enableautoscale' || name === 'autoscaleenabled') {
    return autoScaleSwitch(isOn, map)
  }
  if (isOn === false && name.startsWith('autoscale')) {
    return { kind: 'useless', help: 'remove it: enableAutoScale is false', form: 'service' }
  }
  if (name === 'autoscaleevaluationinterval' && isFixed(map)) {
    return { kind: 'useless', help: 'remove it: fixedScale says so', form: 'service' }
  }
  if (isOn === true && /^(target(dedicated|lowpriority)|resizetimeout)/.test(name)) {
    return {
      kind: 'useless',
      help: 'remove it: the formula sets the number of nodes',
      form: 'service',
    }
  }
  return undefined
}

/** An item of what other tools write as keys and values. */
function isPair(path: Path): boolean {
  return ['metadata', 'environmentSettings'].includes(String(path.at(-3)))
}

/** The data plane calls the name of a pool its ID. */
function nameOfPool(value: LocatedValue, name: LocatedValue | undefined): Reading {
  const isArm = isText(value) && value.value.startsWith('/')
  if (isArm) return { kind: 'not-ours', of: 'Azure' }
  const isSame = name?.kind === 'scalar' && value.kind === 'scalar' && name.value === value.value
  if (isSame) return { kind: 'harmless', help: 'remove it: pool.name says so', form: 'service' }
  return { kind: 'elsewhere', moves: [{ path: poolName, value }], form: 'service' }
}

/** What the pool's own switch says in a form that has one. */
function switchIn(map: LocatedMap): boolean | undefined {
  for (const [key, value] of map.entries) {
    const isSwitch = ['enableautoscale', 'autoscaleenabled'].includes(plainName(key))
    if (!isSwitch || value.kind !== 'scalar') continue
    if (typeof value.value === 'boolean') return value.value
    // az takes it in quotes as well.
    if (isText(value) && /^(true|false)$/i.test(value.value)) return /t/i.test(value.value)
  }
  return undefined
}

/** The choice between a formula and targets: here the section that is written says it. */
function autoScaleSwitch(isOn: boolean | undefined, map: LocatedMap): Reading {
  const scale = map.entries.get('scaleSettings')
  const hasFormula =
    (scale !== undefined && childOf(scale, 'autoScale') !== undefined) ||
    [...map.entries.keys()].some((key) => plainName(key) === 'autoscaleformula')
  const form = 'service'
  if (isOn === false && scale !== undefined && childOf(scale, 'autoScale') !== undefined) {
    return {
      kind: 'useless',
      help: 'remove it, or remove scaleSettings.autoScale: one of the two holds',
      form,
    }
  }
  if (isOn === false) return { kind: 'harmless', help: 'remove it: fixedScale says so', form }
  if (hasFormula)
    return { kind: 'harmless', help: 'remove it: scaleSettings.autoScale says so', form }
  const place = [...autoScale, 'formula'].join('.')
  const help = isFixed(map)
    ? `remove it: fixedScale says otherwise; or remove that, and write the formula as ${place}`
    : `write the formula as ${place}`
  return { kind: 'useless', help, form }
}

/** Targets are written, and no formula is. */
function isFixed(map: LocatedMap): boolean {
  const scale = map.entries.get('scaleSettings')
  if (scale === undefined || childOf(scale, 'fixedScale') === undefined) return false
  return (
    childOf(scale, 'autoScale') === undefined &&
    ![...map.entries.keys()].some((key) => plainName(key) === 'autoscaleformula')
  )
}

/** The switch that came before `autoUser`. */
function elevation(path: Path, value: LocatedValue): Reading {
  const isOn = value.kind === 'scalar' && value.value === true
  const level = isOn ? 'Admin' : 'NonAdmin'
  const place = [...path.slice(0, -1), 'userIdentity', 'autoUser', 'elevationLevel']
  return {
    kind: 'elsewhere',
    moves: [{ path: place, value: scalarLike(value, level) }],
    as: level,
    form: 'service',
  }
}
