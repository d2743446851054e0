/** The job summary in a real browser, light and dark: its charts are drawn, and can be read. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { demoSummary } from '../../scripts/demo-summary.mjs'
import {
  findBrowser,
  installRenderers,
  look,
  summaryPage,
  takePicture,
} from '../../scripts/summary-page.mjs'

type Theme = 'light' | 'dark'

interface Label {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly colour: string
}

interface Seen {
  readonly errors: readonly string[]
  readonly page: string
  readonly height: number
  readonly charts: readonly {
    readonly kind: string
    readonly labels: readonly Label[]
    readonly lines: readonly string[]
    /** Of what the lines are on. */
    readonly fill: string
  }[]
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const hex = /^#(..)(..)(..)$/.exec(colour)
  const parts = hex?.slice(1).map((part) => parseInt(part, 16)) ?? colour.match(/[\d.]+/g) ?? []
  const [red = 0, green = 0, blue = 0] = parts.map((part) => {
    const value = Number(part) / 255
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Pairs of labels that lie on each other. */
function overlaps({ charts }: Seen): readonly string[] {
  return charts.flatMap(({ labels }) =>
    labels.flatMap((one, index) =>
      labels
        .slice(index + 1)
        .filter(
          (other) => along(one, other, 'x', 'width') > 1 && along(one, other, 'y', 'height') > 1,
        )
        .map((other) => `${one.text} / ${other.text}`),
    ),
  )
}

function along(one: Label, other: Label, at: 'x' | 'y', size: 'width' | 'height'): number {
  return Math.min(one[at] + one[size], other[at] + other[size]) - Math.max(one[at], other[at])
}

/** What of the lines of nodes is hard to see: 3:1 is what graphics need, https://www.w3.org/TR/WCAG22/#non-text-contrast */
function pale({ charts, page }: Seen): readonly string[] {
  return charts.flatMap(({ lines }) => lines).filter((line) => contrast(line, page) < 3)
}

if (findBrowser() === undefined) {
  test('the summary in a browser', () => {
    console.log('skipped: no Chromium is installed')
  })
} else {
  describe.each<Theme>(['light', 'dark'])('the summary, %s', (theme) => {
    const tools = mkdtempSync(join(tmpdir(), 'image-to-pool-browser-'))
    let summary = ''
    beforeAll(async () => {
      installRenderers(tools)
      summary = await demoSummary()
    }, 180_000)
    afterAll(() => {
      rmSync(tools, { recursive: true, force: true })
    })
    const see = async (markdown: string): Promise<Seen> =>
      look(await summaryPage(markdown, theme, tools)) as Seen

    test('shows its charts, with labels and lines that can be read', async () => {
      const page = await summaryPage(summary, theme, tools)
      const seen = look(page) as Seen
      expect(seen.errors).toEqual([])
      expect(seen.charts.map(({ kind }) => kind)).toEqual(['gantt', 'xychart'])
      const [, nodes] = seen.charts
      expect(nodes?.lines).toHaveLength(2)
      expect(new Set(nodes?.lines).size).toBe(2)
      expect(pale(seen)).toEqual([])
      expect(nodes?.fill).toMatch(/transparent|none|rgba\(0, 0, 0, 0\)/)
      expect(overlaps(seen)).toEqual([])
      const faint = nodes?.labels.filter(({ colour }) => contrast(colour, seen.page) < 4.5)
      expect(faint).toEqual([])
      const picture = join(
        process.env['PICTURES'] ?? tmpdir(),
        `image-to-pool-summary-${theme}.png`,
      )
      takePicture(page, picture, seen.height)
      console.log(`picture: ${picture}`)
    }, 120_000)

    test('would not pass with pale lines, labels on each other, or a label that Mermaid cannot read', async () => {
      const almostPage = theme === 'light' ? '#f0f0f0' : '#1a1a1a'
      const paleLines = summary.replace(/(plotColorPalette": ")[^"]*/, `$1${almostPage}, #0969da`)
      expect(pale(await see(paleLines))).toHaveLength(1)
      const long = Array.from(
        { length: 9 },
        (_, index) => `"a label much too long ${String(index)}"`,
      )
      const crowded = summary.replace(/x-axis "minutes".*/, `x-axis [${long.join(', ')}]`)
      expect(overlaps(await see(crowded)).length).toBeGreaterThan(0)
      const unread = summary.replace('title "Target', 'title Target "')
      expect((await see(unread)).errors).toHaveLength(1)
    }, 120_000)
  })
}
