import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  logLine,
  logLines,
  mdBlock,
  mdCode,
  mdLink,
  mdText,
  mermaidLabel,
  redact,
  redactJson,
  redactProperty,
} from '../../src/report/escape.js'
import { cpuMs } from '../support/cpu-ms.js'
import { hostile } from './hostile.js'

const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/

describe('log lines', () => {
  test('are one line without command, escape sequence or control character', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const line = logLine(text)
        expect(line).not.toMatch(control)
        expect(line).not.toContain('##[')
        expect(line).not.toMatch(/^\s*::/)
        expect(line).not.toMatch(/::[a-z]/i)
      }),
      { numRuns: 2000 },
    )
  })

  test('of a text of several lines are harmless each, and none is empty', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const line of logLines(text)) {
          expect(line).not.toBe('')
          expect(line).toBe(logLine(line))
        }
      }),
    )
  })

  test('keep ordinary text as it is', () => {
    const text = 'image render-1: 37/120 nodes, Standard_D4s_v5 in "koreacentral" (50 %) 12:05'
    expect(logLine(text)).toBe(text)
  })

  test.each([
    ['one\n::add-mask::x', 'one : :add-mask: :x'],
    ['  ::set-output name=a::b', '  : :set-output name=a: :b'],
    ['look ##[error]no', 'look ## [error]no'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u0000:\u0007:error::x', ': :error: :x'],
    ['a\u061cb\u200fc\u2067d', 'abcd'],
  ])('%j becomes %j', (text, expected) => {
    expect(logLine(text)).toBe(expected)
  })
})

describe('Markdown text', () => {
  test('holds no HTML, table pipe, code mark, link, mention, issue reference or line break', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = mdText(text)
        expect(markdown).not.toMatch(/[<|[\]`\n]|^>/)
        expect(markdown).not.toMatch(/@[\w]/)
        expect(markdown).not.toMatch(/(^|[^&])#\d/)
        expect(markdown).not.toMatch(/:\/\//)
        expect(markdown).not.toMatch(/www\.\w/i)
        expect(markdown).not.toMatch(/&#\u200b/)
        expect(markdown.replace(/\\[\\*_~$]/g, '')).not.toMatch(/[\\*~$]|(?<![\p{L}\p{N}])_/u)
      }),
      { numRuns: 2000 },
    )
  })

  test.each(['_www.evil.example', 'a*www.evil.example', '_GH-1', '_mailto:a@b.c'])(
    'links no address or issue behind a mark: %s',
    (text) => {
      expect(mdText(text)).not.toMatch(/www\.\w|GH-\d|mailto:\w/)
    },
  )

  test('shows what it was given', () => {
    const text = 'vm_size <b> | &lt; a & b -> c a@b [x](y) `c` $d$ & #12 * https://a.example'
    expect(shown(mdText(text))).toBe(text)
  })

  test('hides nothing but control characters and repeated space', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~][ -~]*$/), (text) => {
        fc.pre(redact(text) === text)
        expect(shown(mdText(text))).toBe(text.replace(/\s+/g, ' ').trim())
      }),
    )
  })
})

/** What a reader sees of escaped Markdown text: escapes and entities undone, the invisible left out. */
function shown(markdown: string): string {
  return markdown
    .replace(/\u200b/g, '')
    .replace(/\\([\\*_~$])/g, '$1')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
}

describe('Markdown code', () => {
  test('can be broken out of by nothing', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = mdCode(text)
        if (markdown.startsWith('<code>')) {
          expect(markdown.slice(6, -7)).toMatch(/^(?:[\p{L}\p{N}\s]|&#\d+;)*$/u)
        } else {
          expect(markdown).toMatch(/^(?:`[^`|<>&@\n]+`)?$/)
        }
      }),
    )
  })

  test('is a plain code span for an ordinary name', () => {
    expect(mdCode('Standard_D4s_v5')).toBe('`Standard_D4s_v5`')
  })
})

test('a block is fenced by more backticks than it holds in a row', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const lines = mdBlock(text).split('\n')
      const fence = lines.at(-1) ?? ''
      expect(lines[0]).toBe(`${fence}text`)
      expect(lines.slice(1, -1).join('\n')).not.toContain(fence)
    }),
  )
})

test('a Mermaid label has no punctuation that the diagram reads', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(mermaidLabel(text)).toMatch(/^[\p{L}\p{N} ._/-]{1,60}$/u)
    }),
  )
})

describe('links', () => {
  test('lead to https addresses only', () => {
    expect(mdLink('`a`', 'https://portal.azure.com/#@/resource/subscriptions/s')).toBe(
      '[`a`](https://portal.azure.com/#@/resource/subscriptions/s)',
    )
    expect(mdLink('`a`', 'javascript:alert(1)')).toBe('`a`')
    expect(mdLink('`a`', 'https://user:pass@evil.example/')).toBe('`a`')
    expect(mdLink('`a`', undefined)).toBe('`a`')
  })

  test('cannot be closed by what they link to', () => {
    expect(mdLink('a', 'https://portal.azure.com/x)[y](z')).toBe(
      '[a](https://portal.azure.com/x%29%5By%5D%28z)',
    )
  })
})

describe('secrets', () => {
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl'

  test.each([
    ['https://a.blob.core.windows.net/v/os.vhd?sv=2024&sig=abc%2F1 is gone', 'abc'],
    ['GET https://management.azure.com/x?api-version=1&t=1&c=MIIH&s=SiGn&h=ha', 'SiGn'],
    [`Authorization: Bearer ${token}`, token],
    [`client_assertion=${token}&x=1`, token],
    ['DefaultEndpointsProtocol=https;AccountKey=Zm9vYmFy==;', 'Zm9vYmFy'],
    ['sv=2024-01-01&sig=c2VjcmV0', 'c2VjcmV0'],
    ['{"accountKey":"Zm9vYmFy=="}', 'Zm9vYmFy'],
    ['to https%3A%2F%2Fa.example%2F%3Fsv%3D1%26sig%3Dc2VjcmV0', 'c2VjcmV0'],
  ])('%s loses its secret', (text, secret) => {
    expect(redact(text)).not.toContain(secret)
    for (const print of [logLine, mdText, mdCode, mdBlock, mermaidLabel]) {
      expect(print(text)).not.toContain(secret)
    }
  })

  test('stay out of JSON by where they are', () => {
    expect(
      redactJson({
        containerRegistries: [{ userName: 'u', password: 'p4ss' }],
        extensions: [{ name: 'e', protectedSettings: { a: 's3cret' } }],
        startTask: { environmentSettings: [{ name: 'KEY', value: 'v4lue' }], commandLine: 'run' },
      }),
    ).toEqual({
      containerRegistries: [{ userName: 'u', password: '***' }],
      extensions: [{ name: 'e', protectedSettings: '***' }],
      startTask: { environmentSettings: [{ name: 'KEY', value: '***' }], commandLine: 'run' },
    })
  })

  test.each([
    ['userAccounts[0].password', 'p'],
    ['startTask.environmentSettings[0].value', 'v'],
    ['startTask.environmentSettings.0', 'v'],
  ])('stay out of the value of %s', (property, value) => {
    expect(redactProperty(property, value)).toBe('***')
  })

  test('stay out of a command line, whose rest is shown', () => {
    const line = '/bin/sh -c "API_KEY=k3y run --token t0ken --size 4"'
    const commandLine = '/bin/sh -c "API_KEY=*** run --token *** --size 4"'
    expect(redactProperty('startTask.commandLine', line)).toBe(commandLine)
    expect(redactJson({ startTask: { commandLine: line } })).toEqual({ startTask: { commandLine } })
  })

  test.each([
    'eyJ-',
    'http://',
    'a://',
    'a',
    '?sig=',
    'password="',
    'sig%3D',
    'password  ',
    '\\"',
    '<',
    '-',
  ])(
    'are looked for in no more time than a text is long: %j',
    (unit) => {
      const text = unit.repeat(400_000 / unit.length)
      const spent = cpuMs(() => {
        for (const print of [logLine, mdText, redactJson]) print(text)
        redactProperty('startTask.commandLine', text)
      })
      // Milliseconds; as the square of the length it would be minutes.
      expect(spent).toBeLessThan(20_000)
    },
    120_000,
  )

  test('are not seen where there is none', () => {
    expect(redactProperty('vmSize', 'Standard_D4s_v5')).toBe('Standard_D4s_v5')
    expect(redact('api-version=2025-06-01')).toBe('api-version=2025-06-01')
  })
})

describe('a text of any length', () => {
  const long = `begin ${'long '.repeat(500_000)}`

  test.each([
    ['one line', (text: string) => [logLine(text)]],
    ['several lines', logLines],
    ['JSON', (text: string) => [JSON.stringify(redactJson({ message: text }))]],
    [
      'a command line',
      (text: string) => [JSON.stringify(redactProperty('task.commandLine', text))],
    ],
  ])('is cut, and says so, as %s', (_, print) => {
    const [first = ''] = print(long)
    expect(first).toMatch(/begin long .*\(cut here: 2,49\d,\d{3} characters more\)/)
    expect(first.length).toBeLessThan(10_000)
    expect(print(long.replaceAll(' ', '\n')).join('\n').length).toBeLessThan(20_000)
  })

  test('is whole as long as one can read it', () => {
    expect(logLine('a'.repeat(8_000))).toHaveLength(8_000)
  })
})
