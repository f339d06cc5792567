import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { credentialsIn } from './credential-scan.ts'
import { maskKnownShapes, redacted } from './mask.ts'
import { knownShapes } from './shapes.ts'

const letters = (alphabet: string, length: number) =>
  fc
    .array(fc.constantFrom(...alphabet.split('')), { minLength: length, maxLength: length })
    .map(all => all.join(''))
    // Drawn by chance a long value holds both; the few that do not are no test of it.
    .filter(text => /\d/.test(text) && (/[a-z]/i.test(text) || !/[a-z]/i.test(alphabet)))
const digits = '0123456789'
const hex = `${digits}abcdef`
const small = `${digits}abcdefghijklmnopqrstuvwxyz`
const both = `${small}ABCDEFGHIJKLMNOPQRSTUVWXYZ`
const base64 = `${both}+/`
const drawn = (opens: string, alphabet: string, length: number) => letters(alphabet, length).map(text => opens + text)
const pair = (opens: string, first: number, between: string, second: number) =>
  fc.tuple(letters(both, first), letters(hex, second)).map(([one, other]) => opens + one + between + other)

const bare: Record<string, fc.Arbitrary<string>> = {
  'an AWS access key': drawn('AKIA', `${digits}ABCDEFGHIJKLMNOPQRSTUVWXYZ`, 16),
  'a long-lived Bedrock key': drawn('ABSK', base64, 120),
  'a Google key': drawn('AIza', both, 35),
  'a GitHub token': drawn('ghs_', both, 36),
  'a fine-grained GitHub token': drawn('github_pat_', both, 82),
  'a GitLab deploy token': drawn('gldt-', both, 20),
  'a routable GitLab token': pair('glpat-', 27, '.01.', 9),
  'a GitLab job token': drawn('glcbt-64_', both, 20),
  'an npm token': drawn('npm_', both, 36),
  'a PyPI token': drawn('pypi-AgEIcHlwaS5vcmc', both, 80),
  'a Slack token': drawn('xoxb-123456789012-', both, 24),
  'a Stripe key': drawn('rk_live_', both, 24),
  'a Twilio key': drawn('SK', hex, 32),
  'a SendGrid key': pair('SG.', 22, '.', 43),
  'a Databricks token': drawn('dapi', hex, 32),
  'a Grafana token': pair('glsa_', 32, '_', 8),
  'a Sentry token': drawn('sntryu_', hex, 64),
  'a Dynatrace token': pair('dt0c01.', 24, '.', 64),
  'a New Relic key': drawn('NRAK-', both, 27),
  'a Shopify token': drawn('shpat_', hex, 32),
  'a Terraform token': pair('', 14, '.atlasv1.', 64),
  'a Vault token': drawn('hvs.', both, 24),
  'a Pulumi token': drawn('pul-', hex, 40),
  'a DigitalOcean token': drawn('dop_v1_', hex, 64),
  'a PlanetScale token': drawn('pscale_tkn_', both, 40),
  'a Hugging Face token': drawn('hf_', both, 34),
  'an OpenAI key': drawn('sk-proj-', both, 60),
  'an organisation token of Sentry': pair('sntrys_eyJ', 40, '=_', 43),
  'a key of MaxMind': fc.tuple(letters(both, 6), letters(both, 29)).map(([a, b]) => `${a}_${b}_mmk`),
  'a token of Square': drawn('EAAA', `${both}-_`, 60),
  'a Linear key': drawn('lin_api_', both, 40),
  'an age key': drawn('AGE-SECRET-KEY-1', `${digits}QPZRYXGFTVDWSJNKHCEMUAL`, 58),
  'a client secret of Azure': fc.tuple(letters(both, 3), letters(both, 32)).map(([a, b]) => `${a}8Q~${b}`),
  "an app's access to Facebook": fc.tuple(letters(digits, 15), letters(both, 28)).map(([a, b]) => `${a}|${b}`),
  'a JSON web token': pair('eyJhbGciOiJIUzI1NiJ9.eyJ', 40, '.', 43),
  'a Tailscale key': drawn('tskey-auth-', both, 30),
  'a token of Fireline': drawn('fl_', both, 43),
}

const surroundings: Record<string, (secret: string) => string> = {
  alone: secret => secret,
  'in a line of a log': secret => `2026-11-28T10:00:00.123Z INFO api: called with ${secret} in 12 ms`,
  'in JSON': secret => JSON.stringify({ level: 'info', msg: `sent "${secret}"\n`, n: 1 }),
  'in JSON in JSON': secret => JSON.stringify({ body: JSON.stringify({ value: secret }) }),
  'in YAML': secret => `env:\n  - name: X\n    value: ${secret}\n`,
  'in a shell': secret => `$ run --with '${secret}' | tee out\n`,
  'in a colour': secret => `\x1b[1;32m${secret}\x1b[0m\r\n`,
  'in an address': secret => `GET /hook?x=1&key=${secret}&y=2 200`,
}

const named: Record<string, [name: string, value: fc.Arbitrary<string>]> = {
  'a Datadog key': ['DATADOG_KEY', letters(small, 40)],
  'a Cloudflare key': ['cloudflare.global', letters(hex, 37)],
  'a Dropbox token': ['dropbox', letters(small, 15)],
  'a number of Asana': ['asana-client', letters(digits, 16)],
  'a Heroku key': ['heroku', fc.uuid()],
  'a Twitter token': ['twitter_access', drawn('1234567890123456-', both, 30)],
  'a Mailgun key': ['mailgun_signing', pair('', 32, '-1234abcd-', 8)],
  'a Telegram bot': ['telegram', drawn('123456789:A', both, 34)],
  'a secret key of AWS': ['aws_secret_access_key', letters(base64.replace('/', ''), 40)],
  'an API key': ['X-Api-Key', letters(both, 20)],
  'a password': ['db_password', letters(both, 8)],
}
const written: Record<string, (name: string, value: string) => string> = {
  'name=value': (name, value) => `starting with ${name}=${value} now`,
  'a header': (name, value) => `${name}: ${value}\r\nAccept: */*`,
  JSON: (name, value) => JSON.stringify({ [name]: value }),
  'JSON in JSON': (name, value) => JSON.stringify({ body: JSON.stringify({ [name]: value }) }),
  YAML: (name, value) => `${name}:   "${value}"\nnext: 1`,
  code: (name, value) => `${name} := '${value}';`,
  'a map': (name, value) => `{ :${name} => "${value}" }`,
}

describe('credentials of known shape', () => {
  it.each(Object.keys(bare))('hides %s wherever it stands', name => {
    const all = fc.tuple(bare[name] as fc.Arbitrary<string>, fc.constantFrom(...Object.values(surroundings)))
    fc.assert(
      fc.property(all, ([secret, within]) => {
        expect(maskKnownShapes(within(secret))).not.toContain(secret)
      }),
      { numRuns: 40 },
    )
  })

  it.each(Object.keys(named))('hides %s behind its name, however it is written', name => {
    const [says, value] = named[name] as (typeof named)[string]
    fc.assert(
      fc.property(fc.tuple(value, fc.constantFrom(...Object.values(written))), ([secret, within]) => {
        expect(maskKnownShapes(within(says, secret))).not.toContain(secret)
      }),
      { numRuns: 40 },
    )
  })

  const key = 'MIIEvQIBADANBgkqhkiG9w0BAQEF\nAASCBKcwggSjAgEAAoIBAQC7\n'
  it.each([
    [`-----BEGIN RSA PRIVATE KEY-----\n${key}-----END RSA PRIVATE KEY-----`, 'MIIEvQ'],
    [JSON.stringify({ key: `-----BEGIN PRIVATE KEY-----\n${key}` }), 'MIIEvQ'],
    ['curl -s -u ana:correct-horse https://shop', 'correct-horse'],
    ["curl \\\n  --user 'ana:correct horse' \\\n  https://shop", 'correct horse'],
    ['curl -H "Authorization: Basic YW5hOmNvcnJlY3Q=" https://shop', 'YW5hOmNvcnJlY3Q'],
    ['authorization: AWS4-HMAC-SHA256 Credential=AKIAABCDEFGHIJKLMNOP', 'AKIAABCDEFGHIJKLMNOP'],
    ['asked with Bearer 0a1b2c3d4e5f6071829304', '0a1b2c3d'],
    ['Cookie: theme=dark; sid=s3ss10n-0f-4n4', 's3ss10n-0f-4n4'],
    ['set-cookie: connect.sid=s%3Aabcdef0123; Path=/; HttpOnly', 's%3Aabcdef0123'],
    ['postgres://app:correct-horse@db/shop', 'correct-horse'],
    ['git clone https://0123456789abcdef0123@git.example/shop', '0123456789abcdef'],
    ['apiVersion: v1\nkind: Secret\ndata:\n  pg: Y29ycmVjdC1ob3JzZQ==\n', 'Y29ycmVjdC1ob3JzZQ'],
    ['data:\n  pg: Y29ycmVjdC1ob3JzZQ==\nkind: Secret\n', 'Y29ycmVjdC1ob3JzZQ'],
    ['{"data":{"pg":"Y29ycmVjdC1ob3JzZQ=="},"kind":"Secret"}', 'Y29ycmVjdC1ob3JzZQ'],
    ['<add key="ClearTextPassword" value="correct horse" />', 'correct horse'],
    ['<password>correct-horse</password>', 'correct-horse'],
    [JSON.stringify({ ran: 'curl \t-u \t "ana:correct-horse"' }), 'correct-horse'],
    ['mysql --user shop --password correct-horse', 'correct-horse'],
    ['GET /blob?sv=2024&sig=abc%2Bdefghijklmnop%3D HTTP/1.1', 'defghijklmnop'],
    ['POST https://api.telegram.org/bot12345678:AAabcdefghijklmnopqrstuvwxyz0123456/send', 'abcdefghijklm'],
  ])('hides what is written out in %j', (text, secret) => {
    expect(maskKnownShapes(text)).toContain(redacted)
    expect(maskKnownShapes(text)).not.toContain(secret)
  })

  it('hides it also where it stands once more and nothing tells', () => {
    expect(maskKnownShapes('password=correct-horse\nsu: correct-horse?')).toBe(`password=${redacted}\nsu: ${redacted}?`)
    const many = Array.from({ length: 300 }, (_, i) => `password=correct-horse-${i}`)
    const masked = maskKnownShapes([...many, ...many.map(line => line.replace('password=', 'su: '))].join('\n'))
    expect(masked).not.toContain('correct')
  })

  it('leaves a plain word where it is one, though it is also a password', () => {
    expect(maskKnownShapes('postgres://shop:shop@db, the shop is down')).toBe(
      `postgres://shop:${redacted}@db, the shop is down`,
    )
  })

  it.each([
    'password="" user=ana, token: \'\', next: 1',
    'Mountable secrets: shop-k8s-dockercfg-6wl6b',
    'curl -H "Authorization: Bearer $TOKEN" https://shop',
    'commit 8f14e45fceea167a5a36dedd4bea2543b1a2c3d4 merged by ana',
    'trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7',
    'datadog.trace_id: 4bf92f3577b34da6a3ce929d0e0e4736',
    'pulled sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'request 018f3c2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f took 12 ms',
    'twitter: request 018f3c2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f took 12 ms',
    'connecting to https://db-1.eu-west-1.internal:5432/shop?sslmode=require',
    'datadog: ip-10-0-0-12.eu-west-1.compute.internal:8126 at 2026-11-28T10:00:00Z',
    'sentry: /var/lib/sentry/2026/11/28/uploads/part-0001.bin written',
    'Failed password for invalid user admin from 10.0.0.7 port 50112 ssh2',
    'sentry: sentry-worker-7d9f8b6c5d-x2x4z restarted, linear: shop-web-6f7c9d8b54-bcd4z',
    'GET https://shop.example:8080?mail=ana@example.org 200',
    'PWD=/srv/shop OLDPWD=/opt',
    'password: ${DB_PASSWORD} token=null secret: true',
    'AppWindowToken{df0798e token=Token{78af589 ActivityRecord{3b04890 u0}}}',
    'Bad activity token: android.os.BinderProxy@784a5af',
    'kind: Deployment\ndata:\n  image: c2hvcC93ZWItMjAyNjExMjg=\n',
    'mean=0.2 key-value task-skipped-because-nothing-changed-since-yesterday risk-assessment',
    'easy.eyJ they keyed eyes.eyelashes.eyebrows',
  ])('leaves %j as it is', text => expect(maskKnownShapes(text)).toBe(text))

  it('tells places in order, none over another, and the same values as their text', () => {
    const parts = fc.constantFrom(
      'password=',
      'ghp_',
      'a1'.repeat(20),
      'eyJ',
      '.',
      '://',
      ':',
      '@',
      ' ',
      '"',
      '\n',
      'sk-',
    )
    const texts = fc.array(fc.oneof(parts, fc.string()), { maxLength: 30 }).map(all => all.join(''))
    fc.assert(
      fc.property(texts, text => {
        const places = credentialsIn(text)
        places.forEach(({ from, to }, n) => {
          expect(from).toBeGreaterThanOrEqual(places[n - 1]?.to ?? 0)
          expect(to).toBeGreaterThan(from)
          expect(to).toBeLessThanOrEqual(text.length)
        })
        expect(new Set(knownShapes(text))).toEqual(new Set(places.map(({ from, to }) => text.slice(from, to))))
      }),
    )
  })
})
