import { isJsonObject } from '../../shared/json.js'
import { isGiven, poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

export const startTaskHasACommand: OfflineRule = {
  id: 'pool/start-task-has-a-command',
  title: 'a start task has a command line',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#starttask',
  needs: 'config',
  check: (config) => {
    const task = poolValue(config, 'startTask')
    if (!isJsonObject(task)) return []
    const { commandLine, ...others } = task
    if (typeof commandLine === 'string' ? commandLine.trim() !== '' : isGiven(commandLine))
      return []
    const [first] = Object.keys(others).filter((key) => isGiven(others[key]))
    // An empty start task is none.
    if (first === undefined && commandLine === undefined) return []
    return [
      {
        at: poolPath('startTask', 'commandLine'),
        message: `the start task has ${first === undefined ? 'an empty commandLine' : `${first}, but no commandLine`}`,
        help: "give startTask.commandLine, for example /bin/sh -c './install.sh'",
      },
    ]
  },
}
