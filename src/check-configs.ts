import type { LoadedConfig, LoadedInputs, Settings } from './inputs/config.js'
import { describeFindings, isBlocking } from './report/findings.js'
import { nothingMade, type ConfigResult } from './report/result.js'
import { checkRules } from './rules/check.js'
import { rules } from './rules/index.js'
import type { Finding } from './shared/finding.js'

/** A config with what the offline rules say of it. */
export interface CheckedConfig {
  readonly file: string | undefined
  /** Undefined when it could not be read; the findings say why. */
  readonly loaded: LoadedConfig | undefined
  readonly findings: readonly Finding[]
}

export interface Checked {
  /** Findings about inputs that several configs share. */
  readonly general: readonly Finding[]
  readonly configs: readonly CheckedConfig[]
}

/** Runs the rules that need no Azure, and sorts every finding to the config it is about. */
export function checkConfigs({ configs, findings }: LoadedInputs): Checked {
  const [only] = configs
  // Without files there is one config, made of the inputs: whatever was found is about it.
  if (only?.file === undefined && only !== undefined) {
    return { general: [], configs: [check(only, findings)] }
  }
  const files = new Set([
    ...configs.map(({ file }) => file),
    ...findings.map(({ at }) => (at.kind === 'file' ? at.file : undefined)),
  ])
  const about = (file: string): readonly Finding[] =>
    findings.filter(({ at }) => at.kind === 'file' && at.file === file)
  return {
    general: findings.filter(({ at }) => at.kind !== 'file'),
    configs: [...files].flatMap((file) => {
      if (file === undefined) return []
      const loaded = configs.find((config) => config.file === file)
      return [
        loaded === undefined ? { file, loaded, findings: about(file) } : check(loaded, about(file)),
      ]
    }),
  }
}

function check(loaded: LoadedConfig, found: readonly Finding[]): CheckedConfig {
  return { file: loaded.file, loaded, findings: [...found, ...checkRules(rules, loaded)] }
}

/** The end of a config that goes no further than its findings. */
export function resultOfFindings(
  { file, findings }: Omit<CheckedConfig, 'loaded'>,
  failOn: Settings['failOn'],
): ConfigResult {
  const blocked = findings.some((finding) => isBlocking(finding, failOn))
  return {
    file,
    findings,
    outcome: blocked ? 'failed' : 'succeeded',
    problem: blocked ? { kind: 'findings', headline: describeFindings(findings, file) } : undefined,
    plan: undefined,
    made: nothingMade,
    events: [],
    still: [],
  }
}
