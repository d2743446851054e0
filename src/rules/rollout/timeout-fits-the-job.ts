import type { RunRule } from '../rule.js'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** What the last outputs, the summary and the post step take. */
const roomMs = 10 * minuteMs

/** How long a job may last: https://docs.github.com/actions/reference/limits */
const limits = {
  'github-hosted': { ms: 6 * hourMs, what: 'six hours on a GitHub-hosted runner', most: 'PT5H50M' },
  'self-hosted': { ms: 120 * hourMs, what: 'five days on a self-hosted runner', most: 'P4DT23H' },
} as const

export const timeoutFitsTheJob: RunRule = {
  id: 'rollout/timeout-fits-the-job',
  title: 'timeout ends the run before GitHub ends its job',
  severity: 'error',
  docs: 'https://docs.github.com/actions/reference/limits',
  needs: 'run',
  check: (_config, { timeout, runner }) => {
    if (runner === undefined) return []
    const limit = limits[runner]
    if (timeout.ms <= limit.ms - roomMs) return []
    const isOver = timeout.ms > limit.ms
    const said = `timeout is ${timeout.iso}, and a job lasts at most ${limit.what}`
    const self = runner === 'github-hosted' ? ', or run on a self-hosted runner' : ''
    return [
      {
        at: [],
        input: 'timeout',
        severity: isOver ? 'error' : 'warning',
        message: isOver ? said : `${said}: no time is left to say how it went`,
        help: `give at most ${limit.most}${self}`,
      },
    ]
  },
}
