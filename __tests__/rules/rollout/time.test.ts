import { describe, expect, test } from '@jest/globals'
import type { Config, RunBudget } from '../../../src/inputs/config.js'
import { loadInputs } from '../../../src/inputs/load-inputs.js'
import { readBudget } from '../../../src/inputs/run-budget.js'
import type { RunRule } from '../../../src/rules/rule.js'
import { checkConfigs } from '../../../src/run/check-configs.js'
import { parseIsoDuration } from '../../../src/shared/duration.js'
import { memorySource } from '../../inputs/memory-source.js'
import { legacyConfig, poolConfig } from '../../support/pool-facts.js'
import { runRule } from '../../support/rules.js'

const timeoutFitsTheJob = runRule('rollout/timeout-fits-the-job')
const fixed = (fixedScale: Record<string, string | number>) => ({ scaleSettings: { fixedScale } })
const few = poolConfig(fixed({ targetDedicatedNodes: 10 }))
function duration(iso: string) {
  return parseIsoDuration(iso) ?? { iso, ms: 0 }
}
function budget(timeout = 'PT5H30M', more: Partial<RunBudget> = {}): RunBudget {
  const usual = { isTimeoutGiven: timeout !== 'PT5H30M', runner: undefined, isSignInFinal: false }
  return { timeout: duration(timeout), ...usual, ...more }
}
function reported(rule: RunRule, config: Config, given: RunBudget): readonly string[] {
  return rule
    .check(config, given)
    .map(({ severity, at, input, message }) =>
      [severity ?? rule.severity, input ?? at.join('.'), message].join(' | '),
    )
}
const waitsFitTheTimeout = runRule('rollout/waits-fit-the-timeout')
const signInOutlastsTheWaits = runRule('rollout/sign-in-outlasts-the-waits')

describe('the timeout and the job', () => {
  test.each([
    ['PT5H30M', 'github-hosted', []],
    ['PT5H50M', 'github-hosted', []],
    ['PT6H', 'github-hosted', ['warning']],
    ['PT7H', 'github-hosted', ['error']],
    ['PT7H', 'self-hosted', []],
    ['P5DT1H', 'self-hosted', ['error']],
    ['P9D', undefined, []],
  ] as const)('%s on a runner that is %s', (timeout, runner, severities) => {
    const found = timeoutFitsTheJob.check(few, budget(timeout, { runner }))
    expect(found.map(({ severity }) => severity)).toEqual(severities)
  })

  test('what is over is said, with the limit and the way out', () => {
    const [found] = timeoutFitsTheJob.check(few, budget('PT7H', { runner: 'github-hosted' }))
    expect(found).toMatchObject({
      input: 'timeout',
      message: 'timeout is PT7H, and a job lasts at most six hours on a GitHub-hosted runner',
      help: 'give at most PT5H50M, or run on a self-hosted runner',
    })
  })
})

describe('the waits and the timeout', () => {
  test('defaults fit, whatever the number of nodes', () => {
    for (const targetDedicatedNodes of [1, 300, 2000, 20_000]) {
      expect(
        reported(waitsFitTheTimeout, poolConfig(fixed({ targetDedicatedNodes })), budget()),
      ).toEqual([])
    }
    const legacy = legacyConfig(fixed({ targetDedicatedNodes: 2500 }))
    expect(reported(waitsFitTheTimeout, legacy, budget())).toEqual([])
  })

  test('a written resizeTimeout that is longer than any run is refused where it stands', () => {
    const longer = poolConfig(fixed({ targetDedicatedNodes: 10, resizeTimeout: 'PT6H' }))
    expect(reported(waitsFitTheTimeout, longer, budget())).toEqual([
      'error | pool.properties.scaleSettings.fixedScale.resizeTimeout | the run may have to wait PT6H for a resize, and its timeout of PT5H30M, its default, is shorter',
    ])
  })

  test('one that is longer than a timeout that was given is warned of: the nodes may come sooner', () => {
    const long = poolConfig(fixed({ targetDedicatedNodes: 10, resizeTimeout: 'PT2H' }))
    expect(reported(waitsFitTheTimeout, long, budget('PT1H'))).toEqual([
      'warning | pool.properties.scaleSettings.fixedScale.resizeTimeout | the run may have to wait PT2H for a resize, and its timeout of PT1H is shorter',
    ])
    expect(reported(waitsFitTheTimeout, long, budget('PT2H'))).toEqual([])
    expect(
      reported(waitsFitTheTimeout, { ...long, rollout: { waitFor: 'none' } }, budget('PT1H')),
    ).toEqual([])
  })

  test('a drain that may take the whole of it is told, where there is one', () => {
    const rollout = { drainTimeout: duration('PT1H') }
    const rolling = (onExistingPool: 'recycle' | 'blue-green', timeout: string) =>
      reported(
        waitsFitTheTimeout,
        { ...few, rollout: { ...rollout, onExistingPool } },
        budget(timeout),
      )
    expect(rolling('recycle', 'PT1H')).toEqual([
      'warning | rollout.drainTimeout | tasks may take PT1H to end, and the run has PT1H for everything: when it is over before they are, the pool is put back',
    ])
    expect(rolling('recycle', 'PT2H')).toEqual([])
    expect(rolling('blue-green', 'PT1H')).toEqual([])
  })

  test('every stage of a pool from a managed image counts', () => {
    const staged = legacyConfig(fixed({ targetDedicatedNodes: 2000, resizeTimeout: 'PT1H' }))
    expect(reported(waitsFitTheTimeout, staged, budget())[0]).toContain(
      'the run may have to wait PT1H for 7 resizes each, and its timeout of PT5H30M, its default, is shorter',
    )
  })

  test('a written replicationTimeout counts, ours does not', () => {
    const gallery = { imageDefinition: 'd', replicationTimeout: duration('PT6H') }
    const config = { ...few, image: { name: 'i', osSnapshot: 's' }, gallery }
    expect(reported(waitsFitTheTimeout, config, budget())).toEqual([
      'warning | timeout | the run may have to wait PT6H for the replica and PT30M for a resize, and its timeout of PT5H30M, its default, is shorter',
    ])
    expect(reported(waitsFitTheTimeout, { image: config.image, gallery }, budget())[0]).toMatch(
      /^error \| gallery.replicationTimeout \| /,
    )
    const ours = { ...config, gallery: { imageDefinition: 'd' } }
    expect(reported(waitsFitTheTimeout, ours, budget())).toEqual([])
  })

  test('a short timeout with our own times is a warning', () => {
    expect(reported(waitsFitTheTimeout, few, budget('PT20M'))).toEqual([
      'warning | timeout | the run may have to wait PT30M for a resize, and its timeout of PT20M is shorter',
    ])
  })
})

describe('the sign-in and the timeout', () => {
  const final = { isSignInFinal: true }

  test('one that lasts an hour is enough for a run of an hour', () => {
    expect(reported(signInOutlastsTheWaits, few, budget('PT1H', final))).toEqual([])
    expect(reported(signInOutlastsTheWaits, few, budget('PT5H'))).toEqual([])
  })

  test('a longer timeout that was given is refused, the default is a warning', () => {
    expect(reported(signInOutlastsTheWaits, few, budget('PT3H', final))).toEqual([
      'error | credential | az, signed in by azure/login with OIDC, has a token for about an hour and cannot renew it, and this run may last PT3H',
    ])
    expect(reported(signInOutlastsTheWaits, few, budget('PT5H30M', final))[0]).toMatch(
      /^warning \| /,
    )
  })

  test('waits of more than an hour are refused by default too', () => {
    const many = legacyConfig(fixed({ targetDedicatedNodes: 1200 }))
    expect(reported(signInOutlastsTheWaits, many, budget('PT5H30M', final))).toEqual([
      'error | credential | az, signed in by azure/login with OIDC, has a token for about an hour and cannot renew it, and this run may have to wait PT30M for 4 resizes each',
    ])
    expect(signInOutlastsTheWaits.check(many, budget('PT2H', final))[0]?.help).toContain(
      'credential: oidc',
    )
  })

  const idToken = {
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token',
    RUNNER_ENVIRONMENT: 'github-hosted',
  }
  const settings = {
    timeout: duration('PT5H30M'),
    credential: 'auto',
    clientId: undefined,
    environment: 'AzureCloud',
  } as const

  test.each<[string, Partial<Parameters<typeof readBudget>[0]>, Record<string, string>, boolean]>([
    ['auto comes to az', {}, idToken, true],
    ['az by name', { credential: 'cli' }, idToken, true],
    [
      'az on a machine of one’s own',
      { credential: 'cli' },
      { ...idToken, RUNNER_ENVIRONMENT: 'self-hosted' },
      true,
    ],
    [
      'az without ID tokens: with a secret',
      { credential: 'cli' },
      { RUNNER_ENVIRONMENT: 'github-hosted' },
      false,
    ],
    ['auto comes to oidc', { clientId: 'c' }, idToken, false],
    ['auto comes to a secret', {}, { ...idToken, AZURE_CLIENT_SECRET: 's' }, false],
    [
      'auto may come to a managed identity',
      {},
      { ...idToken, RUNNER_ENVIRONMENT: 'self-hosted' },
      false,
    ],
    ['a managed identity', { credential: 'managed-identity' }, idToken, false],
    ['the simulator', { environment: 'simulator', credential: 'cli' }, idToken, false],
  ])('%s', (_what, more, env, isFinal) => {
    const source = { input: () => '', env: (name: string) => env[name] }
    expect(readBudget({ ...settings, ...more }, source).isSignInFinal).toBe(isFinal)
  })
})

describe('in a run', () => {
  const file = 'pool: { account: a, name: p, properties: { vmSize: Standard_D4s_v5 } }\n'
  const inputs = {
    config: 'a.yml\nb.yml',
    'resource-group': 'rg',
    'subscription-id': 's',
    timeout: 'PT7H',
  }
  const env = { RUNNER_ENVIRONMENT: 'github-hosted' }

  async function found(more: Record<string, string>) {
    const files = { 'a.yml': file, 'b.yml': file.replace('name: p', 'name: q') }
    const source = memorySource({ inputs: { ...inputs, ...more }, files, env })
    const { general } = await checkConfigs(await loadInputs(source), 0)
    return general.filter(({ rule }) => rule.startsWith('rollout/'))
  }

  test('an impossible timeout is told once for all configs, at its input, and only where something is carried out', async () => {
    const id = { 'subscription-id': '11111111-1111-1111-1111-111111111111' }
    expect(await found(id)).toMatchObject([
      { rule: 'rollout/timeout-fits-the-job', at: { kind: 'input', input: 'timeout' } },
    ])
    expect(await found({ ...id, mode: 'plan' })).toEqual([])
    expect(await found({ ...id, 'dry-run': 'true' })).toEqual([])
  })
})
