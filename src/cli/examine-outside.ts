import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { count } from '../incident/sentence.ts'
import { runbookState } from '../runbook-state.ts'
import type { Settings } from '../settings.ts'
import { addressFinding } from './examine-phones.ts'
import { attention, type Finding, fine } from './finding.ts'

const patienceMs = 3_000

/** Mail is set up, and its server says hello. Nothing is sent, nobody signs in. */
export async function mailFinding({ smtpUrl }: Settings): Promise<Finding> {
  if (smtpUrl === undefined)
    return attention('mail', 'Nobody can be told by mail.', 'Set FIRELINE_SMTP_URL=smtp://host:port and start again.')
  const { hostname, port, protocol } = new URL(smtpUrl)
  const isTls = protocol === 'smtps:'
  const at = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (isTls ? 465 : 25)) }
  const said = await greeting(at, isTls)
  if (/^220[ -]/.test(said)) return fine('mail', `${at.host}:${at.port} says ${said.slice(0, 80)}`)
  return attention(
    'mail',
    `${at.host}:${at.port}: ${said.slice(0, 200)}`,
    'Is FIRELINE_SMTP_URL right, and may we reach it?',
  )
}

/** Its first line, or why there is none. */
function greeting({ host, port }: { host: string; port: number }, isTls: boolean): Promise<string> {
  return new Promise(resolve => {
    const socket = isTls ? connectTls({ host, port, servername: host }) : connect({ host, port })
    const done = (said: string) => {
      socket.destroy()
      resolve(said)
    }
    socket.setTimeout(patienceMs, () => done(`it says nothing within ${patienceMs / 1_000} s`))
    socket.once('data', (said: Buffer) => done(said.toString().split('\r\n')[0] ?? ''))
    socket.once('error', error => done(error.message))
    socket.once('close', () => done('it closed the line without a word'))
  })
}

export async function runbookFinding(folder: string): Promise<Finding> {
  const state = await runbookState(folder)
  const about = 'runbook'
  if (state.is === 'missing') return attention(about, `${folder} is not there.`, 'A start makes it.')
  if (state.is === 'no-git')
    return attention(about, 'git cannot be run: pages are read, yet none can be kept.', 'Install git.')
  if (state.is === 'no-repository') return attention(about, `${folder} is no git repository.`, `git init ${folder}`)
  if (state.is === 'broken') return attention(about, `${folder}: ${state.why}`, `git -C ${folder} status`)
  if (state.uncommitted > 0)
    return attention(about, `Not committed: ${count(state.uncommitted, 'file')}.`, `git -C ${folder} status`)
  if (state.notSent > 0)
    return attention(about, `Not sent: ${count(state.notSent, 'commit')}.`, `git -C ${folder} push`)
  return fine(about, `${folder}, every page committed`)
}

/** The address in links answers, and is one that a phone can open. */
export async function urlFinding(settings: Settings, runs: boolean): Promise<Finding> {
  const { url, host, port } = settings
  const at = url ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const about = 'address'
  if (!runs) return attention(about, `${at} is not asked: no Fireline runs.`, 'Start it, then look again.')
  const trouble = await answers(`${at}/health/ready`)
  if (trouble) return attention(about, `${at} ${trouble}`, 'Is FIRELINE_URL the address that people use?')
  return addressFinding(at, settings)
}

async function answers(url: string): Promise<string | undefined> {
  try {
    const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(patienceMs), redirect: 'manual' })
    return ok ? undefined : `answers ${status}: it would not keep an alert now.`
  } catch {
    return 'does not answer.'
  }
}
