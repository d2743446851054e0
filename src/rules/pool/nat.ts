import { isSameText } from '../../shared/same-text.js'
import { showValue } from '../../shared/show-value.js'
import { nodesAskedFor } from '../kit/nodes.js'
import { frontendRange, natPools, natRules } from '../kit/nat-pools.js'
import { givenTwice, outOfRange, tooMany } from '../kit/lists.js'
import { poolPath, poolValue } from '../kit/values.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const docs = 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#inboundnatpool'

const highestBackendPort = 65_535
/** The node agent listens there. */
const reservedBackendPorts = [29_876, 29_877]
const highestFrontendPort = 65_534
/** Batch keeps these for itself. */
const reservedFrontendPorts = { start: 50_000, end: 55_000 }
const mostNatPools = 5
const natPoolName = /^[a-z0-9](?:[a-z0-9_.-]{0,75}[a-z0-9_])?$/i
const provisionPath = ['networkConfiguration', 'publicIPAddressConfiguration', 'provision'] as const
const mostNatRules = 25
const priorities = { what: 'priority', least: 150, most: 4096 }

export const poolNatRules = rulesOn({ needs: 'config', docs }, [
  {
    id: 'pool/nat-backend-ports',
    title: 'a backend port is used twice, is 29876 or 29877, or is not from 1 to 65535',
    check: (config) => {
      const pools = natPools(config)
      const refused = pools.flatMap(({ at, item: { backendPort: port } }): Found => {
        if (typeof port !== 'number') return []
        const isPort = port >= 1 && port <= highestBackendPort
        if (isPort && !reservedBackendPorts.includes(port)) return []
        const message = isPort
          ? `backend port ${String(port)} is one that Batch keeps for itself`
          : `${String(port)} is not a port`
        const help = `write a port from 1 to ${String(highestBackendPort)} other than ${reservedBackendPorts.join(' and ')}`
        return { at: [...at, 'backendPort'], message, help }
      })
      const twice = givenTwice(pools, 'backendPort', {
        says: (port) => `backend port ${port} has more than one NAT pool`,
        help: 'give each NAT pool a backend port of its own',
      })
      return [refused, twice]
    },
  },
  {
    id: 'pool/nat-frontend-ports',
    title: 'frontend ports run backwards, touch 50000 to 55000, or are not from 1 to 65534',
    check: (config) =>
      natPools(config).flatMap((pool): Found => {
        const range = frontendRange(pool)
        if (range === undefined) return []
        const { start, end } = range
        const at = [...pool.at, 'frontendPortRangeStart']
        const help = `write a range below ${String(reservedFrontendPorts.start)}, or from ${String(reservedFrontendPorts.end + 1)} to ${String(highestFrontendPort)}`
        if (start > end) {
          const message = `the frontend ports begin at ${String(start)} and end at ${String(end)}, before that`
          return { at, message, help: 'swap frontendPortRangeStart and frontendPortRangeEnd' }
        }
        if (start < 1) return { at, message: `${String(start)} is not a port`, help }
        if (end > highestFrontendPort) {
          const message = `port ${String(end)} is higher than ${String(highestFrontendPort)}`
          return { at: [...pool.at, 'frontendPortRangeEnd'], message, help }
        }
        if (start > reservedFrontendPorts.end || end < reservedFrontendPorts.start) return []
        const message = `frontend ports ${String(start)} to ${String(end)} reach into ${String(reservedFrontendPorts.start)} to ${String(reservedFrontendPorts.end)}, which Batch keeps for itself`
        return { at, message, help }
      }),
  },
  {
    id: 'pool/nat-frontend-ranges-are-apart',
    title: 'two inbound NAT pools share a frontend port',
    check: (config) => {
      const pools = natPools(config).flatMap((pool) => {
        const range = frontendRange(pool)
        return range === undefined ? [] : { ...pool, ...range }
      })
      return pools.flatMap(({ at, start, end }, index) => {
        const other = pools.slice(0, index).find((pool) => pool.start <= end && start <= pool.end)
        if (other === undefined) return []
        const theirs = `${String(other.start)} to ${String(other.end)} of ${showValue(other.item['name'] ?? 'an earlier NAT pool')}`
        const message = `frontend ports ${String(start)} to ${String(end)} overlap with ${theirs}`
        const help = 'give each NAT pool a range of its own'
        return { at: [...at, 'frontendPortRangeStart'], message, help }
      })
    },
  },
  {
    id: 'pool/nat-frontend-ranges-are-wide',
    title: 'an inbound NAT pool has fewer frontend ports than the pool has nodes',
    // @unverified pool/nat-ports Each node takes a number of its own; those with addresses of their own may share them.
    severity: 'warning',
    check: (config) => {
      const nodes = nodesAskedFor(config)
      return natPools(config).flatMap((pool) => {
        const range = frontendRange(pool)
        const ports = range === undefined ? 0 : range.end - range.start + 1
        if (ports < 1 || ports >= nodes) return []
        const message = `${String(ports)} frontend ports are fewer than the ${String(nodes)} nodes that the pool asks for`
        const help = `widen the range to ${String(nodes)} ports or more`
        return { at: [...pool.at, 'frontendPortRangeEnd'], message, help }
      })
    },
  },
  {
    id: 'pool/nat-pool-count',
    title: 'a pool has more than 5 inbound NAT pools',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#poolendpointconfiguration',
    check: (config) => tooMany(natPools(config), mostNatPools, { what: 'inbound NAT pools' }),
  },
  {
    id: 'pool/nat-pool-names',
    title: 'two inbound NAT pools share a name, or one has a name that Batch does not take',
    check: (config) => {
      const pools = natPools(config)
      const malformed = pools.flatMap(({ at, item: { name } }): Found => {
        if (typeof name !== 'string' || natPoolName.test(name)) return []
        const message = `${showValue(name)} is not a valid name of an inbound NAT pool`
        const help =
          'use 1 to 77 letters, digits, _, . and -, beginning with a letter or digit and ending with one or _'
        return { at: [...at, 'name'], message, help }
      })
      const twice = givenTwice(pools, 'name', {
        says: (name) => `more than one inbound NAT pool is called ${name}`,
        help: 'give each a name of its own',
      })
      return [malformed, twice]
    },
  },
  {
    id: 'pool/nat-pools-need-public-addresses',
    title: 'a pool without public IP addresses has inbound NAT pools',
    docs: 'https://learn.microsoft.com/azure/batch/simplified-node-communication-pool-no-public-ip',
    check: (config) => {
      const provision = poolValue(config, ...provisionPath)
      if (typeof provision !== 'string' || natPools(config).length === 0) return []
      if (!isSameText(provision, 'NoPublicIPAddresses')) return []
      return {
        at: poolPath(...provisionPath),
        message: `provision is ${provision}, and the pool has inbound NAT pools, which need a public address`,
        help: 'remove endpointConfiguration, or write provision: BatchManaged',
      }
    },
  },
  {
    id: 'pool/nat-rule-count',
    title: 'the inbound NAT pools of a pool have more than 25 network security group rules in all',
    check: (config) =>
      tooMany(natRules(config), mostNatRules, {
        what: 'network security group rules',
        whole: 'all endpoints of a pool',
        hint: 'one rule can name a whole subnet',
      }),
  },
  {
    id: 'pool/nat-rule-priorities',
    title: 'two network security group rules share a priority, or one is not from 150 to 4096',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#networksecuritygrouprule',
    check: (config) => {
      const rules = natRules(config)
      return [
        outOfRange(rules, 'priority', priorities),
        givenTwice(rules, 'priority', {
          says: (priority) => `priority ${priority} is given to more than one rule of the pool`,
          help: 'give each rule a priority of its own, in the other NAT pools as well',
        }),
      ]
    },
  },
])
