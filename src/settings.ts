import { resolve } from 'node:path'

/** Everything the environment says, read once. CONTRACT: the names are the outer surface. */
export interface Settings {
  host: string
  port: number
  dataDir: string
  databaseUrl?: string
  adminToken?: string
  smtpUrl?: string
  mailFrom: string
  /** The public address in links, cookies and origin checks; none: where it listens. */
  url?: string
  tlsCert?: string
  tlsKey?: string
  runbook?: string
  secretFile?: string
  /** Names, addresses and CIDR blocks of our own network that calls may go to. */
  allowPrivate?: string
  /** Where a request is kept before its 2xx; none: in segment files beside the embedded database, in a table of a shared one. */
  acceptLog?: 'segments' | 'table'
  /** A folder for the copies of status pages; none: `status` in the data folder. */
  statusCopy?: string
  /** A folder for copies of what is changed, best on a disk of its own; none: `backups` in the data folder. */
  copies?: string
  /** A file of the team's own programs that take copies; none: there are none. */
  ownCopies?: string
  /** A change's commands may run on the server's own host when no terminal is shared. */
  localRun: boolean
  /** Who is told when pages may not leave, with no database and no policy between: an ntfy topic, a webhook or `mailto:`. */
  fallbackUrl?: string
  /** This node's name among several; none: its machine's name and port. */
  node?: string
  /** A loop that stands still for so long ends the process, to be started again; never where it is 0. */
  stuckAfterMs: number
  /** Where other nodes reach this one, where that is not what it listens on. */
  nodeUrl?: string
  /** The webhook's signing secret (`whsec_…`), or the access token of the ntfy topic. */
  fallbackSecret?: string
}

/** Throws with the variable's name and what it should be. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const port = Number(env['FIRELINE_PORT'] ?? '7070')
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error('FIRELINE_PORT is a port, 0 to 65535 (0 picks a free one).')
  const adminToken = env['FIRELINE_ADMIN_TOKEN']
  if (adminToken !== undefined && adminToken.length < 32)
    throw new Error('FIRELINE_ADMIN_TOKEN needs 32 characters or more.')
  const smtpUrl = env['FIRELINE_SMTP_URL']
  if (smtpUrl && !/^smtps?:\/\/[^/]+/.test(smtpUrl))
    throw new Error('FIRELINE_SMTP_URL is smtp[s]://[user:pass@]host:port.')
  const acceptLog = env['FIRELINE_ACCEPT_LOG']
  if (acceptLog !== undefined && acceptLog !== 'segments' && acceptLog !== 'table')
    throw new Error('FIRELINE_ACCEPT_LOG is segments or table.')
  return {
    host: env['FIRELINE_HOST'] ?? '127.0.0.1',
    port,
    dataDir: resolve(env['FIRELINE_DATA'] ?? 'data'),
    databaseUrl: env['DATABASE_URL'],
    adminToken,
    smtpUrl,
    mailFrom: env['FIRELINE_MAIL_FROM'] ?? 'Fireline <fireline@localhost>',
    url: env['FIRELINE_URL']?.replace(/\/+$/, ''),
    tlsCert: env['FIRELINE_TLS_CERT'],
    tlsKey: env['FIRELINE_TLS_KEY'],
    runbook: env['FIRELINE_RUNBOOK'],
    secretFile: env['FIRELINE_SECRET_FILE'],
    allowPrivate: env['FIRELINE_ALLOW_PRIVATE'],
    acceptLog,
    statusCopy: env['FIRELINE_STATUS_COPY'] && resolve(env['FIRELINE_STATUS_COPY']),
    copies: env['FIRELINE_COPIES'] && resolve(env['FIRELINE_COPIES']),
    ownCopies: env['FIRELINE_OWN_COPIES'] && resolve(env['FIRELINE_OWN_COPIES']),
    localRun: env['FIRELINE_LOCAL_RUN'] === '1',
    fallbackUrl: fallbackUrlOf(env),
    stuckAfterMs: stuckAfterOf(env['FIRELINE_STUCK_SECONDS']),
    node: nodeOf(env['FIRELINE_NODE']),
    nodeUrl: nodeUrlOf(env['FIRELINE_NODE_URL']),
    fallbackSecret: env['FIRELINE_FALLBACK_SECRET'],
  }
}

function nodeOf(name: string | undefined): string | undefined {
  if (name && !/^[\w.:-]{1,60}$/.test(name))
    throw new Error('FIRELINE_NODE is a name of letters, digits, dots, colons and dashes, 60 at the most.')
  return name || undefined
}

function stuckAfterOf(seconds = '60'): number {
  if (!/^(0|[1-9]\d{0,4})$/.test(seconds))
    throw new Error('FIRELINE_STUCK_SECONDS is whole seconds, 1 to 99999; 0 leaves a loop that stands still alone.')
  return Number(seconds) * 1_000
}

function nodeUrlOf(url: string | undefined): string | undefined {
  if (url && !/^https?:\/\/[^/\s]+\/?$/.test(url))
    throw new Error('FIRELINE_NODE_URL is where other nodes reach this one: http://10.0.0.4:7070.')
  return url?.replace(/\/$/, '') || undefined
}

function fallbackUrlOf(env: NodeJS.ProcessEnv): string | undefined {
  const url = env['FIRELINE_FALLBACK_URL']
  if (!url) return undefined
  if (!/^(https?:\/\/[^/]+\/\S+|mailto:[^@\s]+@\S+)$/.test(url))
    throw new Error(
      'FIRELINE_FALLBACK_URL is an ntfy topic (https://ntfy.sh/our-topic), a webhook (with FIRELINE_FALLBACK_SECRET=whsec_…) or mailto:ops@example.org.',
    )
  if (url.startsWith('mailto:') && !env['FIRELINE_SMTP_URL'])
    throw new Error('FIRELINE_FALLBACK_URL is a mail address: it needs FIRELINE_SMTP_URL.')
  return url
}
