import { forgottenAfterMs, type NodeNow, nodesNow } from '../steps/notify/nodes.ts'
import { type LastWord, lastWord } from '../store/last-resort.ts'
import { forgetOldNodes, forgetOtherNodes, nodesSeen, sayGoodBye, tellOfNode } from '../store/nodes.ts'
import type { Desk } from './desk.ts'
import { every, type Repeating } from './every.ts'

const tellEveryMs = 5_000

/** The nodes of this database, as this one knows them. */
export interface Nodes extends Repeating {
  /** This one's name. */
  name: string
  /** As the last look found them; this one alone before it. */
  now(): readonly NodeNow[]
  /** What the operators heard last, from whichever node. */
  lastWord(): LastWord | undefined
  /** Since when this node cannot promise that pages leave: the others hear it. */
  setRed(since: Date | undefined): void
}

export interface Own {
  name: string
  version: string
  address: string
  /** The database is its own, and no other node can be on it. */
  isAlone: boolean
}

/** Tells every 5 s that this node is here, and looks who else is. Stopping is the good-bye. */
export function startNodes(desk: Desk, { isAlone, ...own }: Own): Nodes {
  const me = { ...own, id: desk.node, startedAt: desk.clock.at() }
  let nodes: readonly NodeNow[] = [{ ...me, seenAt: me.startedAt, is: 'up' }]
  let word: LastWord | undefined
  let redSince: Date | undefined
  const isMissed = missing(desk)
  const look = async (wasDeaf: boolean) => {
    const now = desk.clock.now()
    await tellOfNode(desk.db, me, now, redSince)
    if (isAlone) await forgetOtherNodes(desk.db, me.id)
    else await forgetOldNodes(desk.db, new Date(now.getTime() - forgottenAfterMs))
    const found = nodesNow(await nodesSeen(desk.db), me.id, now.toISOString())
    word = await lastWord(desk.db)
    // Whoever did not listen, or had no database, has not heard the others either.
    nodes = wasDeaf ? found.filter(one => one.is === 'up') : found
    isMissed(nodes)
  }
  const repeating = every(desk, tellEveryMs, 'the look at the other nodes', look)
  return {
    name: me.name,
    now: () => nodes,
    lastWord: () => word,
    setRed: since => {
      redSince = since
    },
    soon: repeating.soon,
    async stop() {
      await repeating.stop()
      await sayGoodBye(desk.db, me.id, desk.clock.now()).catch(() => {})
    },
  }
}

/** Says in the log, once each, who vanished. */
function missing(desk: Desk): (nodes: readonly NodeNow[]) => void {
  let missed: string[] = []
  return nodes => {
    const gone = nodes.filter(one => one.is === 'vanished')
    for (const { id, name, seenAt } of gone)
      if (!missed.includes(id)) desk.log.error('a node vanished without a good-bye', { node: name, lastSeen: seenAt })
    missed = gone.map(one => one.id)
  }
}
