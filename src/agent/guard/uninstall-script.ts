import { begins, ends } from './login-lines.ts'
import type { GuardPlaces } from './places.ts'

/** What stands on the host because of the guard. */
export interface Installed {
  /** Files that were not there before. */
  made: readonly string[]
  /** Files that are not ours alone: our lines go to their end. `before` holds them as they were, `before.ours` what was added. */
  joined: readonly { path: string; before: string }[]
  /** Folders that were not there before, the outermost first. */
  folders: readonly string[]
}

/**
 * Takes all of it away again, with nothing but a shell: no Node, no server, no login. A file that was joined becomes what it was, to the
 * byte; one that somebody changed since loses our lines alone.
 */
export function uninstallScript({ folder }: GuardPlaces, { made, joined, folders }: Installed): string {
  return `#!/bin/sh
# Takes Fireline's guard off this host. Asks nobody, and can be run again.
[ -x ${quoted(`${folder}/unhold`)} ] && ${quoted(`${folder}/unhold`)}
${joined.map(({ path, before }) => rejoin(path, before, folder)).join('')}rm -f ${made.map(quoted).join(' ')}
rm -rf ${quoted(folder)}
rmdir ${folders.toReversed().map(quoted).join(' ')} 2>/dev/null
exit 0
`
}

const rejoin = (path: string, before: string, folder: string): string => {
  const [file, was, ours, now] = [path, before, `${before}.ours`, `${folder}/now`].map(quoted)
  return `if [ -e ${was} ] && cat ${was} ${ours} | cmp -s - ${file}; then
  cp -p ${was} ${file}
elif cmp -s ${ours} ${file}; then
  rm -f ${file}
elif [ -e ${file} ]; then
  sed '/^${begins}$/,/^${ends}$/d' ${file} >${now} && cat ${now} >${file}
fi
`
}

export const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`
