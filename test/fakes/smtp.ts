import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { Ledger } from './ledger.ts'

/** A real SMTP server that says no when told to. */
export interface SmtpFake {
  url: string
  /** Answers to come, first first; then it takes everything again. `hang` never answers. */
  misbehave: (number | 'hang')[]
  /** A mail that was taken is answered so much later: a sender may die in between. */
  answerAfterMs?: () => number
  stop(): Promise<void>
}

export async function startSmtp(ledger: Ledger): Promise<SmtpFake> {
  const fake: Pick<SmtpFake, 'misbehave' | 'answerAfterMs'> = { misbehave: [] }
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const fault = fake.misbehave.shift()
        if (fault === 'hang') return
        if (fault) return done(Object.assign(new Error('not now'), { responseCode: fault }))
        const mail = readMail(Buffer.concat(chunks).toString())
        const to = session.envelope.rcptTo.map(one => one.address).join(',')
        ledger.write({ over: 'smtp', to, what: mail.headers['subject'] ?? '', ...mail })
        if (fake.answerAfterMs) setTimeout(done, fake.answerAfterMs())
        else done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  return Object.assign(fake, {
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise<void>(resolve => server.close(() => resolve())),
  })
}

function readMail(raw: string): { headers: Record<string, string>; body: string } {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const headers = Object.fromEntries(
    lines.map(line => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      words(line.slice(line.indexOf(':') + 1).trim()),
    ]),
  )
  const body = rest.join('\r\n\r\n')
  const encoding = headers['content-transfer-encoding']
  return {
    headers,
    body:
      encoding === 'base64'
        ? Buffer.from(body, 'base64').toString()
        : encoding === 'quoted-printable'
          ? quoted(body)
          : body,
  }
}

const quoted = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()

/** RFC 2047 encoded words. */
const words = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?(.*?)\?=/gi, (_, how: string, word: string) =>
      how.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString() : quoted(word.replaceAll('_', ' ')),
    )
