import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { followFiles } from './follow-files.ts'

const mostLines = 10_000

/** What the logs of this host say from now on: the journal where there is one, the files beside it. `stopped` ends the journal's reader. */
export function hostLines(stopped: AbortSignal): () => string[] {
  const journal = existsSync('/usr/bin/journalctl') && existsSync('/run/systemd/journal')
  const files = journal ? [] : ['auth.log', 'secure', 'syslog', 'messages', 'cron']
  const fromFiles = followFiles(['dpkg.log', ...files].map(name => `/var/log/${name}`))
  if (!journal) return fromFiles
  const fromJournal = followJournal(stopped)
  return () => [...fromJournal(), ...fromFiles()]
}

function followJournal(stopped: AbortSignal): () => string[] {
  const tags = ['sshd', 'sshd-session', 'CRON', 'crond'].flatMap(tag => ['-t', tag])
  const args = ['--follow', '--lines=0', '--output=short', ...tags]
  const reader = spawn('/usr/bin/journalctl', args, { stdio: ['ignore', 'pipe', 'ignore'], signal: stopped })
  reader.on('error', () => {})
  let begun = ''
  let lines: string[] = []
  reader.stdout.setEncoding('utf8').on('data', (text: string) => {
    const all = (begun + text).split('\n')
    begun = all.pop() ?? ''
    lines = [...lines, ...all].slice(-mostLines)
  })
  return () => lines.splice(0)
}
