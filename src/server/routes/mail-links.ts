import { z } from 'zod'
import type { Sql, Tx } from '../../store/db.ts'
import { endMail, offLinkOf } from '../../store/stakeholders.ts'
import { askedOf, confirm } from '../../store/stakeholders-asked.ts'
import { endWatchWish, watchWishBehind } from '../../store/watch-wishes.ts'
import { endWeeklyMail, weeklyMailOf } from '../../store/weekly-mail.ts'
import { Answer } from '../answer.ts'
import { sentencePage } from '../capability-page.ts'
import { pageHeaders } from '../capability-style.ts'
import { oneButtonPage } from '../one-button-page.ts'
import { type Route, route } from '../route.ts'

/** What a link in a mail is for: what it asks, what its button does, and what is so afterwards. */
interface Linked {
  title: string
  says: string
  button: string
  press(tx: Tx, now: Date): Promise<void>
}

const nothing = z.record(z.string().max(40), z.string().max(100))

/** Links in mails that need no account: mail begins by one, and ends by one. Looking changes nothing. */
export const mailLinkRoutes = (): Route[] => [
  ...pageWithButton({
    path: '/u/:token',
    says: 'The page behind the link that ends mail: the weekly mail, words that there is something to watch, or mail about a service. Looking ends nothing.',
    pressSays: 'Ends that mail, by its button or by the one click of a mail program (RFC 8058).',
    find: async (sql, token) =>
      (await weekly(sql, token)) ?? (await toWatch(sql, token)) ?? (await aboutService(sql, token)),
    over: ['It is off', 'This mail does not come any more.'],
  }),
  ...pageWithButton({
    path: '/c/:token',
    says: 'The page behind the link that asks whether it was you who wants mail. Looking begins nothing.',
    pressSays: 'Yes: mail about these parts of the status page comes from now on.',
    find: wish,
    over: ['You will hear from us', 'One mail comes for each word that we say. Each mail has a link that ends it.'],
    none: ['This link is over', 'It was too old, or was cut in two on its way. Ask again on the status page.'],
  }),
]

async function weekly(sql: Sql, token: string): Promise<Linked | undefined> {
  const found = await weeklyMailOf(sql, token)
  return (
    found && {
      title: 'No more weekly mail?',
      says: `The ten noisiest alerts come to you on Mondays, ${found.name}. Pages are not touched by this.`,
      button: 'Switch it off',
      press: tx => endWeeklyMail(tx, found.person),
    }
  )
}

async function toWatch(sql: Sql, token: string): Promise<Linked | undefined> {
  const found = await watchWishBehind(sql, token)
  return (
    found && {
      title: 'No more words when there is something to watch?',
      says: `You hear when a terminal is shown live, ${found.name}. Pages are not touched by this.`,
      button: 'Switch it off',
      press: tx => endWatchWish(tx, found.person),
    }
  )
}

async function aboutService(sql: Sql, token: string): Promise<Linked | undefined> {
  const found = await offLinkOf(sql, token)
  return (
    found && {
      title: `No more mail about ${found.name}?`,
      says: `${found.email} hears from us when something is wrong with ${found.name}.`,
      button: 'Switch it off',
      press: (tx, now) => endMail(tx, found, now),
    }
  )
}

async function wish(sql: Sql, token: string): Promise<Linked | undefined> {
  const found = await askedOf(sql, token)
  return (
    found && {
      title: `Hear of ${found.title}?`,
      says: `${found.email} then gets one mail for each word that we say about it.`,
      button: 'Yes, tell me',
      press: (tx, now) => confirm(tx, found, now),
    }
  )
}

type Words = readonly [title: string, sentence: string]

interface Page {
  path: '/u/:token' | '/c/:token'
  says: string
  pressSays: string
  find(sql: Sql, token: string): Promise<Linked | undefined>
  over: Words
  /** Where it matters that the link is none; otherwise it is as if it had been pressed. */
  none?: Words
}

function pageWithButton({ path, says, pressSays, find, over, none = over }: Page): Route[] {
  return [
    route({
      method: 'GET',
      path,
      action: 'public',
      says,
      async run({ sql, params, reply }) {
        const found = await find(sql, params.token)
        reply.headers(pageHeaders)
        const at = path.replace(':token', params.token)
        return new Answer(200, found ? oneButtonPage({ ...found, at }) : sentencePage(...none))
      },
    }),
    route({
      method: 'POST',
      path,
      action: 'public',
      says: pressSays,
      body: nothing,
      bodyLimit: 4 * 1024,
      async run({ desk, tx, params, reply }) {
        const found = await find(tx, params.token)
        await found?.press(tx, desk.clock.now())
        reply.headers(pageHeaders)
        return new Answer(200, sentencePage(...(found ? over : none)))
      },
    }),
  ]
}
