import { z } from 'zod'
import { storyMarkdown } from '../../incident/story.ts'
import { readHead } from '../../store/head.ts'
import { listPeople } from '../../store/people.ts'
import { sideNotesOf } from '../../store/side-notes.ts'
import { readTimeline } from '../../store/timeline.ts'
import { notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'

const types = { md: 'text/markdown; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' }

export function exportRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/incidents/:incident/export',
      action: 'read',
      says: 'The whole story to keep: md for people, jsonl with one entry a line for programs.',
      query: z.strictObject({ format: z.enum(['md', 'jsonl']).default('md') }),
      async run({ sql, params, query: { format }, reply }) {
        const notes = await sideNotesOf(sql, params.incident)
        const is = await readHead(sql, params.incident)
        if (!is) throw notFound(`incident ${params.incident}`)
        const entries = await readTimeline(sql, params.incident, 0)
        reply.headers({
          'content-type': types[format],
          'content-disposition': `attachment; filename="INC-${is.number}.${format}"`,
          'content-security-policy': "default-src 'none'; sandbox",
        })
        if (format === 'jsonl') return entries.map(entry => `${JSON.stringify(entry)}\n`).join('')
        const people = new Map((await listPeople(sql)).map(person => [person.id, person.name]))
        const name = (id: string) => people.get(id) ?? is.people.find(one => one.person === id)?.name ?? 'Somebody'
        // A file goes from hand to hand: until it is over, what the lead does not hear is in none.
        return storyMarkdown(is, entries, name, is.status === 'resolved' ? notes : [])
      },
    }),
  ]
}
