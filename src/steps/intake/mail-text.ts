/** Lines that begin what was written before, as mail programs write them. */
const quoteBegins = [
  /^\s*-{2,}\s*(original message|forwarded message|ursprüngliche nachricht|message d'origine|mensaje original)\b/i,
  /^\s*(on|am|le|el|il|op)\b.{4,200}(wrote|schrieb.{0,80}|a écrit|escribió|ha scritto|schreef.{0,80})\s*:\s*$/i,
  /^_{8,}\s*$/,
]
const headerOfQuote = /^\s*\*?(from|von|de|da|van)\s?:\*?\s/i
const secondHeader = /^\s*\*?(sent|date|gesendet|datum|envoyé|enviado|to|an)\s?:\*?\s/i

/** The text without what it answers: no quoted lines, nothing below the line that begins them, no signature. */
export function withoutHistory(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const end = lines.findIndex((line, n) => endsBefore(line, lines[n + 1] ?? ''))
  const own = (end < 0 ? lines : lines.slice(0, end)).filter(line => !/^\s*>/.test(line))
  return own
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

/** Programs break "On … wrote:" over two lines. */
function endsBefore(line: string, next: string): boolean {
  if (line === '-- ') return true
  if (quoteBegins.some(begins => begins.test(line))) return true
  if (/^\s*(on|am|le|el)\b/i.test(line) && quoteBegins.some(begins => begins.test(`${line} ${next}`))) return true
  return headerOfQuote.test(line) && secondHeader.test(next)
}

/** A subject without Re: and Fwd:, in the languages that are common. */
export const bareSubject = (subject: string): string =>
  subject
    .slice(0, 500)
    .replace(/^(\s*(re|aw|fwd?|wg|tr|rv|sv|antw)\s*(\[\d+\])?\s*:)+/i, '')
    .trim()

/** What a mail says as one report: its subject, then its own words. */
export function saysOf(subject: string, text: string, most: number): string {
  const own = withoutHistory(text)
  const title = bareSubject(subject)
  const says = own.toLowerCase().startsWith(title.toLowerCase()) ? own : [title, own].filter(Boolean).join('\n')
  return (says || 'A mail without words').slice(0, most).toWellFormed()
}

/** A letter of ours names its incident in `References`, and every mail program carries that along in an answer (RFC 5322, 3.6.4). */
export const incidentAnswered = (headers: MailHeaders): string | undefined =>
  /<incident-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/i
    .exec(`${headers.get('in-reply-to') ?? ''} ${headers.get('references') ?? ''}`)?.[1]
    ?.toLowerCase()

/** Header name in small letters -> value. */
export type MailHeaders = ReadonlyMap<string, string>

/** Answered or sent by a machine (RFC 3834), a bounce, or a list: nobody is hurt who wrote it. */
export function isAutomatic(headers: MailHeaders, from: string): boolean {
  const of = (name: string) => (headers.get(name) ?? '').trim().toLowerCase()
  const auto = of('auto-submitted')
  if (auto !== '' && !auto.startsWith('no')) return true
  if (['bulk', 'junk', 'list', 'auto_reply'].includes(of('precedence'))) return true
  if (headers.has('list-id') || headers.has('x-autoreply') || headers.has('x-autorespond')) return true
  if (of('return-path') === '<>' || of('content-type').startsWith('multipart/report')) return true
  return /^(mailer-daemon|postmaster|no-?reply|bounces?)([+@-]|$)/i.test(from)
}
