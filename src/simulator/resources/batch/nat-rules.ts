import { numberAt, objectsAt, textAt } from '../../json.js'
import type { JsonObject } from '../../kernel.js'
import type { PropertyPath } from '../../shape.js'
import type { PropertyFault } from './problem.js'

const network = 'networkConfiguration'
const natPath = [network, 'endpointConfiguration', 'inboundNatPools'] as const
const mostPools = 5
const mostRules = 25
const reservedBackendPorts = [29876, 29877]
const reservedFrontend = { start: 50_000, end: 55_000 }

/**
 * Inbound NAT pools: how many, which ports, which priorities.
 * https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools
 */
export function checkNatPools({
  properties,
}: {
  properties: JsonObject
}): PropertyFault | undefined {
  const pools = objectsAt(properties, ...natPath)
  if (pools.length === 0) return undefined
  if (
    textAt(properties, network, 'publicIPAddressConfiguration', 'provision') ===
    'NoPublicIPAddresses'
  ) {
    return fault(natPath, 'Inbound NAT pools need public IP addresses')
  }
  if (pools.length > mostPools)
    return fault(natPath, `At most ${String(mostPools)} NAT pools are allowed`)
  const ruleCount = pools.flatMap(rulesOf).length
  if (ruleCount > mostRules) {
    return fault(natPath, `At most ${String(mostRules)} network security group rules are allowed`)
  }
  for (const [index, pool] of pools.entries()) {
    const found = checkNatPool(pool, pools.slice(0, index))
    if (found !== undefined) return fault([...natPath, index, ...found.path], found.reason)
  }
  return undefined
}

function rulesOf(pool: JsonObject): JsonObject[] {
  return objectsAt(pool, 'networkSecurityGroupRules')
}

function fault(path: PropertyPath, reason: string): PropertyFault {
  return { path: ['properties', ...path], reason }
}

function checkNatPool(pool: JsonObject, earlier: readonly JsonObject[]): PropertyFault | undefined {
  const name = textAt(pool, 'name') ?? ''
  if (name.length < 1 || name.length > 77) {
    return { path: ['name'], reason: 'A NAT pool name has 1 to 77 characters' }
  }
  if (earlier.some((other) => textAt(other, 'name')?.toLowerCase() === name.toLowerCase())) {
    return { path: ['name'], reason: 'NAT pool names must differ' }
  }
  const backendPort = numberAt(pool, 'backendPort') ?? 0
  if (backendPort < 1 || backendPort > 65_535 || reservedBackendPorts.includes(backendPort)) {
    return { path: ['backendPort'], reason: 'The port is out of range or reserved' }
  }
  return checkFrontend(pool, earlier) ?? checkPriorities(pool)
}

function rangeOf(pool: JsonObject): { start: number; end: number } {
  const start = numberAt(pool, 'frontendPortRangeStart') ?? 0
  return { start, end: numberAt(pool, 'frontendPortRangeEnd') ?? 0 }
}

function overlaps(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start <= b.end && b.start <= a.end
}

function checkFrontend(
  pool: JsonObject,
  earlier: readonly JsonObject[],
): PropertyFault | undefined {
  const range = rangeOf(pool)
  const path = ['frontendPortRangeStart']
  if (range.start < 1 || range.end > 65_534 || range.start > range.end) {
    return { path, reason: 'The frontend ports must be a range within 1 to 65534' }
  }
  if (overlaps(range, reservedFrontend)) {
    return { path, reason: 'The frontend ports 50000 to 55000 are reserved' }
  }
  return earlier.some((other) => overlaps(range, rangeOf(other)))
    ? { path, reason: 'The frontend port ranges must not overlap' }
    : undefined
}

function checkPriorities(pool: JsonObject): PropertyFault | undefined {
  const priorities = rulesOf(pool).map((rule) => numberAt(rule, 'priority') ?? 0)
  const path = ['networkSecurityGroupRules']
  if (priorities.some((priority) => priority < 150 || priority > 4096)) {
    return { path, reason: 'A rule priority is 150 to 4096' }
  }
  return new Set(priorities).size < priorities.length
    ? { path, reason: 'Rule priorities must differ within a NAT pool' }
    : undefined
}
