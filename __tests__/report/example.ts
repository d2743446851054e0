/** A run of the whole way, as the reports see it. */
import type { RunState } from '../../src/model/run-state.js'
import type { Plan, Step } from '../../src/model/step.js'
import type { Event } from '../../src/model/events.js'
import type { ConfigResult, RunReport } from '../../src/outcome/result.js'
import type { Finding } from '../../src/shared/finding.js'

const group = '/subscriptions/s/resourceGroups/rg-images/providers'
export const ids = {
  snapshot: `${group}/Microsoft.Compute/snapshots/render-os`,
  dataSnapshot: `${group}/Microsoft.Compute/snapshots/render-data-0`,
  image: `${group}/Microsoft.Compute/images/render-1`,
  version: `${group}/Microsoft.Compute/galleries/g/images/render-node/versions/1.0.3`,
  pool: `${group}/Microsoft.Batch/batchAccounts/renderbatch/pools/render`,
}

export const goal = {
  targetDedicatedNodes: 120,
  targetLowPriorityNodes: 0,
  minDedicatedNodes: 100,
  minLowPriorityNodes: 0,
  autoScale: false,
}

const createImage: Step = {
  kind: 'create-image',
  title: 'create image render-1 from snapshot render-os and 1 data disk',
  resource: ids.image,
  impact: 'create',
  because: [{ property: 'location', to: 'koreacentral' }],
  body: {
    properties: {
      storageProfile: {
        osDisk: { snapshot: { id: ids.snapshot } },
        dataDisks: [{ lun: 0, snapshot: { id: ids.dataSnapshot } }],
      },
    },
  },
}
const createVersion: Step = {
  kind: 'create-image-version',
  title: 'create image version 1.0.3 of render-node',
  resource: ids.version,
  impact: 'create',
  because: [{ property: 'source', to: ids.image }],
  body: {
    properties: {
      publishingProfile: { targetRegions: [{ name: 'koreacentral' }, { name: 'japaneast' }] },
    },
  },
  auto: true,
  waitRegion: 'koreacentral',
  timeoutMs: 3_600_000,
}
const createPool: Step = {
  kind: 'create-pool',
  title: 'create pool render with 120 dedicated nodes',
  resource: ids.pool,
  impact: 'create',
  because: [{ property: 'vmSize', to: 'Standard_D4s_v5' }],
  apiVersion: '2025-06-01',
  body: {},
  fillsImageReference: true,
}
const awaitNodes: Step = {
  kind: 'await-nodes',
  title: 'wait for 120 dedicated nodes in pool render',
  resource: ids.pool,
  impact: 'none',
  because: [],
  apiVersion: '2025-06-01',
  goal,
  existing: false,
  previousStartTime: undefined,
  notBefore: undefined,
  until: 'steady',
  resizeAttempts: 3,
  vmSizes: ['Standard_D4s_v5'],
}
export const steps = { createImage, createVersion, createPool, awaitNodes }

export const plan: Plan = {
  steps: [createImage, createVersion, createPool, awaitNodes],
  impact: 'create',
  imageId: ids.image,
  galleryImageVersionId: ids.version,
  imageReferenceId: ids.version,
  poolId: ids.pool,
  goal,
}

const start = Date.UTC(2026, 10, 23, 12)
const second = 1000

/** Seconds after the start. */
export function at(seconds: number): number {
  return start + seconds * second
}

function nodes(dedicated: number) {
  return { dedicated, targetDedicated: 120, lowPriority: 0, targetLowPriority: 0 }
}

function progress(seconds: number, step: Step, say: string, dedicated?: number): Event {
  const seen = dedicated === undefined ? {} : { nodes: nodes(dedicated) }
  return { type: 'step-progress', at: at(seconds), step, say, ...seen }
}

export const events: readonly Event[] = [
  { type: 'step-started', at: at(0), step: createImage },
  progress(5, createImage, 'creating'),
  { type: 'step-ended', at: at(40), step: createImage, how: 'done' },
  { type: 'step-started', at: at(40), step: createVersion },
  progress(60, createVersion, 'koreacentral 40 %, japaneast 0 %'),
  progress(80, createVersion, 'koreacentral 40 %, japaneast 0 %'),
  progress(130, createVersion, 'koreacentral 40 %, japaneast 0 %'),
  { type: 'step-ended', at: at(400), step: createVersion, how: 'done' },
  { type: 'step-started', at: at(400), step: createPool },
  { type: 'step-ended', at: at(405), step: createPool, how: 'done' },
  { type: 'step-started', at: at(405), step: awaitNodes },
  progress(405, awaitNodes, 'Resizing, 0/120 dedicated', 0),
  progress(465, awaitNodes, 'Resizing, 37/120 dedicated', 37),
  progress(525, awaitNodes, 'Resizing, 80/120 dedicated', 80),
  progress(645, awaitNodes, 'Steady, 110/120 dedicated', 110),
  { type: 'step-ended', at: at(645), step: awaitNodes, how: 'done' },
]

export const made: RunState = {
  changed: true,
  imageId: ids.image,
  galleryImageVersionId: ids.version,
  imageReferenceId: ids.version,
  poolId: ids.pool,
  allocationState: 'Steady',
  currentDedicatedNodes: 110,
  currentLowPriorityNodes: 0,
  targetDedicatedNodes: 120,
  targetLowPriorityNodes: 0,
  resizeErrors: [
    {
      code: 'AllocationTimedout',
      message: 'Desired number of dedicated nodes could not be allocated',
      details: [{ code: 'Reason', message: 'the resize timed out | <b>@octocat</b>' }],
      attempt: 1,
      at: '2026-11-23T12:06:45Z',
      retryable: true,
      cause: 'the resize timeout passed before all nodes were allocated',
      remedy: 'raise resize-timeout, or run again',
    },
  ],
  nodeErrors: [],
  partial: true,
}

export const finding: Finding = {
  rule: 'image/generation-agrees',
  severity: 'warning',
  message: 'hyperVGeneration V1 | but the snapshot says V2',
  help: 'remove it',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/generation-2',
  at: {
    kind: 'file',
    file: 'render.yml',
    span: { line: 4, column: 21, endLine: 4, endColumn: 23 },
  },
}

export const result: ConfigResult = {
  file: 'render.yml',
  outcome: 'partial',
  findings: [finding],
  plan,
  made,
  events,
  problem: undefined,
  still: [],
}

export const report: RunReport = {
  mode: 'apply',
  dryRun: false,
  results: [result],
  findings: [],
  problem: undefined,
  portalUrl: 'https://portal.azure.com',
  startedAt: at(0),
  endedAt: at(645),
}
