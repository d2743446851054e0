// A job summary as GitHub shows it, near enough to look at: its Markdown with its charts on a page in GitHub's colours,
// light or dark, and what a browser measures of that page.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** GitHub's page and text colours. */
const colours = {
  light: { page: '#ffffff', text: '#1f2328', border: '#d1d9e0', row: '#f6f8fa', link: '#0969da' },
  dark: { page: '#0d1117', text: '#f0f6fc', border: '#3d444d', row: '#151b23', link: '#4493f8' },
}

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where a browser is; undefined where there is none. */
export function findBrowser() {
  return [process.env.CHROMIUM, ...browsers].find((path) => path !== undefined && existsSync(path))
}

/** Puts Mermaid and a renderer of GitHub's Markdown into a folder of their own: nothing else here needs them. */
export function installRenderers(folder) {
  const packages = ['mermaid@11.6.0', 'marked@16.4.0']
  const words = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund']
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status, stderr } = spawnSync(npm, [...words, '--no-save', ...packages], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`npm could not install ${packages.join(' and ')}: ${stderr}`)
}

/** `theme`: light or dark; `folder`: where the renderers are. */
export async function summaryPage(markdown, theme, folder) {
  const modules = join(folder, 'node_modules')
  const { marked } = await import(
    pathToFileURL(join(modules, 'marked', 'lib', 'marked.esm.js')).href
  )
  const mermaid = readFileSync(join(modules, 'mermaid', 'dist', 'mermaid.min.js'), 'utf8')
  const { page, text, border, row, link } = colours[theme]
  const body = (await marked.parse(markdown, { gfm: true })).replaceAll(
    /<pre><code class="language-mermaid">([\s\S]*?)<\/code><\/pre>/g,
    '<pre class="mermaid">$1</pre>',
  )
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; padding: 24px; width: 952px; background: ${page}; color: ${text}; font: 14px/1.5 sans-serif }
    a { color: ${link}; text-decoration: none } table { border-collapse: collapse; margin: 16px 0 }
    td, th { border: 1px solid ${border}; padding: 6px 13px; text-align: left } tr:nth-child(2n) { background: ${row} }
    code { background: ${row}; padding: 2px 5px; font: 12px monospace } h2 { border-bottom: 1px solid ${border} }
    .mermaid { text-align: center } blockquote { margin: 0; padding: 0 1em; border-left: 4px solid ${border} }
  </style><main>${body}</main><script>${mermaid.replaceAll('</script', '<\\/script')}</script>
  <script>(${measure.toString()})(${JSON.stringify(theme)})</script>`
}

/** Runs in the page: draws the charts, then writes what it sees of them into the page. */
async function measure(theme) {
  const { mermaid } = globalThis
  const errors = []
  mermaid.initialize({ startOnLoad: false, theme: theme === 'dark' ? 'dark' : 'default' })
  for (const [index, element] of [...document.querySelectorAll('.mermaid')].entries()) {
    try {
      const { svg } = await mermaid.render(`chart${index}`, element.textContent)
      element.innerHTML = svg
    } catch (error) {
      errors.push(String(error.message ?? error))
    }
  }
  const shown = ({ width, height }) => width > 0 && height > 0
  const charts = [...document.querySelectorAll('.mermaid svg')].map((svg) => {
    const labels = [...svg.querySelectorAll('text')]
      .filter((label) => label.textContent.trim() !== '')
      .map((label) => {
        const { x, y, width, height } = label.getBoundingClientRect()
        return {
          text: label.textContent.trim(),
          x,
          y,
          width,
          height,
          colour: getComputedStyle(label).fill,
        }
      })
      .filter(shown)
    const lines = [...svg.querySelectorAll('[class^="line-plot"] path')].map(
      (path) => getComputedStyle(path).stroke,
    )
    const ground = svg.querySelector('rect.background')
    const fill = ground === null ? 'none' : getComputedStyle(ground).fill
    return { kind: svg.getAttribute('aria-roledescription'), labels, lines, fill }
  })
  const seen = {
    errors,
    charts,
    page: getComputedStyle(document.body).backgroundColor,
    height: document.body.scrollHeight,
  }
  const result = document.createElement('script')
  result.type = 'application/json'
  result.id = 'seen'
  result.textContent = JSON.stringify(seen)
  document.body.append(result)
}

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--hide-scrollbars',
  '--virtual-time-budget=20000',
]

function inBrowser(html, words) {
  const browser = findBrowser()
  if (browser === undefined) throw new Error(`no browser at ${browsers.join(', ')} or CHROMIUM`)
  const folder = mkdtempSync(join(tmpdir(), 'summary-page-'))
  try {
    const file = join(folder, 'page.html')
    writeFileSync(file, html)
    const profile = `--user-data-dir=${join(folder, 'profile')}`
    const page = pathToFileURL(file).href
    const { status, stdout, stderr } = spawnSync(browser, [...flags, profile, ...words, page], {
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    })
    if (status !== 0) throw new Error(`the browser ended with ${status}: ${stderr}`)
    return stdout
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Errors of Mermaid, the charts with their labels and lines, the colour and height of the page. */
export function look(html) {
  const dom = inBrowser(html, ['--window-size=1000,800', '--dump-dom'])
  const [, seen] = /<script type="application\/json" id="seen">([\s\S]*?)<\/script>/.exec(dom) ?? []
  if (seen === undefined) throw new Error('the page was not drawn to its end')
  return JSON.parse(seen)
}

/** Writes the page as a PNG. */
export function takePicture(html, path, height) {
  inBrowser(html, [`--window-size=1000,${height}`, `--screenshot=${path}`])
}
