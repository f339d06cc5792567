import type { HostAnswer } from '../api/host-protocol.ts'
import { type Next, type Refusal, refuse } from '../incident/decision.ts'
import type { OpeningNo } from '../terminal/opening.ts'

/** Level 0 is always there: a shell of one's own, from one's own machine. */
const byOwnSsh = (host: string): Next => ({
  label: `Share ssh ${host} instead`,
  command: 'look-around',
  body: {},
  line: `fireline share -- ssh ${shellWord(host)}`,
})

const again = (host: string): Next => ({
  label: 'Sign again',
  command: 'look-around',
  body: {},
  line: `fireline shell ${shellWord(host)}`,
})

export const noAgent = (host: string): Refusal =>
  refuse('no-agent', `No agent that opens shells on ${host} is connected here.`, [byOwnSsh(host)])

type Says = (host: string, why: string) => Refusal

const saysBy: Record<OpeningNo, Says> = {
  'shell-off': host =>
    refuse('shell-off', `${host} opens no shells for Fireline: its file does not allow level 4.`, [byOwnSsh(host)]),
  'not-listed': host =>
    refuse('not-on-the-list', `${host} does not know that name with that kind of key. Root lists it there.`, [
      byOwnSsh(host),
    ]),
  'other-host': forged,
  'other-incident': forged,
  'other-terminal': host =>
    refuse('shell-ended', `That shell on ${host} has ended, or its agent does not know it.`, [again(host)]),
  'unknown-nonce': late,
  'too-late': late,
  'bad-session-key': forged,
  'bad-signature': forged,
  'other-account': host =>
    refuse('other-account', `On ${host} you are listed for another account than this shell runs as.`, [again(host)]),
  'did-not-start': (host, why) =>
    refuse('shell-did-not-start', `${host} knows you, and could not start a shell: ${why}`, [
      again(host),
      byOwnSsh(host),
    ]),
}

/** The host's no in our own words: what it said itself is quoted only where no code says it. */
export function openingRefused(host: string, answer: HostAnswer): Refusal {
  if (answer.type !== 'no') return noAgent(host)
  const says = Object.hasOwn(saysBy, answer.code) ? saysBy[answer.code as OpeningNo] : undefined
  if (says) return says(host, plain(answer.message))
  if (answer.code === 'no-answer') return noAgent(host)
  if (answer.code === 'not-allowed') return saysBy['shell-off'](host, '')
  return saysBy['did-not-start'](host, plain(answer.message))
}

function forged(host: string): Refusal {
  return refuse('signature-refused', `${host} did not take this signature: it is not by the key on its list.`, [
    again(host),
    byOwnSsh(host),
  ])
}

function late(host: string): Refusal {
  return refuse('signed-too-late', `${host} waits a minute for a signature, and takes each once.`, [again(host)])
}

const plain = (text: string): string => text.replaceAll(/[^\P{Cc}]+/gu, ' ').slice(0, 300)

const shellWord = (host: string): string => (/^[\w.-]+$/.test(host) ? host : `'${host.replaceAll("'", `'\\''`)}'`)
