import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readRunContext } from '../../../src/github/run-context.js'

describe('a pull request that was closed', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'image-to-pool-event-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  function contextOf(event: object, name = 'pull_request') {
    const path = join(folder, 'event.json')
    writeFileSync(path, JSON.stringify(event))
    return readRunContext({
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: path,
      GITHUB_REPOSITORY: 'team/render',
    })
  }

  test('a pull request that was closed is told as closed, whatever event it came with', () => {
    const event = { action: 'closed', pull_request: { number: 7 } }
    const reported = { repository: 'team/render', pullRequest: 7, isClosed: true }
    expect(contextOf(event)).toMatchObject(reported)
    expect(contextOf(event, 'pull_request_target')).toMatchObject(reported)
  })

  test('one that is open is not, nor is an issue that was closed', () => {
    const open = { action: 'synchronize', pull_request: { number: 7 } }
    expect(contextOf(open).isClosed).toBeUndefined()
    const issue = { action: 'closed', issue: { number: 7 } }
    expect(contextOf(issue, 'issues').isClosed).toBeUndefined()
  })
})
