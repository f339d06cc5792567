import { pastOf } from './screen-past.ts'
import { joinThread, type Told } from './screen-thread.ts'

/** What a terminal shows now, kept so that a late or slow watcher gets the screen and not the whole past. */
export interface Screen {
  write(data: string, offset: number): void
  resize(cols: number, rows: number): void
  /** Nothing of what was shown before stays. */
  replace(data: string): void
  size(): { cols: number; rows: number }
  /** Up to which offset the parser has come. */
  position(): number
  /** Hears of each step that it makes. */
  onPosition(heard: (offset: number) => void): void
  /** The screen after everything written before this call; one serialisation serves all who ask at the same offset. */
  snapshot(): Promise<Snapshot>
  /** The same as plain lines, without colours and without what scrolled away. */
  text(): Promise<string>
  end(): void
}

export interface Snapshot {
  offset: number
  cols: number
  rows: number
  data: string
}

/** Characters that are kept to tell them again to a thread that begins anew; beyond, a snapshot takes their place. */
const mostKept = 1024 * 1024

interface Asked {
  what: 'snapshot' | 'text'
  /** How much the screen was told before this was asked. */
  after: number
  answer(answer: Snapshot | string): void
}

export function screenOf(cols: number, rows: number): Screen {
  let size = { cols, rows }
  let toldTo = 0
  let shownTo = 0
  let lastAsk = 0
  let cached: Promise<Snapshot> | undefined
  const ears: ((offset: number) => void)[] = []
  const asked = new Map<number, Asked>()
  const past = pastOf(cols, rows)
  const at = joinThread({
    heard(said) {
      if (said.type === 'answer') answered(said.ask, said.answer)
      else cameTo(said.offset)
    },
    again(say, isPoison) {
      if (isPoison) past.forget(size)
      // What is given up is not waited for.
      if (isPoison) cameTo(toldTo)
      cached = undefined
      for (const told of past.told()) say({ ...told, screen: at.id })
      for (const [ask, { what }] of asked) say({ type: 'ask', screen: at.id, ask, what })
    },
  })
  const cameTo = (offset: number) => {
    shownTo = offset
    for (const heard of ears) heard(offset)
  }
  const answered = (ask: number, answer: Snapshot | string) => {
    const one = asked.get(ask)
    asked.delete(ask)
    if (one && typeof answer !== 'string') past.became(answer, one.after)
    one?.answer(answer)
  }
  const ask = (what: Asked['what']) =>
    new Promise<Snapshot | string>(answer => {
      lastAsk += 1
      asked.set(lastAsk, { what, after: past.count(), answer })
      at.say({ type: 'ask', screen: at.id, ask: lastAsk, what })
    })
  const snapshot = () => (cached ??= ask('snapshot') as Promise<Snapshot>)
  const tell = (told: Told) => {
    cached = undefined
    past.add(told)
    at.say({ ...told, screen: at.id })
    const isAsked = [...asked.values()].some(one => one.what === 'snapshot')
    if (past.length() > mostKept && !isAsked) void snapshot()
  }
  at.say({ type: 'open', screen: at.id, cols, rows })
  return {
    write(data, offset) {
      toldTo = offset
      tell({ type: 'write', data, offset })
    },
    resize(to, high) {
      size = { cols: to, rows: high }
      tell({ type: 'resize', ...size })
    },
    replace(data) {
      past.forget(size)
      tell({ type: 'replace', data, offset: toldTo })
    },
    size: () => size,
    position: () => shownTo,
    onPosition: heard => void ears.push(heard),
    snapshot,
    text: () => ask('text') as Promise<string>,
    end: at.leave,
  }
}
