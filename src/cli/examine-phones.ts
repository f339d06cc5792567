import { hostname } from 'node:os'
import { reachable } from '../engine/reachable.ts'
import { contactInWords, overWords } from '../roster/contact-name.ts'
import type { Settings } from '../settings.ts'
import { lastResort, reachOf } from '../steps/notify/wakes.ts'
import { loadReachable } from '../store/contacts.ts'
import type { Db, Row } from '../store/db.ts'
import { listHeads } from '../store/head.ts'
import { readOutsideHeartbeat } from '../store/outside-heartbeat.ts'
import { listPeople } from '../store/people.ts'
import { attention, type Finding, fine } from './finding.ts'

const patienceMs = 3_000

/** What a page at night meets on its way: each person's channels, the servers between, and who notices when we are gone. */
export async function phoneFindings(db: Db, canMail: boolean): Promise<Finding[]> {
  return [...(await people(db, canMail)), ...(await relays(db)), await heartbeat(db), ...(await fate(db))]
}

/** One line for each person: by what they are reached, whether that wakes them, and what the last one answered. */
async function people(db: Db, canMail: boolean): Promise<Finding[]> {
  const channels = await loadReachable(canMail)(db)
  const answers = await lastAnswers(db)
  const everyone = (await listPeople(db)).filter(one => one.kind === 'person' && one.role !== 'viewer')
  return everyone.map(({ id, name }) => {
    const reach = reachOf(channels.get(id) ?? [])
    const last = answers.get(id) ?? (reach.channels.length > 0 ? 'No page has been handed over yet.' : '')
    const says =
      `${name}: ${reach.channels.map(contactInWords).join(', ') || 'no channel'}; wakes: ${reach.wakes}. ${last}`.trim()
    const trouble = reach.trouble && `${name} adds ntfy or Telegram: the page "First hour" shows how, with a test.`
    const resort = lastResort(reach)
    if (trouble) return attention('phone', says, trouble)
    return fine('phone', resort ? `${says} ${resort}` : says)
  })
}

/** The newest that a channel took, in the receiver's own words. */
async function lastAnswers(db: Db): Promise<Map<string, string>> {
  const calls = (await listHeads(db)).flatMap(is => is.calls).filter(call => call.answer !== undefined)
  const newestLast = calls.sort((a, b) => (a.at < b.at ? -1 : 1))
  return new Map(newestLast.map(call => [call.person, `Last by ${overWords(call)}, ${call.at}: ${call.answer}`]))
}

interface RelayRow extends Row {
  channel: string
  settings: string
}

const usual: Record<string, string> = { ntfy: 'https://ntfy.sh', telegram: 'https://api.telegram.org' }

/** The servers that carry pages are reached from here, outwards: that is all a phone behind any NAT needs. */
async function relays(db: Db): Promise<Finding[]> {
  const { rows } = await db.query<RelayRow>(
    `select distinct channel, settings from contact_method where channel in ('ntfy', 'telegram')`,
  )
  const used = new Map(rows.map(({ channel, settings }) => [serverIn(settings) ?? usual[channel] ?? '', channel]))
  return Promise.all([...used].map(([server, channel]) => relay(server, channel)))
}

const serverIn = (settings: string): string | undefined =>
  Object.values(JSON.parse(settings) as Record<string, unknown>).find(
    (value): value is string => typeof value === 'string' && /^https?:\/\//.test(value),
  )

async function relay(server: string, channel: string): Promise<Finding> {
  const { host } = new URL(server)
  try {
    await fetch(server, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(patienceMs) })
    return fine(channel, `${host} is reached from here`)
  } catch (error) {
    const { cause, message } = error as Error
    const why = cause instanceof Error ? cause.message : message
    const next = `May this machine speak to ${host}? A firewall or proxy has to let it out.`
    return attention(channel, `${host} is not reached from here: ${why}`, next)
  }
}

async function heartbeat(db: Db): Promise<Finding> {
  const about = 'outside'
  const next = 'Set an outside heartbeat: the page "First hour", Where does this run?'
  const set = await readOutsideHeartbeat(db)
  if (!set) return attention(about, 'When this machine is gone, nobody outside notices.', next)
  if (set.isHeard === false) return attention(about, `${set.host} does not hear us: ${set.answer ?? ''}`, next)
  return fine(about, set.isHeard ? `${set.host} hears from us` : `${set.host} was not told yet`)
}

/** What burns on this very machine takes Fireline with it. */
async function fate(db: Db): Promise<Finding[]> {
  const own = [hostname(), ...reachable('http://127.0.0.1').elsewhere.map(url => new URL(url).hostname)]
  const { rows } = await db.query<{ service: string }>(
    `select distinct service from alert, unnest($1::text[]) as own, unnest(array['"', ':']) as after
      where heard_at > now() - interval '30 days' and strpos(said, '"instance":"' || own || after) > 0 order by service`,
    [own],
  )
  if (rows.length === 0) return []
  const names = rows.map(row => row.service).join(', ')
  const next = 'Let Fireline run elsewhere, or set an outside heartbeat.'
  return [attention('fate', `Alerts of ${names} come from this very machine: both may go at once.`, next)]
}

/** What a phone can open. Pages come without it: the buttons of ntfy and Telegram answer over lines that we open ourselves. */
export function addressFinding(at: string, { port }: Pick<Settings, 'port'>): Finding {
  const about = 'address'
  const { hostname: host, protocol } = new URL(at)
  const { isLoopback, elsewhere } = reachable(at)
  const own = elsewhere.length > 0 ? ` This machine is also ${elsewhere.join(', ')}.` : ''
  if (isLoopback || host === '0.0.0.0' || host === '[::]')
    return attention(
      about,
      `Links in messages say ${at}: only this machine opens them, no phone does. Buttons in ntfy and Telegram work without it.`,
      `Set FIRELINE_URL to an address that phones reach, and FIRELINE_HOST=0.0.0.0 to listen there on port ${port}.${own}`,
    )
  const isPrivate = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|\[f[cd])|\.(lan|local|internal)$/.test(host)
  const where = isPrivate ? ', which phones open in your own network or VPN only; buttons work everywhere' : ''
  const plain = protocol === 'http:' && !isPrivate ? '. It is not https: who is on the way reads along' : ''
  if (plain) return attention(about, `${at}${plain}.`, 'Put https before it: FIRELINE_TLS_CERT and _KEY, or a proxy.')
  return fine(about, `${at}${where}`)
}
