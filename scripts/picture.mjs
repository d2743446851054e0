// Draws the pictures of the README: the job summary of the demo's run, light and dark, in a headless Chromium. Needs
// chromium, and npm to fetch Mermaid. `node scripts/picture.mjs [folder]`; the default is docs/images.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { demoSummary } from './demo-summary.mjs'
import { installRenderers, look, summaryPage, takePicture } from './summary-page.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const folder = resolve(process.argv[2] ?? join(root, 'docs', 'images'))
const tools = mkdtempSync(join(tmpdir(), 'image-to-pool-picture-'))
try {
  installRenderers(tools)
  mkdirSync(folder, { recursive: true })
  const summary = await demoSummary()
  for (const theme of ['light', 'dark']) {
    const page = await summaryPage(summary, theme, tools)
    const { height } = look(page)
    const path = join(folder, `summary-${theme}.png`)
    takePicture(page, path, Math.min(height, 2400))
    console.log(path)
  }
} finally {
  rmSync(tools, { recursive: true, force: true })
}
