import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mask, maskDeep, maskFreeText, maskKnownShapes, redacted } from './mask.ts'
import { type CastEvent, castMask } from './mask-cast.ts'
import { maskSaid } from './mask-said.ts'
import { secretsIn } from './secrets-in.ts'

describe('redaction', () => {
  it('leaves ids, references, times and kinds, and takes every other text', () => {
    const id = '01999999-0000-7000-8000-000000000000'
    const said = {
      evidence: id,
      ref: 'E3',
      kind: 'paste',
      at: '2026-11-22T09:00:00.000Z',
      excerpt: 'hunter2',
      labels: { a: 'b' },
    }
    expect(maskFreeText(said)).toEqual({ ...said, excerpt: redacted, labels: { a: redacted } })
  })

  it('leaves the policy that an incident goes by, so that it still pages', () => {
    const policy = { slug: 'shop', zone: 'Europe/Berlin', steps: [{ afterMs: 0, notify: [{ schedule: 'shop' }] }] }
    const said = { title: 'the shop leaks', policy }
    expect(maskSaid(said, [], true)).toEqual({ title: redacted, policy })
    expect(maskSaid(said, ['shop'], false)).toEqual({ title: `the ${redacted} leaks`, policy })
    expect(maskSaid({ policy: 'shop', step: 0 }, ['shop'], false)).toEqual({ policy: redacted, step: 0 })
    expect(maskSaid({ as: 'hypothesis' }, [], true)).toEqual({ as: 'hypothesis' })
  })

  it('leaves the hosts whose keyboard changes hands, and the kinds that the fold goes by', () => {
    const given = { to: '01999999-0000-7000-8000-000000000000', epoch: 4, host: 'db-1', reason: 'hunter2' }
    expect(maskSaid(given, [], true)).toEqual({ ...given, reason: redacted })
    const touched = { host: 'db-1', what: 'no-tty', who: 'eve', count: 2 }
    expect(maskSaid(touched, [], true)).toEqual({ ...touched, host: redacted, who: redacted })
    expect(maskSaid({ ref: 'T4', what: 'call eve' }, [], true)).toEqual({ ref: 'T4', what: redacted })
  })

  it('leaves no secret and no part of a longer one', () => {
    const secret = fc
      .string({ minLength: 4, maxLength: 20 })
      .filter(text => !redacted.includes(text) && !text.includes('['))
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1 }), fc.array(fc.string()), (secrets, between) => {
        const text = secrets.map((one, i) => `${between[i] ?? ''}${one}`).join('|')
        const masked = mask(text, secrets)
        for (const one of secrets.filter(candidate => !candidate.includes(']')))
          expect(masked.includes(one)).toBe(false)
      }),
    )
  })

  it('reaches every depth', () => {
    expect(maskDeep({ a: ['x s3cret y', { b: 's3cret' }] }, ['s3cret'])).toEqual({
      a: [`x ${redacted} y`, { b: redacted }],
    })
  })

  it.each([
    'export AWS_ACCESS_KEY_ID=AKIAABCDEFGHIJKLMNOP',
    'postgres://app:correct-horse@db/shop',
    'Authorization: Bearer abcdef123456',
    'api_key = "0123456789abcdef"',
    `token ghp_${'a1'.repeat(18)}`,
  ])('knows the shape in %s', text => {
    expect(maskKnownShapes(text)).toContain(redacted)
  })

  it('looks for lines and machine-made words elsewhere, not for ordinary ones', () => {
    const found = secretsIn('the password is\ncanary-4f9a2b77 of the database')
    expect(found).toContain('canary-4f9a2b77')
    expect(found).not.toContain('password')
    expect(found).not.toContain('database')
  })

  it('stars a secret out of a recording however its events split it', () => {
    const secret = 'canary-4f9a2b77'
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 20 }), cuts => {
        const events: CastEvent[] = [[0.1, 'o', '$ echo \x1b[1m']]
        let rest = secret
        for (const cut of cuts) {
          events.push([0.01, 'o', rest.slice(0, cut)])
          events.push([0.01, 'o', '\x1b[0K'])
          rest = rest.slice(cut)
        }
        events.push([0.1, 'o', `${rest}\r\n${secret.slice(0, 5)}\r\n${secret.slice(5)}`])
        const shown = maskedBy(events, [secret])
          .map(([, , data]) => data)
          .join('')
          .replace(/\x1b\[[0-9]*[A-Za-z]|\s/g, '')
        expect(shown).toBe(`$echo${'*'.repeat(secret.length * 2)}`)
      }),
    )
  })

  it('holds back only what a secret might still end in, and each line stays as long as it was', () => {
    const masks = castMask(['canary-4f9a2b77'])
    const line = (text: string) => `[0.001, "o", ${JSON.stringify(text)}]`
    const numbers = Array.from({ length: 1_000 }, (_, i) => line(`${i}\r\n`))
    const first = masks.add(['{"version":3}', ...numbers, line('can')])
    expect(first.length).toBeGreaterThan(990)
    const note = '# fireline {"ran":{"command":"echo canary-4f9a2b77"}}'
    const rest = [...masks.add([line('ary-4f9\x1b['), note, line('1ma2b77 done')]), ...masks.end()]
    expect([...first, ...rest].slice(0, 1_001)).toEqual(['{"version":3}', ...numbers])
    expect([...first, ...rest].slice(1_001)).toEqual([
      '[0.001,"o","***"]  ',
      '[0.001,"o","*******\\u001b["]  ',
      '# fireline {"ran":{"command":"echo ***************"}}',
      '[0.001,"o","1m***** done"]  ',
    ])
  })

  it('takes everything out of a recording and leaves its lines and its places', () => {
    const masks = castMask([], true)
    const lines = ['{"version":3}', '[1, "o", "abc\\r\\né"]', '[1, "r", "80x24"]', '# fireline {}', '["torn']
    const masked = [...masks.add(lines), ...masks.end()]
    expect(masked.map(one => one.trimEnd())).toEqual([
      '{"version":3}',
      '[1,"o","***\\r\\n*"]',
      '[1,"r","80x24"]',
      '',
      '',
    ])
    expect(masked.map(one => Buffer.byteLength(one))).toEqual(lines.map(one => Buffer.byteLength(one)))
  })
})

const maskedBy = (events: readonly CastEvent[], secrets: readonly string[]): CastEvent[] => {
  const masks = castMask(secrets)
  // One by one: what is held back is held over more than one piece.
  const lines = events.flatMap(event => masks.add([JSON.stringify(event)]))
  return [...lines, ...masks.end()].map(line => JSON.parse(line) as CastEvent)
}
