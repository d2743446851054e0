import { expect, test } from '@jest/globals'
import { createGitHubHost } from '../../../src/github/host.js'

test('a state file that cannot be written is as good as none', () => {
  const host = createGitHubHost({ RUNNER_TEMP: '/', GITHUB_STATE: '/no/such/place/state' })
  expect(host.journal).toBeUndefined()
  expect(() => {
    host.saveState('isPost', 'true')
  }).not.toThrow()
})
