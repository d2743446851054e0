// Says what a release tag vX.Y.Z may do: it is one of main, and moves vX only forward along its own major version.
// Usage: node scripts/release-tag.mjs vX.Y.Z. Writes `major` and `moves` to GITHUB_OUTPUT; exits 1 for a tag that is no release.
import { execFileSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const main = 'origin/main'

/** [X, Y, Z] of a tag vX.Y.Z; undefined for any other: a pre-release moves nothing. */
export function numbersOf(tag) {
  const found = /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(tag)
  return found === null ? undefined : found.slice(1).map(Number)
}

function compare(a, b) {
  const different = a.findIndex((number, index) => number !== b[index])
  return different < 0 ? 0 : a[different] - b[different]
}

function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}

function isAncestor(older, newer) {
  try {
    git('merge-base', '--is-ancestor', older, newer)
    return true
  } catch (error) {
    if (error.status === 1) return false
    throw error
  }
}

/** Throws an Error with the reason for a tag that must not be released. */
export function judgeTag(tag) {
  const numbers = numbersOf(tag)
  if (numbers === undefined) throw new Error(`${tag} is no version vX.Y.Z`)
  const commit = git('rev-parse', `refs/tags/${tag}^{commit}`)
  if (!isAncestor(commit, main))
    throw new Error(`${tag} (${commit}) is not on ${main}: merge it first`)
  const major = `v${numbers[0]}`
  const rivals = git('tag', '--list', `${major}.*`).split('\n').map(numbersOf)
  const isNewest = rivals.every((other) => other === undefined || compare(other, numbers) <= 0)
  const now =
    git('tag', '--list', major) === '' ? undefined : git('rev-parse', `refs/tags/${major}^{commit}`)
  return { major, moves: isNewest && (now === undefined || isAncestor(now, commit)) }
}

function run([tag = '']) {
  try {
    const { major, moves } = judgeTag(tag)
    const output = process.env.GITHUB_OUTPUT
    if (output) appendFileSync(output, `major=${major}\nmoves=${String(moves)}\n`)
    console.log(
      moves ? `${major} moves to ${tag}` : `${major} stays: it is at a newer version than ${tag}`,
    )
  } catch (error) {
    console.error(`::error::${error.message.split('\n')[0]}`)
    process.exitCode = 1
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) run(process.argv.slice(2))
