import { at, fieldsOf, isFields, linkAt, reading, textAt, timeAt, unreadable } from '../../alert/reading.ts'
import type { Sender } from '../../alert/sender.ts'

/** A change in the plain form, for a script that has a key and no account. */
export const plainChange: Sender = {
  kind: 'change',
  name: 'A change in plain JSON',
  vendorPage: '',
  sends: 'A change: what it was, and if you like service, author, at, link.',
  setUp: [
    'A script tells what it did:',
    `curl -H 'content-type: application/json' -d '{"change": "deploy checkout 2.31", "author": "zoe@example.org"}' {url}`,
    'With an account: fireline change "deploy checkout 2.31", or POST /api/v1/changes.',
  ],
  recognises: body => isFields(body) && typeof at(body, 'change') === 'string' && at(body, 'title') === undefined,
  read: (body, received) =>
    reading(() => {
      const fields = fieldsOf(body, [])
      const summary = textAt(fields, 'change', [], 1_024)?.trim()
      if (!summary) return unreadable(['change'], 'A change needs a line that says what it was.')
      return {
        alerts: [],
        change: {
          summary: summary.toWellFormed(),
          service: textAt(fields, 'service', [], 100),
          author: textAt(fields, 'author', [], 254)?.toWellFormed(),
          at: timeAt(fields, 'at', []) ?? received.at,
          link: linkAt(fields, 'link'),
        },
      }
    }),
}
