/** The Korean pages say what the English ones say: their sections, blocks, names and links are those of the English page. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const pages = readdirSync(join(root, 'docs', 'ko'))
const englishOf = (page: string): string => (page === 'README.md' ? page : `docs/${page}`)

const blocks = (text: string): readonly string[] =>
  [...text.matchAll(/^```\w*\n[\s\S]*?^```$/gm)].map(([block]) => block)
const prose = (text: string): string => text.replace(/^```\w*\n[\s\S]*?^```$/gm, '')
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

/** Level and English anchor of each heading. A Korean one is named by the anchor before it, unless it is a literal message. */
function sections(text: string): readonly string[] {
  const found = prose(text).matchAll(/(?:<a id="([^"]+)"><\/a>\s*)?^(##+) (.+)$/gm)
  return [...found].map(([, id, level = '', heading = '']) => `${level} ${id ?? slug(heading)}`)
}
const code = (text: string): ReadonlySet<string> =>
  new Set([...prose(text).matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span))
/** Without the way there, which differs between the folders, and without the folder of the Korean pages. */
function links(text: string): ReadonlySet<string> {
  const targets = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return new Set(targets.map((target) => target.replace(/^(?:\.\.\/|docs\/)*/, '')))
}
/** What of the one the other lacks. */
const beyond = (some: Iterable<string>, all: ReadonlySet<string> | readonly string[]) =>
  [...some].filter((one) => ![...all].includes(one))

test('there are Korean pages', () => {
  expect(pages).toEqual(['FIRST-POOL.md', 'README.md', 'TROUBLESHOOTING.md'])
})

describe.each(pages)('%s in Korean', (page) => {
  const korean = read(`docs/ko/${page}`)
  const english = read(englishOf(page))

  test('is Korean', () => {
    const letters = korean.match(/\p{Script=Hangul}/gu) ?? []
    expect(letters.length).toBeGreaterThan(500)
  })

  test('has sections of the English page, in its order', () => {
    const ours = sections(korean)
    const theirs = sections(english).filter((section) => ours.includes(section))
    expect(ours.length).toBeGreaterThan(4)
    expect(ours).toEqual(theirs)
  })

  test('has blocks of the English page, word for word', () => {
    expect(beyond(blocks(korean), blocks(english))).toEqual([])
  })

  test('names inputs, commands and messages as the English page does', () => {
    expect(beyond(code(korean), code(english))).toEqual([])
  })

  test('links to where the English page links, or to the English page itself', () => {
    const allowed = [...links(english), englishOf(page).split('/').at(-1) ?? '']
    const own = [...links(korean)].map((link) => link.replace(/^README\.md#inputs$/, '#inputs'))
    const sectionsOf = sections(english).map((section) => `#${section.split(' ')[1] ?? ''}`)
    expect(beyond(own, [...allowed, ...sectionsOf, ...pages])).toEqual([])
  })
})

test('the first pool in Korean leaves out nothing', () => {
  const korean = read('docs/ko/FIRST-POOL.md')
  const english = read('docs/FIRST-POOL.md')
  expect(sections(korean)).toEqual(sections(english))
  expect(blocks(korean)).toEqual(blocks(english))
  expect(beyond(code(english), code(korean))).toEqual([])
  expect(beyond(links(english), links(korean))).toEqual([])
})
