import { expect, test } from '@jest/globals'
import { createGitHubHost } from '../../../src/github/host.js'

test('a state file that cannot be written is said to be so, and there is no journal', () => {
  const host = createGitHubHost({ RUNNER_TEMP: '/', GITHUB_STATE: '/no/such/place/state' })
  expect(host.journal).toBeUndefined()
  expect(() => {
    host.saveState('isPost', 'true')
  }).toThrow(/^GITHUB_STATE: ENOENT|^GITHUB_STATE: Error: ENOENT/)
})
