/** The published JSON Schema against the files that people write: by a validator, and in an editor's language server. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { spawn } from 'node:child_process'
import ajv from 'ajv'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { parseYaml } from '../../src/inputs/yaml/parse-yaml.js'
import { plainValue } from '../../src/inputs/yaml/located-value.js'
import { memorySource } from '../inputs/memory-source.js'

const schemaPath = resolve('schema/image-to-pool.schema.json')
const schema = JSON.parse(readFileSync(schemaPath, 'utf8')) as Record<string, unknown>

// Draft-07 is what ajv's main class reads; strict mode knows no words of editors.
const validate = new ajv.default({ strict: false, allErrors: true }).compile(schema)

function problemsIn(text: string): readonly string[] {
  const { root, findings } = parseYaml(text, () => ({ kind: 'default' }))
  expect(findings).toEqual([])
  if (validate(root === undefined ? null : plainValue(root))) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath} ${message ?? ''}`,
  )
}

/** Findings that are about keys and values, as a schema is, and not about what they come to together. */
const shapes = ['config/unknown-key', 'config/value', 'config/duplicate-key', 'config/foreign-form']

interface Golden {
  readonly name: string
  readonly text: string
  readonly isYaml: boolean
  readonly shapeFindings: readonly string[]
}

async function readGolden(name: string): Promise<Golden> {
  const whole = readFileSync(join('__tests__/inputs/golden', name), 'utf8')
  const [text = ''] = whole.split(/=== (?:inputs|mended|findings) ===\n/)
  const inputs = { config: 'pool.yml', mode: 'validate', 'resource-group': 'rg' }
  const { findings } = await loadInputs(memorySource({ inputs, files: { 'pool.yml': text } }))
  const parsed = parseYaml(text, () => ({ kind: 'default' }))
  return {
    name,
    text,
    isYaml: parsed.findings.length === 0,
    shapeFindings: findings
      .filter(({ rule }) => shapes.includes(rule))
      .map(({ message }) => message),
  }
}

function examplesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => /^(image|gallery|pool):/m.test(readFileSync(path, 'utf8')))
}

describe('the JSON Schema', () => {
  test('is draft-07, which editors read', () => {
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#')
  })

  test('says something of every key', () => {
    const silent: string[] = []
    const visit = (part: unknown, path: string): void => {
      if (typeof part !== 'object' || part === null) return
      const { properties = {}, ...rest } = part as Record<string, unknown>
      for (const [key, held] of Object.entries(
        properties as Record<string, Record<string, unknown>>,
      )) {
        const said = held['description'] ?? held['deprecationMessage']
        if (typeof said !== 'string' || said.length < 3) silent.push(`${path}.${key}`)
        visit(held, `${path}.${key}`)
      }
      for (const inner of Object.values(rest)) visit(inner, path)
    }
    visit(schema, '')
    expect(silent).toEqual([])
  })

  test.each(examplesIn('examples'))('takes %s', (path) => {
    expect(problemsIn(readFileSync(path, 'utf8'))).toEqual([])
  })

  test('takes and refuses the golden files as the action does', async () => {
    const goldens = await Promise.all(readdirSync('__tests__/inputs/golden').map(readGolden))
    const readable = goldens.filter(({ isYaml, text }) => isYaml && text.trim() !== '')
    const apart = readable.flatMap(({ name, text, shapeFindings }) => {
      const problems = problemsIn(text)
      return problems.length > 0 === shapeFindings.length > 0
        ? []
        : [{ name, problems, shapeFindings }]
    })
    expect(apart).toEqual([])
    const broken = readable.filter(({ shapeFindings }) => shapeFindings.length > 0).length
    expect(broken).toBeGreaterThanOrEqual(8)
    console.log(`${String(readable.length - broken)} golden files taken, ${String(broken)} refused`)
  })

  test('takes the other names of keys, but not both', () => {
    expect(problemsIn('image: { imageName: a, osSnapshot: b }')).toEqual([])
    expect(problemsIn('image: { imageName: a, name: b }')).not.toEqual([])
  })

  test('takes fixed values in any letter case, and durations in minutes', () => {
    expect(problemsIn('image: { osType: LINUX }\ngallery: { replicationTimeout: 90 }')).toEqual([])
    expect(problemsIn('gallery: { replicationTimeout: P1M }')).not.toEqual([])
  })
})

interface Diagnostic {
  readonly message: string
  readonly range: { readonly start: { readonly line: number; readonly character: number } }
}

/** As much of the Language Server Protocol as it takes to open a file and point at a word. */
function startLanguageServer() {
  const path = resolve('node_modules/yaml-language-server/bin/yaml-language-server')
  const server = spawn(process.execPath, [path, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] })
  const answers = new Map<number, (result: unknown) => void>()
  const diagnostics = new Map<string, Diagnostic[]>()
  const waiting = new Set<() => void>()
  let buffer = Buffer.alloc(0)
  let lastId = 0

  const send = (message: object) => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message })
    server.stdin.write(`Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`)
  }
  const settings: Readonly<Record<string, unknown>> = {
    yaml: {
      validate: true,
      hover: true,
      schemaStore: { enable: false },
      schemas: { [pathToFileURL(schemaPath).href]: '*.pool.yml' },
    },
  }
  const receive = (message: Record<string, unknown>) => {
    const { id, method, result, params } = message
    if (method === 'workspace/configuration') {
      const { items } = params as { items: { section?: string }[] }
      send({ id, result: items.map(({ section = '' }) => settings[section] ?? {}) })
    } else if (method !== undefined && id !== undefined) send({ id, result: null })
    else if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics: found } = params as { uri: string; diagnostics: Diagnostic[] }
      diagnostics.set(uri, found)
      for (const wake of waiting) wake()
    } else if (typeof id === 'number') answers.get(id)?.(result)
  }
  server.stdout.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk])
    for (;;) {
      const head = buffer.indexOf('\r\n\r\n')
      const length = Number(
        /Content-Length: (\d+)/i.exec(buffer.toString('latin1', 0, Math.max(head, 0)))?.[1],
      )
      if (head === -1 || buffer.length < head + 4 + length) return
      const body = buffer.toString('utf8', head + 4, head + 4 + length)
      buffer = buffer.subarray(head + 4 + length)
      receive(JSON.parse(body) as Record<string, unknown>)
    }
  })
  const request = async (method: string, params: object) =>
    await new Promise<unknown>((answer) => {
      lastId += 1
      answers.set(lastId, answer)
      send({ id: lastId, method, params })
    })
  const open = async (name: string, text: string) => {
    const uri = pathToFileURL(resolve(name)).href
    const reported = new Promise<void>((wake) =>
      waiting.add(() => {
        if (diagnostics.has(uri)) wake()
      }),
    )
    send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'yaml', version: 1, text } },
    })
    await reported
    return { uri, diagnostics: diagnostics.get(uri) ?? [] }
  }
  const initialize = async () => {
    const rootUri = pathToFileURL(resolve('.')).href
    const capabilities = {
      workspace: { configuration: true },
      textDocument: { hover: { contentFormat: ['markdown'] } },
    }
    await request('initialize', { processId: process.pid, rootUri, capabilities })
    send({ method: 'initialized', params: {} })
    send({ method: 'workspace/didChangeConfiguration', params: { settings } })
  }
  return { initialize, open, request, stop: () => server.kill() }
}

describe('a YAML language server with the schema', () => {
  let server: ReturnType<typeof startLanguageServer>
  beforeAll(async () => {
    server = startLanguageServer()
    await server.initialize()
  })
  afterAll(() => {
    server.stop()
  })

  test('has nothing against the example', async () => {
    const text = readFileSync('examples/demo/pool.yml', 'utf8')
    expect((await server.open('sound.pool.yml', text)).diagnostics).toEqual([])
  })

  test('tells of a wrong key and a wrong value where they stand', async () => {
    const text = 'image:\n  osSnapshto: a\npool:\n  properties:\n    taskSlotsPerNode: many\n'
    const { diagnostics } = await server.open('wrong.pool.yml', text)
    const reported = diagnostics.map(
      ({ message, range }) => `${String(range.start.line + 1)}: ${message}`,
    )
    expect(reported).toEqual([
      expect.stringMatching(/^2: .*osSnapshto/),
      expect.stringMatching(/^5: .*integer/),
    ])
  })

  test('shows what a key is for', async () => {
    const text =
      'pool:\n  properties:\n    scaleSettings:\n      fixedScale: { resizeTimeout: PT30M }\n'
    const { uri } = await server.open('hover.pool.yml', text)
    const hover = async (line: number, character: number) =>
      JSON.stringify(
        await server.request('textDocument/hover', {
          textDocument: { uri },
          position: { line, character },
        }),
      )
    expect(await hover(0, 1)).toContain('The Batch pool, as in ARM')
    expect(await hover(3, 25)).toContain('How long Azure may take')
  })
})
