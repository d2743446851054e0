import { frontendRange, natPools } from '../nat-pools.js'
import type { OfflineRule, Violation } from '../rule.js'

const highest = 65_534
/** Batch keeps these for itself. */
const reserved = { start: 50_000, end: 55_000 }

export const natFrontendPorts: OfflineRule = {
  id: 'pool/nat-frontend-ports',
  title: 'frontend ports are from 1 to 65534 without 50000 to 55000, and run upwards',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#inboundnatpool',
  needs: 'config',
  check: (config) =>
    natPools(config).flatMap((pool): readonly Violation[] => {
      const range = frontendRange(pool)
      if (range === undefined) return []
      const { start, end } = range
      const at = [...pool.at, 'frontendPortRangeStart']
      const help = `write a range below ${String(reserved.start)}, or from ${String(reserved.end + 1)} to ${String(highest)}`
      if (start > end) {
        const message = `the frontend ports begin at ${String(start)} and end at ${String(end)}, before that`
        return [{ at, message, help: 'swap frontendPortRangeStart and frontendPortRangeEnd' }]
      }
      if (start < 1) return [{ at, message: `${String(start)} is not a port`, help }]
      if (end > highest) {
        const message = `port ${String(end)} is higher than ${String(highest)}`
        return [{ at: [...pool.at, 'frontendPortRangeEnd'], message, help }]
      }
      if (start > reserved.end || end < reserved.start) return []
      const message = `frontend ports ${String(start)} to ${String(end)} reach into ${String(reserved.start)} to ${String(reserved.end)}, which Batch keeps for itself`
      return [{ at, message, help }]
    }),
}
