import type { GuardPlaces } from './places.ts'

/** Around what is ours in a file that is not. */
export const [begins, ends] = ['# >>> fireline guard >>>', '# <<< fireline guard <<<']

const why = '# Fireline: says who has the keyboard here during an incident. `fireline host guard uninstall` removes it.'

/**
 * What a login shell reads at its start. Only an interactive one on a terminal asks: whatever has no terminal passes by before
 * anything else is looked at. Nothing here may fail, and a program that is gone is passed by.
 */
export const profileLines = ({ program }: GuardPlaces): string => `${why}
if [ -t 0 ]; then
  case $- in
    *i*)
      if [ -z "$FIRELINE_TOLD$FIRELINE_SHARED" ] && [ -x ${program} ]; then
        ${program} tell || :
        export FIRELINE_TOLD=1
      fi
      ;;
  esac
fi
`

export const zshLines = ({ program }: GuardPlaces): string => `${begins}
${why}
if [[ -o interactive && -t 0 && -z "$FIRELINE_TOLD$FIRELINE_SHARED" && -x ${program} ]]; then
  ${program} tell || :
  export FIRELINE_TOLD=1
fi
${ends}
`

export const fishLines = ({ program }: GuardPlaces): string => `${why}
if status is-login; and status is-interactive; and test -t 0; and test -z "$FIRELINE_TOLD$FIRELINE_SHARED"; and test -x ${program}
    ${program} tell
    set -gx FIRELINE_TOLD 1
end
`
