/** docs/UNVERIFIED.md: the sentences that nobody could hold to the real Azure, and what settles each. */
import { notAsked } from './live/not-asked.js'
import { readMarks, type Mark } from './live/marks.js'
import type { NotAsked, Probe } from './live/probe.js'
import { probes } from './live/probes/index.js'
import { table } from './markdown.js'

export function unverifiedPage(root: string): string {
  const marks = readMarks(root)
  const sentencesOf = (id: string): string =>
    marks
      .filter((mark) => mark.id === id)
      .map(shown)
      .join('<br>')
  const row = ({ id, why, question }: Probe | NotAsked): readonly string[] => [
    sentencesOf(id),
    why,
    `\`${id}\`: ${question}`,
  ]
  const asked = [...probes].sort(byId)
  const open = [...notAsked].sort(byId)
  const sentences = new Set(marks.map(({ file, line }) => `${file}:${String(line)}`)).size
  return [
    '<!-- Generated from the marks in src/, docs/ and README.md, and from scripts/live/, by `npm run generate`. -->',
    '# What is not verified',
    `This project was written without an Azure to ask. ${String(sentences)} passages say what nobody could look up or try; each bears a mark, \`[unverified: ID]\` in Markdown and \`@unverified ID\` in code. ${String(asked.length)} questions settle most of them: \`npm run live\` puts these to a real Azure, in a resource group of its own, within an hour and for less than two dollars ([CONTRIBUTING.md](../CONTRIBUTING.md#asking-the-real-azure)). ${String(open.length)} questions it does not ask, each for the reason given.`,
    'If you have a subscription, please run it, and attach the report to an issue.',
    '## Asked by `npm run live`',
    table(['sentence', 'why it matters', 'settled by'], asked.map(row)),
    '## Not asked',
    table(
      ['sentence', 'why it matters', 'question', 'why it is not asked'],
      open.map((one) => [...row(one), one.reason]),
    ),
  ].join('\n\n')
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1
}

/** Of a link only its text: it leads from the file that it stands in. */
function shown({ file, sentence }: Mark): string {
  const plain = sentence.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
  return `${plain} ([${file}](../${file}))`
}
