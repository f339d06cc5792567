import type { Accepting } from './engine/accept.ts'
import type { Applier } from './engine/applier.ts'
import { oweChats } from './engine/chat/owe-chats.ts'
import type { Desk } from './engine/desk.ts'
import { every, type Repeating } from './engine/every.ts'
import type { Outside } from './engine/outside.ts'
import { prober } from './engine/probe/look-at-probes.ts'
import { calendarReader } from './engine/read-calendars.ts'
import { mailboxReader } from './engine/read-mailboxes.ts'
import { watchHeartbeats } from './engine/watch-heartbeats.ts'
import { watchRehearsals } from './engine/watch-rehearsals.ts'
import type { ReadMailbox } from './steps/intake/mailbox.ts'

const secondMs = 1_000

/**
 * What Fireline looks after by itself: heartbeats that stop, probes that fail, mailboxes, calendars by address. What it finds is accepted and applied like
 * everybody's alerts.
 */
export function startLooking(
  desk: Desk,
  { outbound, secrets }: Pick<Outside, 'outbound' | 'secrets'>,
  log: Accepting,
  applier: Applier,
): Repeating {
  const applied: Accepting = {
    async accept(incoming) {
      const receipt = await log.accept(incoming)
      void applier.applied()
      return receipt
    },
  }
  const probes = prober(desk, applied, outbound)
  const mailboxes = mailboxReader(desk, { outbound, secrets, log: applied, read: readWithImap })
  const calendars = calendarReader(desk, { outbound, secrets })
  const looks = [
    every(desk, secondMs, 'looking after heartbeats', wasDeaf => watchHeartbeats(desk, applied, wasDeaf)),
    every(desk, secondMs, 'looking at probes', () => probes.begin()),
    every(desk, secondMs, 'telling chats what is new', () => oweChats(desk)),
    every(desk, secondMs, 'reading mailboxes', () => mailboxes.begin()),
    every(desk, 60 * secondMs, 'looking at rehearsals', () => watchRehearsals(desk, applied)),
    every(desk, 5 * secondMs, 'reading calendars', () => calendars.begin()),
  ]
  return {
    soon: () => looks.forEach(look => look.soon()),
    async stop() {
      await Promise.all(looks.map(look => look.stop()))
      await Promise.all([probes.settled(), mailboxes.settled(), calendars.settled()])
    },
  }
}

/** What speaks IMAP costs a start a tenth of a second and some memory: it is loaded when the first mailbox is read. */
const readWithImap: ReadMailbox = async (...about) =>
  (await import('./integrations/imap/read-mailbox.ts')).readImap(...about)
