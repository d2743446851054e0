import { isJsonObject } from '../../shared/json.js'
import { showValue } from '../../shared/show-value.js'
import {
  bareText,
  lostWords,
  lostWordsOnWindows,
  openQuoteOf,
  quoteWord,
  scriptOf,
  splitCommandLine,
} from '../kit/command-line.js'
import { secretShapeOf } from '../../secrets/shapes.js'
import { type Item, isGiven, osOfPool, poolItems, poolPath, poolValue } from '../kit/values.js'
import type { OsType } from '../../ports/azure.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const sources = ['httpUrl', 'storageContainerUrl', 'autoStorageContainerName'] as const
const retriesPath = ['startTask', 'maxTaskRetryCount'] as const
const commandPath = ['startTask', 'commandLine'] as const
/** Programs that read the rest of the line as a shell does. */
const shell =
  /^\s*["']?([\w./\\:-]*[/\\])?(sh|bash|dash|zsh|cmd|powershell|pwsh|python3?|perl|env)(\.exe)?\b/i
/** One that another program starts: `sudo`, `timeout 600`, `nice`. */
const laterShell = /\s([\w./-]*\/)?(sh|bash|dash|zsh)\s+(-\S+\s+)*-\w*c\s/
/** What only a shell understands, where no quotes protect it. */
const operators = [
  ['&&', /&&/],
  ['||', /\|\|/],
  ['a pipe', /[^|]\|[^|]/],
  ['a redirection', /(^|\s)\d?(>>?|<)\s*\S/],
  [';', /;\s*\S/],
  ['&', /(^|\s)&(\s|$)/],
  // What is indented, or an option, goes on with the command.
  ['a line break', /\n[^\s-]/],
] as const
/** What double quotes let through. */
const expansions = [
  ['$VARIABLE', /\$\{?[A-Za-z_]/],
  ['$(…)', /\$\(/],
  ['`…`', /`[^`]+`/],
  ['%VARIABLE%', /%[A-Za-z_]+%/],
] as const
/** Words of a shell that are no programs of their own. */
const builtins = {
  Linux:
    /^(cd|export|source|\.|set|unset|umask|ulimit|eval|alias|if|for|while|[A-Za-z_]\w*=\S*)(?=\s|$)/,
  Windows:
    /^(cd|set|echo|copy|move|ren|rename|del|erase|md|mkdir|rd|rmdir|dir|type|call|if|for|start|mklink|pushd|popd|exit)(?=\s|$)/i,
} as const
/** Shells that nodes of the other operating system do not have. */
const foreign = {
  Linux: /^\s*"?(?:\S*[\\/])?(cmd(?:\.exe)?|powershell(?:\.exe)?)"?(?=\s)/i,
  Windows: /^\s*"?(\/(?:usr\/)?bin\/\S+)/,
} as const
const userPath = ['startTask', 'userIdentity'] as const

const windowsShell = /^\s*["']?([\w.:\\/-]*[\\/])?(cmd|powershell|pwsh)(\.exe)?\b/i

export const poolStartTaskRules = rulesOn('config', [
  {
    id: 'pool/resource-files',
    title: 'a resource file has no source or several, or no place to go to',
    docs: 'https://learn.microsoft.com/azure/batch/resource-files',
    check: (config) => poolItems(config, 'startTask', 'resourceFiles').flatMap(problemsOf),
  },
  {
    id: 'pool/start-task-has-a-command',
    title: 'a start task without a command line',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#starttask',
    check: (config) => {
      const task = poolValue(config, 'startTask')
      if (!isJsonObject(task)) return []
      const { commandLine, ...others } = task
      if (typeof commandLine === 'string' ? commandLine.trim() !== '' : isGiven(commandLine))
        return []
      const [first] = Object.keys(others).filter((key) => isGiven(others[key]))
      // An empty start task is none.
      if (first === undefined && commandLine === undefined) return []
      return {
        at: poolPath('startTask', 'commandLine'),
        message: `the start task has ${first === undefined ? 'an empty commandLine' : `${first}, but no commandLine`}`,
        help: "give startTask.commandLine, for example /bin/sh -c './install.sh'",
      }
    },
  },
  {
    id: 'pool/start-task-retries',
    title: 'a start task that fails is retried for ever',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#starttask',
    check: (config) => {
      const count = poolValue(config, ...retriesPath)
      if (typeof count !== 'number' || count >= 0) return []
      const at = poolPath(...retriesPath)
      if (count < -1) {
        const message = `maxTaskRetryCount is ${String(count)}, which Batch has no meaning for`
        const help = 'write how often to try again, 0 for never, -1 for without limit'
        return { at, severity: 'error', message, help }
      }
      if (poolValue(config, 'startTask', 'waitForSuccess') === false) return []
      const message =
        'maxTaskRetryCount is -1: a node whose start task always fails keeps starting, and is paid for'
      return { at, message, help: 'write a number of retries, for example 3' }
    },
  },
  {
    id: 'pool/start-task-shell',
    title: 'a command line uses a shell, but starts none',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-compute-node-environment-variables#command-line-expansion-of-environment-variables',
    check: (config) => {
      const line = poolValue(config, ...commandPath)
      if (typeof line !== 'string') return []
      const at = poolPath(...commandPath)
      const os = osOfPool(config)
      const other = os && foreign[os].exec(line)?.[1]
      if (os !== undefined && other !== undefined) {
        const message = `the command line of the start task starts ${other}, which nodes that run ${os} do not have`
        const help = `write it for ${os}: ${os === 'Windows' ? 'cmd /c …' : "/bin/sh -c '…'"}`
        return { at, message, help }
      }
      if (shell.test(line) || laterShell.test(line)) return []
      const used = shellWordIn(line, os)
      if (used === undefined) return []
      return {
        at,
        message: `the command line of the start task uses ${used}, but Batch starts no shell that would understand it`,
        help: withShell(line, os),
      }
    },
  },
  {
    id: 'pool/start-task-words',
    title: 'the shell of the start task does not get the whole line, or a quote is not closed',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-compute-node-environment-variables#command-line-expansion-of-environment-variables',
    check: (config) => {
      const written = poolValue(config, ...commandPath)
      if (typeof written !== 'string') return []
      const line = written.trim()
      const at = poolPath(...commandPath)
      const os = osOfPool(config)
      const isWindows = os === 'Windows' || (os === undefined && windowsShell.test(line))
      const { openQuote } = splitCommandLine(line, isWindows)
      if (openQuote !== undefined) {
        const message = `the quote ${openQuote} of the start task's command line does not close: the node reads the rest of the line as one word`
        return { at, message, help: `close it with ${openQuote}, or remove it` }
      }
      const handed = isWindows ? undefined : scriptOf(line)
      if (handed?.script === '') {
        const message = `${handed.shell} -c of the start task has nothing to run`
        const help = `write ${handed.shell} -c '…', with the whole script in the quotes`
        return { at, message, help }
      }
      const inner = handed && openQuoteOf(handed.script)
      if (inner !== undefined) {
        const message = `the quote ${inner} within the script of the start task does not close: the shell refuses it`
        return { at, message, help: `close it, or write \\${inner} for the sign itself` }
      }
      const lost = isWindows ? lostWordsOnWindows(line) : lostWords(line)
      if (lost === undefined) return []
      const { shell: program, script, rest, rewritten } = lost
      if (lost.isMisread === true) {
        const message = `${program} of the start task knows no single quotes: ${short(rest)} is taken for the name of a program`
        return { at, message, help: writeInstead(rewritten) }
      }
      const what =
        script === undefined
          ? `${program} gets ${short(rest)} as arguments, and runs none of it`
          : `${program} -c runs ${short(script)} alone: ${short(rest)} is not part of it`
      return {
        at,
        message: `of the start task's command line, ${what}`,
        help: writeInstead(rewritten),
      }
    },
  },
  {
    id: 'pool/start-task-user',
    title: 'the start task runs as two users, or as one that the pool does not have',
    docs: 'https://learn.microsoft.com/azure/batch/batch-user-accounts',
    check: (config) => {
      const identity = poolValue(config, ...userPath)
      if (!isJsonObject(identity)) return []
      const { userName, autoUser } = identity
      const at = poolPath(...userPath, 'userName')
      if (isGiven(userName) && isGiven(autoUser)) {
        const message = 'userName and autoUser exclude each other'
        return { at, message, help: 'keep one of them' }
      }
      if (typeof userName !== 'string' || userName === '') return []
      const names = poolItems(config, 'userAccounts').map(({ item: { name } }) => name)
      if (names.includes(userName)) return []
      const message = `the start task runs as ${showValue(userName)}, and the pool has no user account of that name`
      return { at, severity: 'warning', message, help: 'add it to userAccounts, or write autoUser' }
    },
  },
])

function problemsOf({ at, item }: Item): Found {
  const [source, other] = sources.filter((key) => isGiven(item[key]))
  if (source === undefined) {
    const message = 'a resource file has no source'
    return { at, message, help: `give one of ${sources.join(', ')}` }
  }
  if (other !== undefined) {
    const message = `${source} and ${other} exclude each other`
    return { at: [...at, other], message, help: 'keep one of them' }
  }
  if (source === 'httpUrl' && !isGiven(item['filePath'])) {
    const message = `the resource file ${showValue(item[source])} has no filePath`
    return { at, message, help: 'give filePath, the path and name that the file gets on the node' }
  }
  if (source === 'httpUrl' && isGiven(item['blobPrefix'])) {
    const message = 'blobPrefix chooses among the files of a container, and httpUrl is one file'
    const help = 'remove blobPrefix, or give storageContainerUrl instead of httpUrl'
    return { at: [...at, 'blobPrefix'], message, help }
  }
  return []
}

/** What of the line only a shell understands, as messages name it. */
function shellWordIn(line: string, os: OsType | undefined): string | undefined {
  const isWindows = os === 'Windows'
  const bare = bareText(line, isWindows)
  const operator = operators.find(([, pattern]) => pattern.test(bare.operators))
  // Each shell has its own way to write a variable.
  const isOwn = (name: string) => os === undefined || name.startsWith('%') === isWindows
  const expansion = expansions.find(
    ([name, pattern]) => isOwn(name) && pattern.test(bare.variables),
  )
  const builtin = os && builtins[os].exec(line.trim())?.[1]
  return operator?.[0] ?? expansion?.[0] ?? (builtin && `the shell's own ${builtin}`)
}

/** A text that holds a secret, is very long or has several lines is not written out again. */
const longestShown = 400

function isShowable(text: string): boolean {
  const isLine = text.length <= longestShown && !text.includes('\n')
  return isLine && secretShapeOf(text) === undefined && !/[?&]sig=/i.test(text)
}

function short(text: string): string {
  return isShowable(text) ? showValue(text) : 'a part of it'
}

function writeInstead(line: string): string {
  return isShowable(line)
    ? `write ${line}`
    : "put all that the shell is to run into one pair of quotes: /bin/sh -c '…'"
}

function withShell(line: string, os: OsType | undefined): string {
  const text = line.trim()
  const [linux, windows] = isShowable(text)
    ? [`/bin/sh -c ${quoteWord(text)}`, `cmd /c ${text}`]
    : ["/bin/sh -c '…'", 'cmd /c …']
  if (os === undefined) return `write ${linux} on Linux, ${windows} on Windows`
  return `write ${os === 'Windows' ? windows : linux}`
}
