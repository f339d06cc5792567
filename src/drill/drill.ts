import { type Cast, makeCast } from './cast.ts'
import { badDeploy } from './faults/bad-deploy.ts'
import type { Fault, Par, Probe, Truth } from './faults/fault.ts'
import { type OwnFireline, startFireline } from './fireline-child.ts'
import { type GuestCast, guestCast } from './guest-cast.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { seeded } from './random.ts'
import { goTheRoad, goTheRoadAsGuests } from './responder/road.ts'
import { runShopctl } from './responder/scene.ts'
import { sealTruth } from './sealed-truth.ts'
import { openShop, type Shop } from './shop/shop.ts'
import { enterStateFolder, type StateFolder } from './shop/state-folder.ts'
import { waitForPeople } from './with-people.ts'

/** Every fault that can be injected, by its name. */
export const faults: Record<string, Fault> = { [badDeploy.name]: badDeploy }

export type Line = { step: string; words: string; atMs: number }

export type DrillOptions = {
  fault: Fault
  folder: string
  seed: number
  isAuto: boolean
  isFast: boolean
  /** A Fireline that runs already; without one the drill brings its own. */
  server?: { url: string; token: string /** A person who agreed to be paged. */; ring?: string }
  tell: (line: Line) => void
}

export type DrillResult = { fault: string; seed: number; lines: Line[]; truth: Truth; par: Par; end: Probe }

/**
 * A rehearsal on a real system, broken on purpose. Whatever happens, nothing of it is left on this machine afterwards.
 * `whenToldToStop` ends it in between; while it is still being set up, it ends as soon as that is done.
 */
export async function drill(options: DrillOptions, whenToldToStop: Promise<never>): Promise<DrillResult> {
  whenToldToStop.catch(() => {})
  const { server } = options
  const guests = server && guestCast(server.url, server.token, server.ring)
  await guests?.check()
  const folder = await enterStateFolder(options.folder)
  const closing = new AsyncDisposableStack()
  closing.defer(() => folder.leave())
  try {
    const built = await build(options, folder, closing)
    const playing = play(options, folder, built, () => castOf(guests, built, closing))
    playing.catch(() => {})
    return await Promise.race([playing, whenToldToStop])
  } finally {
    await closing.disposeAsync()
  }
}

async function play(
  options: DrillOptions,
  folder: StateFolder,
  built: Built,
  castOf: () => Promise<Cast>,
): Promise<DrillResult> {
  const { fault, seed, isAuto, server } = options
  const { shop, fireline, mailbox } = built
  const { lines, tell } = teller(options)
  const cast = await castOf()
  shop.alertTo(cast.intakeUrl, cast.titles)
  tell('shop', `a shop with two web processes and a database serves its customers at ${shop.url}`)
  const injected = await fault.inject(shop, seeded(seed))
  const openTruth = await sealTruth(folder.at('truth.sealed'), injected.truth)
  tell('broken', `${fault.title}. Something was done to the shop; what it was is sealed until the end.`)
  const shopctl = (args: string[]) => runShopctl(shop.folder, args)
  const scene = { ...cast, shop, injected, mailbox, tell, shopctl, isGuest: server !== undefined }
  if (isAuto) await (server ? goTheRoadAsGuests(scene) : goTheRoad(scene))
  else await waitForPeople({ shop, url: fireline.url, cast, tell })
  return { fault: fault.name, seed, lines, truth: await openTruth(), par: fault.par, end: await injected.probe() }
}

/** On a Fireline that people use, what is made is taken away again. */
async function castOf(guests: GuestCast | undefined, built: Built, closing: AsyncDisposableStack): Promise<Cast> {
  const { shop, fireline } = built
  if (!guests) return makeCast(fireline.url, fireline.adminToken, shop.databaseUrl)
  closing.defer(() => guests.leave())
  return guests.make(shop.databaseUrl)
}

function teller(options: DrillOptions) {
  const startedAt = performance.now()
  const lines: Line[] = []
  const tell = (step: string, words: string) => {
    const line = { step, words, atMs: Math.round(performance.now() - startedAt) }
    lines.push(line)
    options.tell(line)
  }
  return { lines, tell }
}

type Built = { shop: Shop; fireline: Pick<OwnFireline, 'url' | 'adminToken'>; mailbox: Mailbox | undefined }

/** Both at once; when one does not start, the other is taken down as well. */
async function build(
  { server, isFast }: DrillOptions,
  folder: StateFolder,
  closing: AsyncDisposableStack,
): Promise<Built> {
  const opening = openShop(folder, { log: () => {}, isFast }).then(shop => {
    closing.defer(() => shop.stop())
    return shop
  })
  const starting = server
    ? Promise.resolve({ fireline: { url: server.url, adminToken: server.token }, mailbox: undefined })
    : startOwn(folder, closing)
  const [shop, own] = await Promise.allSettled([opening, starting])
  if (shop.status === 'rejected') throw shop.reason
  if (own.status === 'rejected') throw own.reason
  return { shop: shop.value, ...own.value }
}

async function startOwn(folder: StateFolder, closing: AsyncDisposableStack) {
  const mailbox = await openMailbox()
  closing.defer(() => mailbox.stop())
  const fireline = await startFireline(folder, {
    FIRELINE_SMTP_URL: mailbox.smtpUrl,
    FIRELINE_MAIL_FROM: 'fireline@drill.example',
  })
  closing.defer(() => fireline.stop())
  return { fireline, mailbox }
}
