import type { FormulaReport } from '../autoscale/report.js'
import type { LoadedConfig, LoadedInputs, RunOptions } from '../inputs/config.js'
import { formulaOf } from '../model/pool-formula.js'
import { describeFindings, isBlocking } from '../report/findings.js'
import { initialRunState, type ConfigResult } from '../outcome/result.js'
import type { Finding } from '../shared/finding.js'

/** A config with what the offline rules say of it. */
export interface CheckedConfig {
  readonly file: string | undefined
  /** Undefined when it could not be read; the findings say why. */
  readonly loaded: LoadedConfig | undefined
  readonly findings: readonly Finding[]
  /** Those by the calendar that the account may know better, of a config that goes on to ask it: not told yet. */
  readonly open: readonly Finding[]
}

export interface Checked {
  /** Findings about inputs that several configs share. */
  readonly general: readonly Finding[]
  readonly configs: readonly CheckedConfig[]
}

/**
 * Runs the rules that need no Azure, and sorts every finding to the config it is about. `now` is in ms since the
 * epoch: some rules go by the calendar.
 */
export async function checkConfigs(inputs: LoadedInputs, now: number): Promise<Checked> {
  const { general, configs } = await sortFindings(inputs, now)
  const { mode = 'validate', failOn = 'error' } = inputs.runOptions ?? {}
  const stops = (found: readonly Finding[]) => found.some((finding) => isBlocking(finding, failOn))
  if (mode === 'validate' || mode === 'cleanup' || mode === 'audit' || stops(general)) {
    return { general, configs: configs.map((config) => ({ ...config, open: [] })) }
  }
  const { isOpen } = await import(/* webpackMode: "eager" */ '../rules/check.js')
  const { offlineRules } = await import(/* webpackMode: "eager" */ '../rules/offline-rules.js')
  return {
    general,
    configs: configs.map((config) => {
      const open = config.findings.filter((finding) => isOpen(offlineRules, finding))
      const findings = config.findings.filter((finding) => !open.includes(finding))
      const goesOn = config.loaded !== undefined && !stops(findings)
      return goesOn ? { ...config, findings, open } : { ...config, open: [] }
    }),
  }
}

interface Sorted {
  readonly general: readonly Finding[]
  readonly configs: readonly Omit<CheckedConfig, 'open'>[]
}

async function sortFindings(inputs: LoadedInputs, now: number): Promise<Sorted> {
  const { configs, findings } = inputs
  const { across, alone } = await checkOffline(inputs, now)
  const [only] = configs
  // Without files there is one config, made of the inputs: whatever was found is about it.
  if (only?.file === undefined && only !== undefined) {
    return {
      general: [],
      configs: [
        { file: undefined, loaded: only, findings: [...findings, ...across, ...alone(only)] },
      ],
    }
  }
  const general: Finding[] = []
  const foundIn = new Map<string, Finding[]>()
  for (const { file } of configs) if (file !== undefined) foundIn.set(file, [])
  for (const finding of [...findings, ...across]) {
    const { at } = finding
    const about = at.kind === 'file' ? (foundIn.get(at.file) ?? []) : general
    about.push(finding)
    if (at.kind === 'file') foundIn.set(at.file, about)
  }
  const loadedOf = new Map(configs.map((loaded) => [loaded.file, loaded]))
  return {
    general,
    configs: [...foundIn].map(([file, found]) => {
      const loaded = loadedOf.get(file)
      return { file, loaded, findings: loaded === undefined ? found : [...found, ...alone(loaded)] }
    }),
  }
}

interface OfflineFindings {
  readonly across: readonly Finding[]
  readonly alone: (loaded: LoadedConfig) => readonly Finding[]
}

/** Without a config that could be read there is nothing to load the rules for. */
async function checkOffline(
  { configs, runOptions, budget }: LoadedInputs,
  now: number,
): Promise<OfflineFindings> {
  if (configs.length === 0) return { across: [], alone: () => [] }
  const { checkAcross, checkBudget, checkDates, checkFormula, checkRules } = await import(
    /* webpackMode: "eager" */ '../rules/check.js'
  )
  const { offlineRules, rulesOfNames } = await import(
    /* webpackMode: "eager" */ '../rules/offline-rules.js'
  )
  // A cleanup makes nothing: of its configs only the names count.
  const rules = runOptions?.mode === 'cleanup' ? rulesOfNames : offlineRules
  const today = new Date(now).toISOString().slice(0, 10)
  const reports = await formulaReports(configs)
  const late =
    budget === undefined ? [] : configs.flatMap((loaded) => checkBudget(rules, loaded, budget))
  // What is about the run and not about one config is told once.
  const once = new Map(late.map((finding) => [JSON.stringify(finding), finding]))
  return {
    across: [...checkAcross(rules, configs), ...once.values()],
    alone: (loaded) => {
      const formula = reports.get(loaded)
      return [
        ...checkRules(rules, loaded),
        ...(formula === undefined ? [] : checkFormula(rules, loaded, formula)),
        ...checkDates(rules, loaded, today),
      ]
    },
  }
}

/** The parser of formulas is loaded only where there is a formula. */
async function formulaReports(
  configs: readonly LoadedConfig[],
): Promise<ReadonlyMap<LoadedConfig, FormulaReport>> {
  const reports = new Map<LoadedConfig, FormulaReport>()
  for (const loaded of configs) {
    const formula = formulaOf(loaded.config)
    if (formula === undefined) continue
    const { reportFormula } = await import('../autoscale/report.js')
    reports.set(loaded, reportFormula(formula.text, formula.pool))
  }
  return reports
}

/** The end of a config that goes no further than its findings. */
export function resultOfFindings(
  { file, findings }: Pick<CheckedConfig, 'file' | 'findings'>,
  failOn: RunOptions['failOn'],
): ConfigResult {
  const blocked = findings.some((finding) => isBlocking(finding, failOn))
  return {
    file,
    findings,
    outcome: blocked ? 'failed' : 'succeeded',
    problem: blocked ? { kind: 'findings', headline: describeFindings(findings, file) } : undefined,
    plan: undefined,
    made: initialRunState,
    events: [],
    still: [],
  }
}
