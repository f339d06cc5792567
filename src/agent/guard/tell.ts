import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { fishLines, profileLines, zshLines } from './login-lines.ts'
import type { Placed } from './place-files.ts'
import type { GuardPlaces } from './places.ts'
import { guardProgram } from './program.ts'

/** What the guard asks with. */
export interface GuardAsks {
  /** Where Fireline is. */
  server: string
  key: string
  watchKey: string
  /** Of whoever signed the server's certificate, where this host does not know them. */
  ca?: string
}

/**
 * All of tell mode: the program, what it asks with, and the lines of the login shells that this host has. Everybody may read the key that
 * asks who has the keyboard, for each login is told just that; the one that watches is root's.
 */
export function tellFiles(places: GuardPlaces, { server, key, watchKey, ca }: GuardAsks): Placed[] {
  const { folder } = places
  return [
    { path: places.program, text: guardProgram(places), mode: 0o755 },
    { path: `${folder}/server`, text: `${server}\n`, mode: 0o644 },
    { path: `${folder}/key`, text: `${key}\n`, mode: 0o644 },
    { path: `${folder}/watch-key`, text: `${watchKey}\n`, mode: 0o600 },
    ...(ca ? [{ path: `${folder}/ca.pem`, text: ca, mode: 0o644 }] : []),
    { path: places.log, text: '', mode: 0o600 },
    { path: places.profile, text: profileLines(places), mode: 0o644 },
    ...(existsSync(dirname(places.zsh))
      ? [{ path: places.zsh, text: zshLines(places), mode: 0o644, joins: true as const }]
      : []),
    ...(existsSync(dirname(dirname(places.fish))) ? [{ path: places.fish, text: fishLines(places), mode: 0o644 }] : []),
  ]
}
