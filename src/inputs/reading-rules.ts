import type { Finding, Severity } from '../shared/finding.js'

/** Something that is found while inputs and files are read, before there is a config that rules could look at. */
interface ReadingRule {
  readonly id: string
  /** What it means that it was found. */
  readonly title: string
  readonly severity: Severity
  /** A page to read where the finding names none itself. */
  readonly docs: string
}

const yaml = 'https://yaml.org/spec/1.2.2/'
const keys = 'https://learn.microsoft.com/azure/batch/batch-sig-images'
const pools = 'https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools'
const files = 'https://github.com/actions/checkout#readme'
const inputs =
  'https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepswith'
const audits = 'https://learn.microsoft.com/azure/batch/batch-pool-node-error-checking'
const scopes = 'https://learn.microsoft.com/azure/azure-resource-manager/management/overview'

const rows: readonly (Omit<ReadingRule, 'severity'> & Partial<ReadingRule>)[] = [
  {
    id: 'config/syntax',
    title: 'The file is no YAML or JSON; the place is shown with a caret.',
    docs: yaml,
  },
  {
    id: 'config/size',
    title: 'The file is too large, too deep, or its aliases make it so.',
    docs: yaml,
  },
  {
    id: 'config/file',
    title: 'A path leads out of the workspace, to nothing, or to no file.',
    docs: files,
  },
  {
    id: 'config/duplicate-key',
    title: 'A key is written twice.',
    docs: yaml,
  },
  {
    id: 'config/unknown-key',
    title: 'A key that there is not, or not there; with the nearest one.',
    docs: keys,
  },
  {
    id: 'config/value',
    title: 'A value of the wrong kind, or out of range; a key that is missing.',
    docs: keys,
  },
  {
    id: 'config/letter-case',
    title: 'A choice in another letter case than Azure spells it.',
    severity: 'notice',
    docs: pools,
  },
  {
    id: 'config/no-meaning',
    title: 'Something that says nothing, or nothing any more.',
    severity: 'warning',
    docs: pools,
  },
  {
    id: 'config/read-only',
    title: 'Something that only Azure sets, pasted from what it shows.',
    severity: 'warning',
    docs: keys,
  },
  {
    id: 'config/foreign-form',
    title: 'A document of another tool that describes a pool, where a config was expected.',
    docs: keys,
  },
  {
    id: 'config/environment',
    title: 'A secret that is to come from a variable of the environment, which is not set.',
    docs: files,
  },
  {
    id: 'config/nothing-to-do',
    title: 'A file without a section.',
    docs: keys,
  },
  {
    id: 'audit/not-read',
    title: 'The account that is to be audited cannot be read.',
    docs: audits,
  },
  {
    id: 'audit/nodes-short',
    title: 'An audited pool is steady with fewer nodes than it asks for.',
    severity: 'warning',
    docs: audits,
  },
  {
    id: 'audit/resize-errors',
    title: 'The last resize of an audited pool left errors.',
    severity: 'warning',
    docs: audits,
  },
  {
    id: 'audit/autoscale-error',
    title: 'Azure cannot evaluate the formula of an audited pool.',
    docs: audits,
  },
  {
    id: 'audit/retired-pool',
    title: 'A rollout has retired the audited pool, and nobody has removed it.',
    severity: 'warning',
    docs: audits,
  },
  {
    id: 'audit/nodes-failed',
    title: 'Nodes of an audited pool cannot run tasks.',
    docs: audits,
  },
  {
    id: 'audit/nodes-idle',
    title: 'Nodes of an audited pool have been idle for more than a day.',
    severity: 'warning',
    docs: audits,
  },
  {
    id: 'audit/image-version-gone',
    title: 'The image version of an audited pool does not exist any more.',
    docs: audits,
  },
  {
    id: 'audit/image-version-ends',
    title: 'The image version of an audited pool reaches its end of life within 180 days.',
    severity: 'warning',
    docs: audits,
  },
  {
    id: 'audit/image-version-replicas',
    title: 'The image version of an audited pool has too few replicas where its nodes are made.',
    severity: 'warning',
    docs: audits,
  },
  {
    id: 'audit/drift',
    title: 'An audited pool is not what its config says.',
    severity: 'warning',
    docs: audits,
  },
  {
    id: 'inputs/nothing-given',
    title: 'Neither a config file nor an input that says what to make.',
    docs: inputs,
  },
  { id: 'inputs/value', title: 'An input of the wrong kind.', severity: 'error', docs: inputs },
  {
    id: 'inputs/expected-plan-hash',
    title: 'A hash to hold the plan to, where there is no one plan.',
    docs: inputs,
  },
  {
    id: 'image/packer-manifest',
    title: 'A Packer manifest that gives no image, or more than one.',
    docs: 'https://developer.hashicorp.com/packer/docs/post-processors/manifest',
  },
  {
    id: 'inputs/keep-last',
    title: 'A number to keep, where nothing is deleted.',
    severity: 'warning',
    docs: inputs,
  },
  {
    id: 'inputs/pool-name',
    title: 'A cleanup of a pool that is not named whole.',
    docs: inputs,
  },
  {
    id: 'inputs/resource-group',
    title: 'A name, and no resource group to find it in.',
    docs: scopes,
  },
  {
    id: 'inputs/subscription-id',
    title: 'A name, and no subscription to find it in.',
    docs: scopes,
  },
]

/** Errors, where they do not say otherwise. */
export const readingRules: readonly ReadingRule[] = rows.map((row) => ({
  severity: 'error',
  ...row,
}))

const docsById = new Map(readingRules.map(({ id, docs }) => [id, docs]))

/** Whoever reads a finding finds a page to read on, the one it names or the one of its rule. */
export function withDocs(finding: Finding): Finding {
  const docs = finding.docs ?? docsById.get(finding.rule)
  return docs === undefined ? finding : { ...finding, docs }
}
