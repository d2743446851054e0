import type { ConfigResult } from '../../outcome/result.js'
import type { Azure, Pool } from '../../ports/azure.js'
import { describeFindings, isBlocking, reportFindings } from '../../report/findings.js'
import { sameId } from '../../shared/arm-id.js'
import type { Finding } from '../../shared/finding.js'
import type { ConfigJob } from '../config-job.js'
import { beginConfig } from '../run-config.js'

/** The lists of an audit are of this version of the API. */
const listedVersion = '2025-06-01'

/** The plan of a config says whether its pool has drifted from it; pools that are listed already are not read again. */
export async function compareWithConfig(
  job: ConfigJob,
  pools: readonly Pool[],
): Promise<ConfigResult> {
  const reader: Azure = {
    ...job.reader,
    pool: async (id, apiVersion, call) => {
      const listed = pools.find((pool) => sameId(pool.id, id))
      if (listed !== undefined && apiVersion === listedVersion) return listed
      return await job.reader.pool(id, apiVersion, call)
    },
  }
  const runOptions = { ...job.runOptions, mode: 'plan' as const }
  const begun = await beginConfig({ ...job, runOptions, reader, isOnlyCompared: true })
  const result = begun.result()
  const impact = result.plan?.impact ?? 'none'
  if (impact === 'none') return result
  const finding: Finding = {
    rule: 'audit/drift',
    severity: 'warning',
    message: `Azure is not what the config says (${impact})`,
    help: 'run mode: plan to see the difference',
    at: job.loaded.originOf(['pool']),
  }
  reportFindings(job.host, [finding])
  const findings = [...result.findings, finding]
  if (result.problem !== undefined) return { ...result, findings }
  const isBad = findings.some((one) => isBlocking(one, job.runOptions.failOn))
  return {
    ...result,
    findings,
    outcome: isBad ? 'failed' : 'succeeded',
    problem: isBad
      ? { kind: 'findings', headline: describeFindings(findings, result.file) }
      : undefined,
  }
}
