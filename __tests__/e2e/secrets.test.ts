import { afterEach, expect, test } from '@jest/globals'
import { runAction } from './action.js'
import { startCloud, wholeWay, type Cloud } from './azure.js'

let cloud: Cloud | undefined
afterEach(async () => {
  await cloud?.close()
  cloud = undefined
})

const noisy = { RUNNER_DEBUG: '1', AZURE_LOG_LEVEL: 'verbose', DEBUG: '*', NODE_DEBUG: '' }

/** Everything that a run says to anyone, but for the commands that make the runner hide a value. */
function everything({
  log,
  outputs,
  summary,
  report,
}: Awaited<ReturnType<typeof runAction>>): string {
  const said = log.split('\n').filter((line) => !line.startsWith('::add-mask::'))
  return [...said, ...Object.values(outputs), summary, report].join('\n')
}

test('no secret, token or signed URL is said at any level, also when the run fails', async () => {
  cloud = await startCloud({ resizes: [{ capacity: 0 }] })
  const secret = cloud.simulator.clientSecret
  const ended = await runAction({
    inputs: { ...cloud.inputs, ...wholeWay, 'resize-timeout': 'PT5M', 'report-path': 'r.json' },
    env: { ...cloud.env, ...noisy },
  })
  expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
  expect(ended.log).toContain(`::add-mask::${secret}`)
  expect(ended.log.indexOf('::add-mask::')).toBe(0)
  const said = everything(ended)
  // What the SDKs log comes through the redaction, every line of it.
  expect(ended.log).toMatch(/^::debug::azure:core-rest-pipeline:info Request/m)
  expect(ended.log).not.toMatch(/^azure:/m)
  expect(JSON.parse(ended.report)).toMatchObject({ version: 1, outcome: 'failed' })
  expect(said).not.toContain(secret)
  expect(said).not.toMatch(/eyJ[\w-]{10,}\./)
  expect(said).not.toMatch(/bearer [\w.-]{10,}/i)
  expect(said).not.toMatch(/[?&](t|c|s|h|sig)=(?!\*\*\*)[^&\s]+/)
})

test('a refused sign-in does not say what it was refused with', async () => {
  cloud = await startCloud()
  const secret = 'wr0ng-s3cret-of-the-test'
  const ended = await runAction({
    inputs: { ...cloud.inputs, ...wholeWay },
    env: { ...cloud.env, ...noisy, AZURE_CLIENT_SECRET: secret },
  })
  expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
  expect(everything(ended)).not.toContain(secret)
})

test('what Azure quotes of a request is told without its secrets, also in outputs and files', async () => {
  const [password, setting] = ['p@ss "w0rd" 7', 's3tting-of-it']
  const key = 'bW91bnQta2V5LW9mLXRoZS10ZXN0'
  const account = { accountName: 'a', azureFileUrl: 'https://a.file.core.windows.net/s' }
  const properties = {
    userAccounts: [{ name: 'render', password }],
    mountConfiguration: [
      { azureFileShareConfiguration: { ...account, accountKey: key, relativeMountPath: 'x' } },
    ],
    startTask: { commandLine: 'run', environmentSettings: [{ name: 'API_KEY', value: setting }] },
  }
  const quoted = `${JSON.stringify({ properties })}, password=${password}`
  const message = `Bad: ${quoted}, ${password}, ${btoa(password)}`
  const said = { error: { code: 'Bad', message, details: [{ code: 'Value', message: key }] } }
  cloud = await startCloud({ faults: [{ on: 'PUT .*/pools/render', status: 400, body: said }] })
  const token = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz'
  const ended = await runAction({
    inputs: {
      ...{ ...cloud.inputs, ...wholeWay, pool: JSON.stringify({ properties }) },
      ...{ 'report-path': 'r.json', 'github-token': token },
    },
    env: { ...cloud.env, ...noisy },
  })
  expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
  expect(ended.log).toContain('Bad: ')
  for (const secret of ['p@ss', 'w0rd', btoa(password).slice(0, -2), key, setting, token]) {
    expect(everything(ended)).not.toContain(secret)
  }
}, 60_000)

test('the signature of a VHD is hidden wherever its address is shown', async () => {
  cloud = await startCloud()
  const source = 'https://store.blob.core.windows.net/vhds/os.vhd?sv=2024-11-04&sig=c2lnbmF0dXJl%3D'
  const ended = await runAction({
    inputs: {
      ...cloud.inputs,
      ...wholeWay,
      ...{ 'os-snapshot': '', 'data-snapshots': '' },
      source,
      'os-type': 'Linux',
      mode: 'plan',
      location: 'koreacentral',
      'hyper-v-generation': 'V2',
      'report-path': 'reports/plan.json',
    },
    env: { ...cloud.env, ...noisy },
  })
  expect(everything(ended)).not.toContain('c2lnbmF0dXJl')
  expect(everything(ended)).toContain('os.vhd')
  expect(ended.report).toContain('os.vhd')
})
