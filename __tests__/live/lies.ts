/** For each probe an Azure that answers otherwise than our sentences say. */
import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline'

/** Another status or text for some requests; undefined leaves the answer as it is. */
export type Lie = (
  request: PipelineRequest,
  answer: PipelineResponse,
) => { readonly status?: number; readonly text?: string } | undefined

/** Before the simulator: its answers, some of them changed. */
export function telling(lie: Lie): (honest: HttpClient) => HttpClient {
  return (honest) => ({
    async sendRequest(request) {
      const answer = await honest.sendRequest(request)
      const told = lie(request, answer)
      if (told === undefined) return answer
      const { status = answer.status, text = answer.bodyAsText ?? '' } = told
      const headers = createHttpHeaders(answer.headers.toJSON())
      return { ...answer, headers, status, bodyAsText: text }
    },
  })
}

const error = (code: string): string => JSON.stringify({ error: { code, message: 'a lie' } })

/** Refusals that match come with another code. */
function recoded(method: string, path: RegExp): Lie {
  return (request, { status }) => {
    const { pathname } = new URL(request.url)
    if (request.method !== method || !path.test(pathname) || status < 400) return undefined
    return { text: error('SomethingElse') }
  }
}

/** What is refused is taken, and the other way round. */
function reversed(method: string, path: RegExp): Lie {
  return (request, { status }) => {
    if (request.method !== method || !path.test(new URL(request.url).pathname)) return undefined
    return status < 400 ? { status: 400, text: error('InvalidParameter') } : { status: 200 }
  }
}

/** A text in the answers that match is another one. */
function rewritten(path: RegExp, from: RegExp, to: string): Lie {
  return (request, { bodyAsText }) => {
    if (!path.test(new URL(request.url).pathname)) return undefined
    return { text: (bodyAsText ?? '').replace(from, to) }
  }
}

/** A formula evaluates to something else. */
const otherResults = rewritten(
  /evaluateautoscale$/,
  /"(?:results|code)":"[^"]*"/g,
  '"results":"$TargetDedicatedNodes=77;x=77;y=77"',
)
const anImage = /\/images\/[\w-]+$/
const aPool = /\/pools\/[\w-]+$/

export const lies: Readonly<Record<string, Lie>> = {
  'account/bad-name': recoded('PUT', /not-a-name$/),
  'autoscale/evaluation-error': rewritten(aPool, /AutoScalingFormulaEvaluationError/, 'Other'),
  'autoscale/syntax-error': recoded('PUT', aPool),
  ...Object.fromEntries(
    [
      ...['before-stop', 'block-comment', 'conditional-nesting', 'dollar', 'exponent'],
      ...['fewer-samples', 'half', 'interval-ratio', 'letter-case', 'names', 'negative-target'],
      ...['precedence', 'printed-interval', 'short-circuit', 'single-quotes', 'sunday'],
      ...['text-target', 'timestamp-minus-interval', 'true', 'year'],
    ].map((name) => [`autoscale/${name}`, otherResults]),
  ),
  'data/bad-filter': reversed('GET', /^\/pools$/),
  'data/content-type': recoded('POST', /^\/pools$/),
  'data/evaluate-without-formula': reversed('POST', /evaluateautoscale$/),
  'data/formula-with-targets': recoded('POST', /^\/pools$/),
  'data/retired-agents': rewritten(/^\/supportedimages$/, /ubuntu 22\.04/g, 'ubuntu 18.04'),
  'disk/shown-unwritten': rewritten(/\/disks\/os$/, /"uniqueId"/, '"otherId"'),
  'draining/timeout': rewritten(/\/pools\/draining$/, /AllocationTimedout/, 'AllocationFailed'),
  // The node that stays after the first resize is another one.
  'draining/who-leaves': (() => {
    let resizes = 0
    return (request: PipelineRequest, { bodyAsText }: PipelineResponse) => {
      if (request.method === 'PATCH') resizes += 1
      if (resizes === 0 || !request.url.includes('/nodes?')) return undefined
      return { text: (bodyAsText ?? '').replace(/"id":"/g, '"id":"not-') }
    }
  })(),
  'graph/pools': rewritten(/ResourceGraph/, /"data":\[\]/, '"data":[{"id":"a pool"}]'),
  'image/generation-contradiction': reversed('PUT', anImage),
  'image/if-none-match': (request, { status }) =>
    request.headers.get('if-none-match') === '*' && status === 412 ? { status: 200 } : undefined,
  'image/os-type-contradiction': recoded('PUT', anImage),
  'image/put-leaves-out': rewritten(anImage, /"snapshot":/, '"forgotten":'),
  'image/snapshot-as-disk': reversed('PUT', anImage),
  'image/source-missing': recoded('PUT', anImage),
  'image/storage-of-disk': rewritten(anImage, /"Standard_LRS"/, '"Premium_LRS"'),
  'jobs/enable-active': reversed('POST', /enable$/),
  'jobs/move-active': recoded('PATCH', /^\/jobs\//),
  'jobs/task-slots': rewritten(/taskcounts$/, /"running":1/g, '"running":4'),
  'nodes/counts-lag': (() => {
    let asked = 0
    return ({ url }: PipelineRequest) => {
      if (!url.includes('/nodecounts')) return undefined
      asked += 1
      // 5 s after each other.
      return asked < 30 ? { text: '{"value":[]}' } : undefined
    }
  })(),
  'nodes/file-range': (request) =>
    request.url.includes('/files/') ? { status: 404, text: error('FileNotFound') } : undefined,
  'pool/b-size': rewritten(aPool, /UnsupportedVMSize/, 'AllocationFailed'),
  'pool/cifs-user-name': reversed('PUT', /\/pools\/cifs-/),
  'pool/etag-of-resize': (request, answer) => {
    if (request.method === 'GET') answer.headers.set('etag', 'W/"0x8D1"')
    return undefined
  },
  'pool/fraction-duration': reversed('PUT', aPool),
  'pool/if-match': recoded('PATCH', aPool),
  'pool/if-none-match': (request, { status }) =>
    request.headers.get('if-none-match') === '*' && status === 412
      ? { status: 409, text: error('PoolExists') }
      : undefined,
  'pool/letter-case': rewritten(aPool, /"Disabled"/, '"dISABLED"'),
  'pool/longest-timeout': reversed('PUT', aPool),
  'pool/managed-image-2019': reversed('PUT', /\/pools\/managed-/),
  'pool/patch-within-object': rewritten(aPool, /"startTask":\{/, '$&"maxTaskRetryCount":3,'),
  'pool/read-only': reversed('PUT', /\/pools\/read-only/),
  'pool/refusal-form': rewritten(aPool, /"target":"BatchAccount",/, ''),
  'pool/stop-idle': reversed('POST', /stopResize$/),
  'pool/tags-with-nodes': reversed('PATCH', aPool),
  'pool/unknown-property': reversed('PUT', aPool),
  'pool/unsupported-property': recoded('PUT', aPool),
  'pool/version-missing': recoded('PUT', aPool),
  'pool/week-duration': reversed('PUT', aPool),
  'pool/wrong-type': recoded('PUT', aPool),
  'pool/zero-part-duration': reversed('PUT', aPool),
  'request/changed-operation-url': (request, { status }) =>
    request.method === 'GET' && status === 403 ? { status: 200, text: '{}' } : undefined,
  'request/letter-case': rewritten(/\/disks\//, /"Linux"/, '"lINUX"'),
  'request/newer-member': (request) =>
    request.url.includes('2018-10-01') ? { status: 400, text: error('InvalidX') } : undefined,
  'request/newest-versions': (request) =>
    request.url.includes('2026-04-01')
      ? { status: 400, text: error('NoRegisteredProviderFound') }
      : undefined,
  'request/not-json': recoded('PUT', /\/disks\//),
  'request/null': reversed('PUT', /\/disks\//),
  'request/read-only': rewritten(/\/disks\//, /"timeCreated":"[^"]*"/, '"timeCreated":"2001"'),
  'request/shown-since': (request, { bodyAsText }) =>
    request.url.includes('/disks/os') && request.url.includes('2018-09-30')
      ? { text: (bodyAsText ?? '').replace(/"properties":\{/, '$&"uniqueId":"x",') }
      : undefined,
  'request/unknown-choice': recoded('PUT', /\/disks\//),
  'request/unknown-member': reversed('PUT', /\/disks\//),
  'request/usages-of-no-region': reversed('GET', /\/usages$/),
  'request/write-while-deleting': recoded('PUT', /\/disks\//),
  'request/wrong-type': recoded('PUT', /\/disks\//),
  'snapshot/copy-start-refusals': recoded('PUT', /\/snapshots\//),
  'snapshot/incomplete-source': recoded('PUT', anImage),
  'snapshot/takes-over': rewritten(/\/snapshots\//, /"x64"/, '"Arm64"'),
  'version/image-busy': reversed('PUT', /\/versions\/2\.0\.1$/),
  'version/image-deleted-meanwhile': recoded('DELETE', anImage),
  'version/source-missing': recoded('PUT', /\/versions\//),
  'version/source-region': recoded('PUT', /\/versions\//),
  'version/specialized-in-pool': reversed('PUT', aPool),
  'version/trusted-launch-snapshot': reversed('PUT', /\/versions\//),
}
