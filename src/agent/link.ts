import type { AttachedKeeper } from './attached-keeper.ts'
import type { Welcome } from './keeper-protocol.ts'

/** The line to the server that a shell's keeper holds, as the program of the person at the machine hears of it. */
export interface Link {
  isLinked(): boolean
  /** Resolves at the first welcome; rejects when the server says no for good. */
  welcomed: Promise<Welcome>
  /** Everything recorded so far has been stored there. */
  allStored(): boolean
  /** Hears no more of it. The line itself stays for as long as the shell lives. */
  close(): void
}

export interface LinkParts {
  keeper: AttachedKeeper
  url: string
  token: string
  /** What to say to the person at the machine. */
  say(line: string): void
}

/** Has the keeper dial the server; whoever watches goes on doing so when this program leaves. */
export function linkToServer({ keeper, url, token, say }: LinkParts): Link {
  const welcome = Promise.withResolvers<Welcome>()
  welcome.promise.catch(() => {})
  let linked = false
  const hears = keeper.happenings
  const on = {
    linked: (said: { welcome: Welcome }) => {
      linked = true
      welcome.resolve(said.welcome)
    },
    cut: () => {
      linked = false
      say('The line to Fireline is cut. Your shell goes on; what it shows is kept and sent later.')
    },
    shownOut: ({ message }: { message: string }) => {
      say(message)
      welcome.reject(new Error(message))
    },
    gone: () => {
      linked = false
    },
  }
  hears.on('linked', on.linked).on('cut', on.cut).on('shown-out', on.shownOut).on('gone', on.gone)
  keeper.tell({ type: 'dial', url, token })
  return {
    isLinked: () => linked,
    welcomed: welcome.promise,
    allStored: () => keeper.stored() >= keeper.size(),
    close() {
      hears.off('linked', on.linked).off('cut', on.cut).off('shown-out', on.shownOut).off('gone', on.gone)
    },
  }
}
