import { type Ask, happened } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import type { ChangeBody } from './asks.ts'

/** Said once of each copy, and of those alone that were proven here. */
export function copiesExpired(was: Incident, ask: Ask<ChangeBody<'copies-expired'>>) {
  const gone = ask.body.backups.filter(id =>
    was.backups.some(backup => backup.id === id && backup.state === 'verified' && !backup.expired),
  )
  return gone.length > 0 ? [happened('CopiesExpired', { backups: gone, why: ask.body.why })] : []
}

/** Where it went is said without the password that an address may hold. */
export function copyPutBack(was: Incident, ask: Ask<ChangeBody<'copy-put-back'>>) {
  const { backup, into, ...counts } = ask.body
  const isHere = was.backups.some(one => one.id === backup && one.state === 'verified')
  return isHere ? [happened('CopyPutBack', { backup, into: withoutPassword(into), ...counts })] : []
}

const withoutPassword = (address: string): string =>
  address.replace(/(\/\/[^/@:]*):[^/]*@/, '$1@').replace(/\?.*$/s, '')
