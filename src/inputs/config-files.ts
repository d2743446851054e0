import type { Finding } from '../shared/finding.js'
import { showValue } from '../shared/show-value.js'
import { linesOf, type InputLine } from './read-inputs.js'
import type { FileContent, InputSource, WorkspaceFiles } from './source.js'

export interface ConfigFile {
  /** Relative to the workspace, with forward slashes. */
  readonly path: string
  readonly text: string
}

export interface ConfigFiles {
  readonly files: readonly ConfigFile[]
  /** Something was asked for, whether or not it was there. */
  readonly isGiven: boolean
  readonly findings: readonly Finding[]
}

const magic = /[*?[\]{}]|[@+!]\(/

/** Reads the files that the `config` input names, each once, in the order of the lines. */
export async function readConfigFiles(source: InputSource): Promise<ConfigFiles> {
  const lines = linesOf('config', source.input('config'))
  const findings: Finding[] = []
  const wanted = new Map<string, InputLine>()
  for (const line of lines) {
    if (line.text.startsWith('!')) {
      for (const path of await pathsOf(line.text.slice(1), source.files)) wanted.delete(path)
      continue
    }
    const paths = await pathsOf(line.text, source.files)
    if (paths.length === 0) findings.push(noMatch(line))
    for (const path of paths) if (!wanted.has(path)) wanted.set(path, line)
  }
  const files: ConfigFile[] = []
  for (const [path, line] of wanted) {
    const content = await source.files.read(path)
    if (content.kind === 'text') files.push({ path, text: content.text })
    else findings.push(unreadable({ path, line, content }))
  }
  if (wanted.size === 0 && findings.length === 0 && lines[0] !== undefined) {
    findings.push(noMatch(lines[0]))
  }
  return { files, isGiven: lines.length > 0, findings }
}

/** A pattern's matches; a path without magic stands for itself, there or not. */
async function pathsOf(written: string, files: WorkspaceFiles): Promise<readonly string[]> {
  const path = files.relative(written)
  if (path === undefined) return [written]
  return magic.test(path) && (await files.read(path)).kind === 'missing'
    ? await files.glob(path)
    : [path]
}

function noMatch({ text, at }: InputLine): Finding {
  return {
    rule: 'config/file',
    severity: 'error',
    message: `no file matches ${showValue(text)}`,
    help: 'give a path or pattern relative to the workspace, and check out the repository before this step',
    at,
  }
}

interface Unreadable {
  readonly path: string
  readonly line: InputLine
  readonly content: Exclude<FileContent, { kind: 'text' }>
}

function unreadable({ path, line, content }: Unreadable): Finding {
  return {
    rule: 'config/file',
    severity: 'error',
    ...explain(showValue(path), content),
    at: inFile.has(content.kind) ? { kind: 'file', file: path, span: start } : line.at,
  }
}

/** What is wrong with the file itself is told at the file: the pattern that matched it is sound. */
const inFile: ReadonlySet<FileContent['kind']> = new Set(['too-large', 'not-text', 'unreadable'])
const start = { line: 1, column: 1, endLine: 1, endColumn: 1 }

function explain(file: string, content: Unreadable['content']): Pick<Finding, 'message' | 'help'> {
  switch (content.kind) {
    case 'missing':
      return {
        message: `there is no file ${file}`,
        help: helpForMissing(file),
      }
    case 'folder':
      return {
        message: `${file} is a folder`,
        help: 'give a file, or a pattern such as pools/*.yml',
      }
    case 'outside':
      return {
        message: `${file} leads out of the workspace`,
        help: 'put the file into the workspace; links must stay in it too',
      }
    case 'too-large':
      return {
        message: `${file} has ${String(content.bytes)} bytes, more than the ${String(content.limitBytes)} that a config file may have`,
        help: 'describe one image and one pool in a file',
      }
    case 'not-text':
      return { message: `${file} is not UTF-8 text`, help: 'save it as UTF-8' }
    case 'unreadable':
      return {
        message: `${file} cannot be read: ${content.code}`,
        help: 'check the permissions of the file',
      }
  }
}

function helpForMissing(file: string): string {
  if (file.includes('\\')) return 'write / between folders'
  if (/\.(ya?ml|json)[\s,;]+\S/i.test(file)) return 'write one path a line'
  return 'give a path relative to the workspace, and check out the repository before this step'
}
