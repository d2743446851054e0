/** The published JSON Schema of the file of `report-path`, and a page of what is in it. */
import { reportSchema, reportVersion } from '../src/report/report-schema.js'
import { keysIn } from './config-keys.js'
import { toJsonSchema, type JsonSchema } from './json-schema.js'
import { table } from './markdown.js'

export function reportJsonSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Report of image-to-pool',
    description: `What a run made from what, when and why; format ${String(reportVersion)}.`,
    ...withoutNull(toJsonSchema(reportSchema)),
  }
}

/** What is written is never null: a key without a value is left out. */
function withoutNull(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema).map(([keyword, held]) => [keyword, cleaned(keyword, held)])
  return Object.fromEntries(entries) as JsonSchema
}

function cleaned(keyword: string, held: unknown): unknown {
  if (Array.isArray(held)) {
    if (keyword === 'required') return held
    const rest = held.filter((item) => item !== 'null' && item !== null) as unknown[]
    return keyword === 'type' && rest.length === 1 ? rest[0] : rest
  }
  return typeof held === 'object' && held !== null ? withoutNull(held as JsonSchema) : held
}

const intro = `<!-- Generated from src/report/report-schema.ts by \`npm run generate\`. -->

# Report

With \`report-path\`, every run writes one JSON file, even if it fails or is cancelled: what was made, from what, by which
commit, when and why. Keep it with a release, attest it, or look up a year later what the nodes of a pool were made from.
Secrets are hidden, as in the outputs.

\`\`\`yaml
- uses: OWNER/image-to-pool@v1
  id: pool
  with:
    config: pools/render.yml
    report-path: reports/render.json
- uses: actions/upload-artifact@v4
  if: always()
  with:
    name: report
    path: \${{ steps.pool.outputs.report-path }}
\`\`\`

An existing pool carries its origin in its metadata, and its image and gallery version in their tags:

\`\`\`sh
az batch pool show --pool-id render --query "metadata[?starts_with(name, 'image-to-pool')]"
\`\`\`

\`image-to-pool-source\` is the snapshot of the OS disk, \`image-to-pool-source-1\` that of the first data disk, and so on.
\`image-to-pool-commit\`, \`-repository\`, \`-run\` and \`-pull-request\` identify the workflow run, and \`-digest\` the config.
This action never adds them to a pool that it did not create. Names that begin with \`image-to-pool\` are reserved.

Keys always come in the order of this table; keys without a value are left out. Within version ${String(reportVersion)}, keys may be
added, but none is renamed, dropped or changed in meaning. The [JSON Schema](../schema/report.schema.json) says the same.
`

export function reportPage(): string {
  const rows = keysIn(reportJsonSchema(), '').map(({ path, type, description }) => [
    `\`${path}\``,
    type,
    description,
  ])
  return `${intro}\n${table(['key', 'value', 'what it is'], rows)}\n`
}
