import { setTimeout as pause } from 'node:timers/promises'
import { attachKeeper } from '../../src/agent/attached-keeper.ts'
import { linkToServer } from '../../src/agent/link.ts'
import type { KeyboardHere } from '../../src/api/room-messages.ts'
import { seeded } from '../../src/drill/random.ts'
import type { Entry } from '../../src/incident/entry.ts'
import { type Caller, until, type World } from '../harness.ts'
import { type Browser, openBrowser, openIncident, type SharedShell, shareShell } from '../rally/people-at-a-terminal.ts'
import { type CutLine, cutLineTo, standsStill } from './faults.ts'
import type { Give, History, Key } from './history.ts'

/** One terminal whose keyboard goes round, the people it goes round among, and what was seen of it. */
interface Lane {
  world: World
  /** A whole number from 0, below this one. */
  below: (count: number) => number
  incident: string
  people: readonly [Caller, Caller, Caller]
  browsers: Browser[]
  line: CutLine
  shell: SharedShell
  /** Every key that was sent, by the number that it types. */
  sent: Map<number, Key>
  gives: Give[]
  /** The last hand-over that is done, and whose keyboard it made it. */
  holder: number
}

export interface Went {
  history: History
  handOvers: number
  /** Keys sent, of which the history has those that the program got. */
  keys: number
  faults: Record<Fault, number>
}

const faultKinds = ['stopped', 'cut', 'restarted', 'reopened'] as const
type Fault = (typeof faultKinds)[number]

/** The program in the terminal answers each key by itself, as it came: what was let in is what is on the screen. */
const answersKeys = ['/bin/sh', '-c', 'stty raw -echo; echo begun; exec cat']

/** Hands the keyboard of one terminal round `count` times while everybody types, and things break. `done` is called after each. */
export async function handRound(world: World, count: number, seed: number, done = () => {}): Promise<Went> {
  const lane = await openLane(world, seed)
  const faults: Record<Fault, number> = { stopped: 0, cut: 0, restarted: 0, reopened: 0 }
  try {
    for (let n = 0; n < count; n++) {
      await round(lane, faults)
      done()
    }
    const shown = await everythingShown(lane)
    const keys = [...lane.sent].filter(([number]) => shown.has(number)).map(([, key]) => key)
    const strays = [...shown].filter(number => !lane.sent.has(number))
    if (strays.length > 0) throw new Error(`the program got what nobody sent: ${strays.join()}`)
    return { history: { gives: lane.gives, keys }, handOvers: await handedOver(lane), keys: lane.sent.size, faults }
  } finally {
    lane.browsers.forEach(browser => browser.close())
    await lane.shell.end()
    lane.line.close()
  }
}

async function openLane(world: World, seed: number): Promise<Lane> {
  const chance = seeded(seed)
  const below = (count: number) => Math.floor(chance() * count)
  const people = [await world.person('Ana'), await world.person('Ben'), await world.person('Cleo')] as const
  const incident = await openIncident(world, { id: people[0].id, name: 'Ana' })
  for (const person of people) await asks(person, incident, 'join')
  const line = await cutLineTo(world.url)
  const shell = await shareShell(line.url, people[0], incident, { command: answersKeys, host: `lane-${seed}` })
  await shell.link.welcomed
  const sent = new Map<number, Key>()
  const first: Give = { epoch: 1, holder: people[0].id, askedMs: 0, seenMs: performance.now() }
  const lane: Lane = { world, below, incident, people, browsers: [], line, shell, sent, gives: [first], holder: 0 }
  watchShown(lane)
  for (const person of people) lane.browsers.push(await look(lane, person))
  await until(() => lane.browsers[0]?.shown().includes('begun'), 'the program')
  return lane
}

const look = (lane: Lane, who: Caller) =>
  openBrowser(lane.world.url, who.token, { incident: lane.incident, terminal: lane.shell.terminal })

async function asks(who: Caller, incident: string, command: string, body: object = {}): Promise<Entry[]> {
  const answer = await who.post<{ entries: Entry[] }>(`/api/v1/incidents/${incident}/${command}`, body)
  if (answer.status !== 200) throw new Error(`${command}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body.entries
}

/** One hand-over: a storm of keys around it, perhaps a fault in it, and what must not come and what must come after it. */
async function round(lane: Lane, faults: Record<Fault, number>): Promise<void> {
  const { below, people, incident } = lane
  const [from, to] = [lane.holder, (lane.holder + 1 + below(2)) % 3] as const
  const epoch = lastOf(lane).epoch
  const storm = Array.from({ length: 6 }, () => pause(below(12)).then(() => anyKey(lane, epoch)))
  const broken = below(4) === 0 ? breaks(lane, faults, from) : undefined
  await pause(below(8))
  const askedMs = performance.now()
  // Ana leads: she may hand over what is another's as well.
  const giver = people[below(3) === 0 && to !== 0 ? 0 : from] as Caller
  const entries = await asks(giver, incident, 'give-keyboard', { to: people[to]?.id })
  const given = entries.find(entry => entry.type === 'KeyboardGiven')?.data as { epoch: number; awaiting?: true }
  const awaits: { askedMs?: number } | undefined = given.awaiting && {}
  const give: Give = {
    epoch: given.epoch,
    holder: people[to]?.id ?? '',
    askedMs,
    seenMs: Infinity,
    ...(awaits && { awaits }),
  }
  lane.gives.push(give)
  if (awaits && below(3) > 0) await pause(below(5))
  if (awaits) awaits.askedMs = performance.now()
  if (awaits) await asks(people[to] as Caller, incident, 'have-control')
  await Promise.all([...storm, broken])
  lane.holder = to
  await until(() => lane.browsers.some(browser => isDone(browser, give.epoch)), 'the hand-over', 30_000)
  give.seenMs = performance.now()
  await afterwards(lane, epoch, give.epoch)
}

const lastOf = ({ gives }: Lane): Give => gives.at(-1) as Give

function isDone(browser: Browser, epoch: number): boolean {
  const last = browser.messages.findLast(message => 'keyboard' in message) as { keyboard: KeyboardHere } | undefined
  return last !== undefined && last.keyboard.confirmed && last.keyboard.epoch >= epoch && !last.keyboard.awaiting
}

/** Nobody's late keys come any more, by whichever way; the holder's do. */
async function afterwards(lane: Lane, was: number, is: number): Promise<void> {
  const { below, people } = lane
  const others = [0, 1, 2].filter(n => n !== lane.holder)
  for (const other of others) {
    byBrowser(lane, other, was)
    byBrowser(lane, other, is)
    forged(lane, people[other] as Caller, below(2) === 0 ? was : is)
  }
  const theirs: number[] = []
  const probe = async () => {
    theirs.push(byBrowser(lane, lane.holder, is))
    await pause(10 * theirs.length)
    return theirs.some(number => lane.sent.get(number)?.shownMs !== Infinity)
  }
  await until(probe, "the new operator's keys to arrive", 30_000)
}

/** Somebody's key, in one of the ways in which keys come. */
function anyKey(lane: Lane, epoch: number): void {
  const { below, people } = lane
  const who = below(3)
  const under = epoch + below(3) - (below(4) === 0 ? 1 : 0)
  const way = below(4)
  if (way === 0) forged(lane, people[who] as Caller, under)
  else if (way === 1) typedThere(lane)
  else byBrowser(lane, way === 2 ? lane.holder : who, under)
}

function byBrowser(lane: Lane, who: number, epoch: number): number {
  const number = note(lane, (lane.people[who] as Caller).id, epoch)
  const socket = lane.browsers[who]
  if (socket?.socket.readyState === 1)
    socket.send({ type: 'input', terminal: lane.shell.terminal, epoch, data: typed(number) })
  return number
}

/** As a server that lies would: straight to the program that guards the shell. */
function forged(lane: Lane, who: Caller, epoch: number): void {
  const number = note(lane, who.id, epoch)
  lane.shell.keeper.tell({ type: 'input', epoch, person: who.id, data: typed(number) })
}

/** By Ana, at the machine itself. */
function typedThere(lane: Lane): void {
  const number = note(lane, lane.people[0].id)
  lane.shell.keeper.tell({ type: 'local', data: typed(number) })
}

function note(lane: Lane, person: string, epoch?: number): number {
  const number = lane.sent.size + 1
  lane.sent.set(number, { person, ...(epoch !== undefined && { epoch }), sentMs: performance.now(), shownMs: Infinity })
  return number
}

const typed = (number: number) => `<${number}>`

/** When the program answered which key, as it is seen at the machine. */
function watchShown(lane: Lane): void {
  let text = ''
  lane.shell.keeper.happenings.on('screen', ({ data }) => {
    text += data
    for (const [, number] of text.matchAll(/<(\d+)>/g)) {
      const key = lane.sent.get(Number(number))
      if (key && key.shownMs === Infinity) key.shownMs = performance.now()
    }
    text = text.slice(text.lastIndexOf('<'))
  })
}

/** What the program ever got, by its whole recording. */
async function everythingShown(lane: Lane): Promise<Set<number>> {
  const { body } = await lane.people[0].get<{ terminals: { recording: string }[] }>(
    `/api/v1/incidents/${lane.incident}/terminals`,
  )
  lane.shell.keeper.tell({ type: 'end' })
  await until(() => lane.shell.keeper.exitCode() !== undefined, 'the program to end')
  const events = await until(
    async () => {
      const cast = (await lane.people[0].get<string>(`/api/v1/recordings/${body.terminals[0]?.recording}.cast`)).body
      const lines = cast.split('\n').filter(line => line.startsWith('['))
      return lines.at(-1)?.includes('"x"') && lines
    },
    'the whole recording',
    30_000,
  )
  const shown = events.map(line => JSON.parse(line) as [number, string, string]).filter(([, kind]) => kind === 'o')
  return new Set(
    [
      ...shown
        .map(([, , data]) => data)
        .join('')
        .matchAll(/<(\d+)>/g),
    ].map(([, number]) => Number(number)),
  )
}

/** By its timeline; its numbers only grow. */
async function handedOver({ people, incident, gives }: Lane): Promise<number> {
  const { body } = await people[0].get<{ entries: Entry[] }>(`/api/v1/incidents/${incident}/timeline`)
  const epochs = body.entries.flatMap(entry => (entry.type === 'KeyboardGiven' ? [entry.data.epoch] : []))
  const isGrowing = epochs.every((epoch, n) => n === 0 || epoch > (epochs[n - 1] ?? 0))
  if (!isGrowing || epochs.length !== gives.length) throw new Error(`numbers of hand-overs: ${epochs.join()}`)
  return epochs.length - 1
}

/** Something breaks, and comes back. */
async function breaks(lane: Lane, faults: Record<Fault, number>, holder: number): Promise<void> {
  const { below, shell, line, browsers, people } = lane
  const kind = faultKinds[below(faultKinds.length)] as Fault
  faults[kind] += 1
  await pause(below(20))
  if (kind === 'stopped') await standsStill(shell.keeper.pid, 5 + below(60))
  if (kind === 'cut') line.cut()
  if (kind === 'restarted') await restart(lane)
  if (kind === 'reopened') {
    browsers[holder]?.close()
    browsers[holder] = await look(lane, people[holder] as Caller)
  }
}

/** The program of the person at the machine ends and another one comes: it finds the shell, and has it dial anew. */
async function restart(lane: Lane): Promise<void> {
  const { shell, line, people } = lane
  const { session } = shell.keeper
  shell.link.close()
  shell.keeper.detach()
  shell.keeper = await attachKeeper(shell.folder, session)
  watchShown(lane)
  shell.link = linkToServer({ keeper: shell.keeper, url: line.url, token: people[0].token, say: () => {} })
}
