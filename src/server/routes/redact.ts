import { z } from 'zod'
import type { Desk } from '../../engine/desk.ts'
import { newId } from '../../engine/id.ts'
import { type MaskPages, redact } from '../../engine/redact/redact.ts'
import { roomFeedOf } from '../../hosts/room-feed.ts'
import { terminalsOf } from '../../hosts/terminals.ts'
import { mask } from '../../redact/mask.ts'
import type { RunbookStore } from '../../steps/consult/runbook-store.ts'
import { badField } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'

const body = z
  .strictObject({
    entry: z.string().max(64).optional(),
    evidence: z.string().max(64).optional(),
    recording: z.string().max(64).optional(),
    note: z.string().max(64).optional(),
    text: z.string().min(4, 'At least 4 characters: less stands everywhere.').max(4_000).optional(),
    reason: z.string().trim().min(1).max(1_000),
  })
  .refine(wish => [wish.entry, wish.evidence, wish.recording, wish.note].filter(Boolean).length === 1, {
    error: 'Name one: entry, evidence, recording or note.',
    path: ['evidence'],
  })

const kinds = ['entry', 'evidence', 'recording', 'note'] as const

export function redactRoutes(runbook: RunbookStore): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/incidents/:incident/redact',
      action: 'redact',
      says: 'Takes a text out of everything that Fireline answers, and says what still holds it; `note` is one said beside the lead. `text` names the very words.',
      body,
      async run({ desk, tx, who, params, ask, body }) {
        const maskPages = pagesOf(runbook, actorOf(who), body.reason, desk.clock.now)
        const done = await redact(desk, tx, params.incident, ask(body), maskPages)
        if (!done) throw badField(kinds.find(kind => body[kind]) ?? 'evidence', 'It is not of this incident.')
        tx.afterwards.push(() => clearScreens(desk, params.incident))
        tx.afterwards.push(() => roomFeedOf(desk).forget())
        return { entries: done.handled.entries, stillHolds: done.stillHolds }
      },
    }),
  ]
}

/** Pages are committed before the timeline is: a page masked for nothing hurts less than a secret left standing. */
function pagesOf(
  runbook: RunbookStore,
  author: { id: string; name: string },
  reason: string,
  now: () => Date,
): MaskPages {
  return async (paths, secrets) => {
    const changed: string[] = []
    for (const path of new Set(paths)) {
      const page = await runbook.read(path)
      const markdown = page && mask(page.markdown, secrets)
      if (!page || markdown === page.markdown || markdown === undefined) continue
      const draft = newId(now())
      await runbook.commit({ draft, path, markdown, base: page.version, message: `Redact ${path}: ${reason}`, author })
      changed.push(path)
    }
    return changed
  }
}

/** What a late watcher would be shown was made from words that are gone: the screen begins anew with the next output. */
function clearScreens(desk: Desk, incident: string): void {
  for (const live of terminalsOf(desk).all(incident)) live.screen.write('\x1bc\x1b[3J', live.relayedTo())
}
