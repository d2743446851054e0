import type { Finding, Origin } from '../shared/finding.js'
import { showValue } from '../shared/show-value.js'
import type { LoadedConfig, LoadedInputs, RunBudget, RunOptions } from './config.js'
import { readConfigFiles, type ConfigFile } from './config-files.js'
import { findMissingInputs } from './missing-inputs.js'
import { withDocs } from './reading-rules.js'
import { readInlineConfig } from './read-inputs.js'
import { readRunOptions } from './read-run-options.js'
import { readBudget } from './run-budget.js'
import type { InputSource } from './source.js'
import { foreignDocument } from './foreign-document.js'
import type { LocatedMap } from './yaml/located-value.js'

/**
 * Reads the action's inputs and the config files that they name, lays the inputs over each file, and checks
 * the result. Never throws for what a user wrote: everything that is wrong comes back as findings.
 */
export async function loadInputs(source: InputSource): Promise<LoadedInputs> {
  const { runOptions, findings: ofSettings } = readRunOptions(source)
  // An audit is of pools that exist: the inputs say which, and lie over no config.
  const isAudit = runOptions?.mode === 'audit'
  const inline = isAudit ? { root: undefined, findings: [] } : await readInlineConfig(source)
  const { files, isGiven, findings: ofFiles } = await readConfigFiles(source)
  const isCleanup = runOptions?.mode === 'cleanup' || isAudit
  const findings: Finding[] = [...ofSettings, ...inline.findings, ...ofFiles]
  if (!isGiven && inline.root === undefined && !isCleanup) {
    if (inline.findings.length === 0) findings.push(nothingGiven)
    return { runOptions, configs: [], secrets: [], findings: findings.map(withDocs) }
  }
  const layers = isGiven ? files : [undefined]
  const needsSecrets = runOptions?.mode === 'plan' || runOptions?.mode === 'apply'
  const loaded = await loadLayers({
    layers,
    inline: inline.root,
    source,
    isCleanup,
    needsSecrets,
  })
  findings.push(...loaded.findings)
  if (runOptions !== undefined) {
    findings.push(...findMissingInputs(loaded.configs, runOptions))
    const isIdle = runOptions.mode === 'apply' || runOptions.mode === 'plan'
    if (isIdle && source.input('keep-last').trim() !== '') findings.push(keepLastIsIdle)
  }
  const budget = runOptions && budgetOf(runOptions, source)
  const { configs, secrets } = loaded
  return { runOptions, budget, configs, secrets, findings: inOrder(findings.map(withDocs)) }
}

/** Nothing is waited for where nothing is carried out. */
function budgetOf(runOptions: RunOptions, source: InputSource): RunBudget | undefined {
  const carriesOut = runOptions.mode === 'apply' && !runOptions.dryRun
  return carriesOut ? readBudget(runOptions, source) : undefined
}

const nothingGiven: Finding = {
  rule: 'inputs/nothing-given',
  severity: 'error',
  message: 'there is nothing to do: neither a config file nor an image, gallery or pool is given',
  help: 'give config the path of a config file, or give inputs such as os-snapshot, image-name, batch-account and pool-name',
  at: { kind: 'default' },
}

const keepLastIsIdle: Finding = {
  rule: 'inputs/keep-last',
  severity: 'warning',
  message: 'keep-last is given, but only mode cleanup deletes anything',
  help: 'remove it here, and give it to a step with mode: cleanup',
  at: { kind: 'input', input: 'keep-last' },
}

interface Layers {
  /** The files; one `undefined` where there is none and the inputs say it all. */
  readonly layers: readonly (ConfigFile | undefined)[]
  readonly inline: LocatedMap | undefined
  readonly source: InputSource
  /** Without files and sections it is about everything that this action made. */
  readonly isCleanup: boolean
  /** Secrets are sent, or compared with what was sent. */
  readonly needsSecrets: boolean
}

async function loadLayers({ layers, inline, source, isCleanup, needsSecrets }: Layers) {
  const secrets: string[] = []
  const configs: LoadedConfig[] = []
  const findings: Finding[] = []
  for (const file of layers) {
    const parsed = file === undefined ? undefined : await parseFile(file, findings)
    if (file !== undefined && parsed === undefined) continue
    // Only now: a file that is no YAML needs no schema.
    const { mergeLayers } = await import(/* webpackMode: "eager" */ './check/merge-layers.js')
    const mayBeEmpty = isCleanup && file === undefined
    const laid = mergeLayers({
      file: file?.path,
      root: parsed?.root,
      again: parsed?.again,
      inline,
      input: source.input,
      environment: { env: source.env, needsSecrets },
      mayBeEmpty,
    })
    findings.push(...laid.findings)
    secrets.push(...laid.secrets)
    const loaded = laid.loaded && (await withPacker(laid.loaded, source, findings))
    if (loaded !== undefined) configs.push(loaded)
  }
  return { configs, findings, secrets }
}

/** Undefined where a Packer manifest is named that gives no image. */
async function withPacker(
  loaded: LoadedConfig,
  { files }: InputSource,
  findings: Finding[],
): Promise<LoadedConfig | undefined> {
  const { packerManifest, packerBuild, packerArtifact } = loaded.config.image ?? {}
  if ((packerManifest ?? packerBuild ?? packerArtifact) === undefined) return loaded
  const { resolvePacker } = await import('./packer.js')
  const resolved = await resolvePacker(loaded, files)
  findings.push(...resolved.findings)
  return resolved.loaded
}

async function parseFile({ path, text }: ConfigFile, findings: Finding[]) {
  const { readYaml } = await import(/* webpackMode: "eager" */ './yaml/read-yaml.js')
  const parsed = await readYaml(text, (span) => ({ kind: 'file', file: path, span }))
  const { root } = parsed
  const foreign = foreignDocument(path, text, parsed)
  if (foreign !== undefined) {
    findings.push(foreign)
    return undefined
  }
  findings.push(...parsed.findings)
  if (root?.kind === 'map') return { root, again: parsed.again }
  if (root === undefined && parsed.findings.length > 0) return undefined
  const start = { line: 1, column: 1, endLine: 1, endColumn: 1 }
  const isEmpty = root === undefined || (root.kind === 'scalar' && root.value === null)
  findings.push({
    rule: 'config/value',
    severity: 'error',
    message: isEmpty
      ? `${showValue(path)} is empty`
      : `${showValue(path)} does not hold a map of snapshots, image, gallery, pool and rollout`,
    help: 'describe an image, a gallery version or a pool: `image:`, `gallery:`, `pool:`',
    at: root === undefined || isEmpty ? { kind: 'file', file: path, span: start } : root.at,
  })
  return undefined
}

/**
 * What is wrong in an input is found again with every file that it is laid over. From top to bottom within a
 * file; the files and the inputs in the order in which they were read.
 */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const once = new Map(findings.map((finding) => [JSON.stringify(finding), finding]))
  const groups = [...new Set(findings.map(({ at }) => groupOf(at)))]
  const ranks = new Map(groups.map((group, index) => [group, index]))
  const rank = ({ at }: Finding) => ranks.get(groupOf(at)) ?? 0
  return [...once.values()].sort((a, b) => rank(a) - rank(b) || compareLines(a.at, b.at))
}

function groupOf(at: Origin): string {
  return at.kind === 'file' ? at.file : at.kind
}

function compareLines(a: Origin, b: Origin): number {
  if (a.kind !== 'file' || b.kind !== 'file') return 0
  return a.span.line - b.span.line || a.span.column - b.span.column
}
