import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Terminal } from './terminal.js'

/** A file of any folder, or of stdin for `-`. */
export async function readText({ folder }: Terminal, path: string): Promise<string> {
  if (path !== '-') return await readFile(resolve(folder, path), 'utf8')
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}
