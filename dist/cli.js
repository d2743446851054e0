#!/usr/bin/env node
if (process.argv[2] === 'simulator' && !/^(--help|-h)$/.test(process.argv[3] ?? '')) {
  process.argv.splice(2, 1)
  await import('./simulator/index.js')
} else {
  globalThis.isImageToPoolCli = true
  await import('./index.js')
}
