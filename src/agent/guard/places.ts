import { join } from 'node:path'

/** Where the guard's parts are on a host. `under` is '' there; a test or an image puts all of it under a folder of its own. */
export interface GuardPlaces {
  /** The one program: a shell script, so that a login waits for nothing to start. */
  program: string
  /** Its folder: where the server is, and the two keys. */
  folder: string
  /** What the watcher writes: the server's last answer. */
  state: string
  /** What happened while the server did not answer. */
  log: string
  /** Read by the login shells: bash and sh, zsh, fish. */
  profile: string
  zsh: string
  fish: string
}

export function guardPlaces(under = ''): GuardPlaces {
  return {
    program: join(under, '/usr/local/lib/fireline/guard'),
    folder: join(under, '/etc/fireline/guard'),
    state: join(under, '/run/fireline/seat'),
    log: join(under, '/var/log/fireline-guard.log'),
    profile: join(under, '/etc/profile.d/fireline-guard.sh'),
    zsh: join(under, '/etc/zsh/zlogin'),
    fish: join(under, '/etc/fish/conf.d/fireline-guard.fish'),
  }
}
