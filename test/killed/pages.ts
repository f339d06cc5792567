import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Entry } from '../../src/incident/entry.ts'
import { of } from './told.ts'

/** Every accepted draft is one commit, and every commit of a draft is one that was accepted. */
export function pageTroubles(dataDir: string, entries: Entry[]): string[] {
  const format = '--format=%H %(trailers:key=Fireline-Draft,valueonly,separator=%x2C)'
  const folder = join(dataDir, 'runbook')
  const log = execFileSync('git', ['-c', 'safe.directory=*', '-C', folder, 'log', format], { encoding: 'utf8' })
  const commits = log
    .trim()
    .split('\n')
    .map(line => ({ commit: line.slice(0, 40), draft: line.slice(41) }))
    .filter(one => one.draft !== '')
  const accepted = of(entries, 'PageDrafted').filter(entry => entry.data.accepted)
  const wrong = accepted.flatMap(({ data: { draft } }) => {
    const made = commits.filter(one => one.draft === draft)
    const said = of(entries, 'PageAccepted').filter(entry => entry.data.draft === draft)
    const isOne = made.length === 1 && said.length === 1 && made[0]?.commit === said[0]?.data.commit
    return isOne ? [] : [`draft ${draft}: ${made.length} commits, accepted ${said.length} times`]
  })
  const unasked = commits.filter(one => !accepted.some(entry => entry.data.draft === one.draft))
  return [...wrong, ...unasked.map(one => `commit ${one.commit} was not asked for`)]
}
