import fc from 'fast-check'

/** Text in which everything that could be taken for an instruction is likely. */
export const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '::error::',
          '::',
          '##[',
          '##[command]',
          '\n',
          '\r',
          '\u0085',
          '\u2028',
          '\u001b[31m',
          '\u009b2J',
        ],
        ...[
          '\u001b]8;;http://x\u0007',
          '\u0000',
          '\u202e',
          '\t',
          ' ',
          '@',
          '@octocat',
          '#1',
          'GH-1',
          'www.',
        ],
        ...[
          '<img src=x>',
          '</details>',
          '[a](b)',
          '![x](y)',
          '|',
          '`',
          '```',
          '\\',
          '*',
          '_',
          '~',
          '$',
          '&lt;',
        ],
        ...['https://evil.example', 'mailto:a@b.c', '-', '1.', '=', '+'],
      ),
      fc.string({ maxLength: 6 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''))

/** A page without the parts that it folds: one fence each, which is longer than any fence in it. */
export function withoutFolded(page: string): string {
  const folded = /<details><summary>[^<\n]*<\/summary>\n\n(`{3,})text\n[^]*?\n\1\n\n<\/details>/g
  return page.replace(folded, 'folded')
}
