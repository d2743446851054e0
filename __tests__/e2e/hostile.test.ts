import { expect, test } from '@jest/globals'
import { runAction } from './action.js'
import { startCloud, wholeWay } from './azure.js'

const message = [
  '::set-output name=outcome::succeeded ##[error]x \u001b[31mred\u001b[0m <img src=x onerror=alert(1)> [click](https://evil.example)',
  '@octocat | `code` https://a.blob.core.windows.net/x?sig=s3cr3t',
  '\n::set-output name=outcome::succeeded\r\n##[error]x',
].join(' ')

test('what Azure says is shown and never obeyed', async () => {
  const body = { error: { code: 'Bad::Code', message } }
  const cloud = await startCloud({ faults: [{ on: 'PUT .*/images/render-1', status: 400, body }] })
  try {
    const ended = await runAction({
      inputs: { ...cloud.inputs, ...wholeWay },
      env: { ...cloud.env, RUNNER_DEBUG: '1' },
    })
    expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed', changed: 'false' } })
    expect(ended.log).not.toMatch(/^\s*::set-output/m)
    expect(ended.log).not.toMatch(/##\[|\u001b|s3cr3t/)
    expect(ended.log).toMatch(/^::error::failed to create image render-1%0A/m)
    expect(ended.summary).not.toContain('Azure continues')
    expect(ended.summary).toContain('click')
    expect(ended.summary).not.toMatch(/<img|\]\(https:\/\/evil|@octocat|s3cr3t|\u001b/)
    expect(JSON.stringify(ended.outputs)).not.toContain('s3cr3t')
  } finally {
    await cloud.close()
  }
})
