import { expect, test } from '@jest/globals'
import type { ConfigResult, RunReport } from '../../src/outcome/result.js'
import { initialRunState } from '../../src/outcome/result.js'
import type { Finding } from '../../src/shared/finding.js'
import { toSummary } from '../../src/report/summary.js'
import { ids, report } from './example.js'

const id = (name: string): string => ids.pool.replace(/render$/, name)
const found = (name: string): Finding => ({
  rule: 'audit/nodes-short',
  severity: 'warning',
  message: 'it is steady with 0 of 2 nodes',
  help: 'resize it again, or ask for fewer',
  at: { kind: 'resource', id: id(name) },
})
const result = (name: string, findings: readonly Finding[]): ConfigResult => ({
  file: id(name),
  findings,
  outcome: 'succeeded',
  problem: undefined,
  plan: undefined,
  made: { ...initialRunState, poolId: id(name) },
  events: [],
  still: [],
})
const audited: RunReport = {
  ...report,
  mode: 'audit',
  results: [result('a', [found('a')]), result('b', [])],
  inventory: {
    pools: [],
    endings: [
      { kind: 'node-agent', name: 'batch.node.ubuntu 20.04', on: '2025-04-23', pools: [id('b')] },
      {
        kind: 'image-version',
        name: ids.version,
        on: '2027-03-01',
        pools: Array.from({ length: 7 }, (_, index) => id(`p${String(index)}`)),
      },
    ],
    notLookedAt: [{ id: id('c'), why: 'its nodes cannot be listed: no' }],
  },
}

test('an audit is one table of findings, one of what ends by date, and what it did not look at', () => {
  const summary = toSummary(audited)
  expect(summary).toContain('image-to-pool: 2 audited, 1 with findings')
  expect(summary).toContain(`| warning | \`${id('a')}\` | it is steady with 0 of 2 nodes |`)
  expect(summary).toContain(
    [
      '| ends | what | pools |',
      '| --- | --- | --- |',
      '| 2025-04-23 | node-agent `batch.node.ubuntu 20.04` | `b` |',
      '| 2027-03-01 | image-version `render-node/1.0.3` | `p0`, `p1`, `p2`, `p3`, `p4`, 2 more |',
    ].join('\n'),
  )
  expect(summary).toContain('| `c` | its nodes cannot be listed: no |')
})

test('an audit without findings says so', () => {
  const calm: RunReport = { ...report, mode: 'audit', results: [result('b', [])] }
  expect(toSummary(calm)).toContain('1 audited, all in order')
})
