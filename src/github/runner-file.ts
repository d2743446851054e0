/** The files that the runner hands to a step: GITHUB_OUTPUT, GITHUB_STATE, GITHUB_STEP_SUMMARY. */
import { accessSync, constants, statSync } from 'node:fs'

/** Why the file cannot be written to; undefined when it can. Never opens it: a pipe would wait for its other end. */
export function troubleWithRunnerFile(name: string, path: string): string | undefined {
  try {
    const about = statSync(path)
    if (about.isDirectory()) return `${name} is a directory`
    if (about.isFIFO() || about.isSocket()) return `${name} is no regular file`
    accessSync(path, constants.W_OK)
    return undefined
  } catch (error) {
    return `${name}: ${error instanceof Error ? error.message : String(error)}`
  }
}
