/** An Azure whose every text is an attack, through the built action: what is written stays text. */
import { afterEach, describe, expect, test } from '@jest/globals'
import { outputNames } from '../../src/report/outputs.js'
import type { Json, Scenario } from '../../src/simulator/kernel.js'
import { startGitHub, type GitHubStandIn } from '../support/github-stand-in.js'
import { world } from '../support/released-world.js'
import { runAction, type Ended } from './action.js'
import { startCloud, wholeWay, type Cloud } from './azure.js'

const open: (Cloud | GitHubStandIn)[] = []
afterEach(async () => {
  await Promise.all(
    open.splice(0).map(async (one) => {
      await one.close()
    }),
  )
})

/** Each of what a runner, a file of outputs, a terminal or GitHub's Markdown could take for more than text. */
const attack = [
  'x',
  '::error::pwned',
  '::set-env name=PATH::pwned ##[error]pwned ##vso[task.x]pwned',
  'ghadelimiter_1\npwned<<EOF\npwned\nEOF\noutcome=pwned',
  '\r\n::stop-commands::pwned\u2028::error::pwned\u0085::error::pwned%0A::error::pwned',
  '\u001b[31mred\u001b]8;;https://evil.example\u0007 \u009b2J \u202eesrever\u2066 \u0000',
  '```\n# heading\n</details></td><img src=x onerror=alert(1)><!-- ',
  '[click](https://evil.example) ![i](https://evil.example/i.png) [^1] https://evil.example www.evil.example',
  '@octocat #1 GH-1 owner/repo#1 $\\pwned$ $$pwned$$ **bold** ~~gone~~ | cell |',
  '"] ; click A "https://evil.example" %%{init: {}}%%',
].join('\n')

/** Which texts are hostile, as `parent.key`. The more of them, the sooner a run ends: so each of these gets elsewhere. */
const ways: Readonly<Record<string, RegExp>> = {
  'words, tags and details are':
    /\.(message|code|key|target|displayName|description|category)$|^(message|metadata|errorDetails|details|values)\.value$|^tags\./,
  'states, places and kinds are':
    /\.(provisioningState|allocationState|state|location|vmSize|osType|storageAccountType|type|familyName)$/,
  'all but the way to it is':
    /\.(?!(id|poolId|name|nextLink|odata\.nextLink|accountEndpoint)$)[^.]*$/,
}

/** The body with the attack behind every such text, and behind the names of tags. */
function poisoned(value: Json, texts: RegExp, parent = '', key = ''): Json {
  if (typeof value === 'string') return texts.test(`${parent}.${key}`) ? value + attack : value
  if (Array.isArray(value)) return value.map((item) => poisoned(item, texts, parent, key))
  if (typeof value !== 'object' || value === null) return value
  const isTags = key === 'tags' && texts.test('tags.x')
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      isTags && !name.startsWith('image-to-pool') ? name + attack : name,
      poisoned(held, texts, key, name),
    ]),
  )
}

function expectInert({ log, outputs, summary, status }: Ended, comments: readonly string[] = []) {
  expect(log).not.toMatch(/^\s*(::[^:\n]*::|##\[\w*\]|##vso\[[^\]]*\])\s*pwned/m)
  expect(log).not.toMatch(/##\[|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u202e\u2066]/)
  expect(Object.keys(outputs).sort()).toEqual(
    [...outputNames].filter((name) => name in outputs).sort(),
  )
  expect(['succeeded', 'unchanged', 'partial', 'failed']).toContain(outputs['outcome'])
  expect(status).toBe(outputs['outcome'] === 'failed' ? 1 : 0)
  for (const name of ['results', 'diagnostics', 'plan'] as const) {
    expect(() => JSON.parse(outputs[name] ?? '') as unknown).not.toThrow()
  }
  for (const markdown of [summary, ...comments]) expectInertMarkdown(markdown)
}

/** Outside of code, where nothing is more than text, there is none of it. */
function expectInertMarkdown(markdown: string): void {
  expect(markdown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u202e\u2066]/)
  for (const [diagram] of markdown.matchAll(/^```mermaid\n[\s\S]*?^```$/gm)) {
    expect(diagram).not.toMatch(/%%|click A "|evil\.example"|<img|javascript:/)
  }
  const fenced = /^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm
  const prose = markdown.replace(fenced, '').replace(/<code>[^<]*<\/code>|`[^`\n]+`/g, '')
  expect(prose).not.toMatch(/<(img|!-- $|\/td)|^# heading|```/m)
  expect(prose).not.toMatch(/:\/\/evil|www\.evil|\]\(https:\/\/evil|\[\^1|\[click/)
  expect(prose).not.toMatch(
    /@octocat|(?<!&)#1|GH-1|(?<!\\)\$\\?pwned|(?<!\\)\*\*bold|(?<!\\)~~gone/,
  )
  expect((prose.match(/<details/g) ?? []).length).toBe((prose.match(/<\/details>/g) ?? []).length)
}

async function hostileCloud(texts: RegExp, scenario: Scenario) {
  const cloud = await startCloud({ speed: 20_000, ...scenario }, undefined, (body) =>
    poisoned(body, texts),
  )
  open.push(cloud)
  return cloud
}

const troubles: Readonly<Record<string, Scenario>> = {
  'the resize falls short': {
    resizes: [{ capacity: 4, error: { code: 'AllocationFailed', message: attack } }],
  },
  'nodes fail': {
    nodes: { startTaskFails: { nodes: 2, exitCode: 3, stderr: attack, stdout: attack } },
  },
  'the image fails': {
    faults: [
      {
        on: 'PUT .*/images/render-1',
        operationFails: {
          code: `Bad${attack}`,
          message: attack,
          details: [{ code: attack, message: attack }],
        },
      },
    ],
  },
}

describe.each(Object.entries(ways))('where %s hostile', (_way, texts) => {
  test.each(Object.entries(troubles))(
    'apply, and %s',
    async (_, trouble) => {
      const cloud = await hostileCloud(texts, trouble)
      const properties = {
        startTask: { commandLine: '/bin/sh -c ./setup.sh', waitForSuccess: true },
      }
      const inputs = { ...wholeWay, pool: JSON.stringify({ properties }), 'wait-for': 'nodes' }
      const env = { ...cloud.env, RUNNER_DEBUG: '1', AZURE_LOG_LEVEL: 'verbose' }
      const ended = await runAction({ inputs: { ...cloud.inputs, ...inputs }, env })
      expect(ended.log).toContain('pwned')
      expect(ended.summary).toContain('pwned')
      expectInert(ended)
    },
    60_000,
  )

  test('plan, with its comment', async () => {
    const cloud = await hostileCloud(texts, { resources: world() })
    const github = await startGitHub()
    open.push(github)
    const ended = await runAction({
      inputs: {
        ...{ ...cloud.inputs, ...wholeWay, mode: 'plan' },
        ...{ comment: 'always', 'github-token': 'ghs_t0ken0fTheTest' },
      },
      env: {
        ...cloud.env,
        GITHUB_API_URL: github.url,
        ...{ GITHUB_REPOSITORY: 'owner/repo', GITHUB_RUN_ID: '42' },
        ...{ GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: 'event.json' },
      },
      files: { 'event.json': JSON.stringify({ pull_request: { number: 7 } }) },
    })
    expect(github.comments).toHaveLength(1)
    expectInert(
      ended,
      github.comments.map(({ body }) => body),
    )
  }, 60_000)

  test('cleanup that only lists', async () => {
    const cloud = await hostileCloud(texts, { resources: world() })
    const inputs = {
      ...{ ...cloud.inputs, mode: 'cleanup', 'dry-run': 'true' },
      'subscription-id': wholeWay['subscription-id'] ?? '',
    }
    expectInert(await runAction({ inputs, env: cloud.env }))
    expect(cloud.simulator.transcript.writes()).toEqual([])
  }, 60_000)
})
