import { z } from 'zod'
import type { Outside } from '../../engine/outside.ts'
import { spokenSpan } from '../../roster/spoken.ts'
import { notTheirs, peopleOf, type Swap, stateOf } from '../../roster/swap.ts'
import { onCallSays } from '../../steps/notify/on-call-words.ts'
import { oweWord } from '../../store/on-call-words.ts'
import { addSwap, swapById, swapByToken, swapsAfter } from '../../store/swaps.ts'
import { Answer, ApiError, badField, created } from '../answer.ts'
import { answerSwap, withdraw, wordsOf } from '../answer-swap.ts'
import { sentencePage } from '../capability-page.ts'
import { pageHeaders } from '../capability-style.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'
import { checkSpan, personNamed, personsById, scheduleNamed } from '../shift-people.ts'
import { slowDown } from '../slow-down.ts'
import { swapPage } from '../swap-page.ts'

const moment = z.iso.datetime({ offset: true, message: 'A time in RFC 3339, as "2026-11-23T08:00:00Z".' })
const span = {
  from: moment.transform(at => new Date(at).toISOString()),
  to: moment.transform(at => new Date(at).toISOString()),
}
const endsLater = ({ from, to }: { from: string; to: string }) => Date.parse(from) < Date.parse(to)
const wrongOrder = { message: 'Ends after it begins.', path: ['to'] }

const body = z
  .strictObject({
    schedule: z.string().max(100),
    ...span,
    ask: z.array(z.string().max(100)).max(100).optional(),
    inReturn: z.strictObject(span).refine(endsLater, wrongOrder).optional(),
    note: z.string().trim().max(300).optional(),
  })
  .refine(endsLater, wrongOrder)

/** Swaps: one asks, another says yes; both with one tap. */
export function swapRoutes({ secrets }: Outside): Route[] {
  const slow = slowDown()
  const unknown = () => new Answer(404, sentencePage('This link is not known', 'Perhaps it was cut in two on its way.'))
  return [
    route({
      method: 'GET',
      path: '/api/v1/swaps',
      action: 'read',
      says: 'Swaps whose time is not over: who asks whom for what, and how it stands.',
      run: async ({ sql, desk }) => ({
        swaps: (await swapsAfter(sql, desk.clock.now())).map(one => shown(one, desk.clock.at())),
      }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/swaps',
      action: 'respond',
      says: 'Asks others to take a part of your time on call: those named, or everybody else of the schedule. It stays yours until somebody says yes.',
      body,
      async run({ tx, desk, who, body }) {
        const [by, now, at] = [actorOf(who), desk.clock.now(), desk.clock.at()]
        const { schedule } = await scheduleNamed(tx, body.schedule)
        checkSpan(body, at)
        if (Date.parse(body.from) <= now.getTime())
          throw badField('from', 'It has begun already. Ask for what is left: begin a few minutes from now.')
        const other = notTheirs(schedule, by.id, body)
        if (other) throw badField('from', `You are not on call on "${body.schedule}" then: ${other}.`)
        const people = await personsById(tx)
        const asked = [...new Set(body.ask ?? peopleOf(schedule))].filter(id => id !== by.id)
        for (const [n, id] of (body.ask ?? []).entries()) personNamed(people, id, `ask.${n}`)
        const reached = asked.filter(id => people.has(id))
        if (reached.length === 0) throw badField('ask', 'There is nobody else in this schedule. Name whom you ask.')
        if (body.inReturn) checkReturn(schedule, reached, body.inReturn, at)
        slow(desk, by.id, 10)
        const id = await addSwap(tx, secrets, { ...body, asker: by.id, asked: reached }, now)
        const when = spokenSpan(body, schedule.zone)
        const inReturn = body.inReturn && spokenSpan(body.inReturn, schedule.zone)
        const word = onCallSays.swapAsked({ asker: by.name, schedule: body.schedule, when, inReturn, note: body.note })
        for (const person of reached) await oweWord(tx, person, word, now, id)
        tx.afterwards.push(() => desk.wake())
        const made = await swapById(tx, id)
        return created(made && shown(made, at))
      },
    }),
    ...(['take', 'decline', 'withdraw'] as const).map(answer =>
      route({
        method: 'POST',
        path: `/api/v1/swaps/:swap/${answer}`,
        action: 'respond',
        says: {
          take: 'Yes: I am on call then.',
          decline: 'No, I cannot.',
          withdraw: 'The asker takes the question back.',
        }[answer],
        async run({ tx, desk, who, params }) {
          const { id } = actorOf(who)
          const swap =
            answer === 'withdraw'
              ? await withdraw(tx, desk, params.swap, id)
              : await answerSwap(tx, desk, params.swap, id, answer)
          return shown(swap, desk.clock.at())
        },
      }),
    ),
    route({
      method: 'GET',
      path: '/s/:token',
      action: 'public',
      says: 'The page behind the link of a swap. Looking changes nothing.',
      async run({ sql, desk, params, reply }) {
        const found = await swapByToken(sql, params.token)
        reply.headers(pageHeaders)
        if (!found) return unknown()
        const words = await wordsOf(sql, found.swap, found.person)
        return new Answer(200, swapPage(found.swap, found.person, words, `/s/${params.token}`, desk.clock.at()))
      },
    }),
    route({
      method: 'POST',
      path: '/s/:token',
      action: 'public',
      says: 'Its two buttons: yes, I take it; no, I cannot.',
      body: z.strictObject({ answer: z.enum(['take', 'decline']) }),
      bodyLimit: 4 * 1024,
      async run({ tx, desk, params, body, reply, request }) {
        reply.headers(pageHeaders)
        slow(desk, `from ${request.ip}`, 30)
        const found = await swapByToken(tx, params.token)
        if (!found || !(await personsById(tx)).has(found.person)) return unknown()
        // What is over says so on the page itself.
        await answerSwap(tx, desk, found.swap.id, found.person, body.answer).catch(error => {
          if (!(error instanceof ApiError && error.status === 409)) throw error
        })
        reply.header('location', `/s/${params.token}`)
        return new Answer(303, '')
      },
    }),
  ]
}

function checkReturn(
  schedule: Parameters<typeof notTheirs>[0],
  asked: string[],
  inReturn: { from: string; to: string },
  at: string,
): void {
  const [only, ...more] = asked
  if (!only || more.length > 0) throw badField('inReturn', 'Ask one person alone when you offer something in return.')
  checkSpan(inReturn, at, 'inReturn.')
  const other = notTheirs(schedule, only, inReturn)
  if (other) throw badField('inReturn.from', `They are not on call then: ${other}.`)
}

const shown = (swap: Swap, at: string) => ({ ...swap, state: stateOf(swap, at) })
