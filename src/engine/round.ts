import type { Actor } from '../incident/entry.ts'
import type { Sender, Standing } from '../steps/intake/place-alert.ts'
import { putBlob } from '../store/blobs.ts'
import type { Tx } from '../store/db.ts'
import { type Integration, integrationById } from '../store/integrations.ts'
import type { Desk } from './desk.ts'
import { type Handled, handle } from './handle.ts'
import { newId } from './id.ts'

/** One accepted report while it is applied. */
export interface Round {
  tx: Tx
  desk: Desk
  integration: Integration
  /** The source, as it stands on timelines. */
  by: Actor
  /** When it was accepted, RFC 3339 UTC. */
  at: string
  standing: Standing
}

export const senderOf = ({ integration }: Pick<Round, 'integration'>): Sender => ({
  integration: integration.id,
  service: integration.service,
  ...(integration.mode === 'shadow' && { isShadow: true }),
})

/** The same for what came with another key; undefined when there never was one. */
export async function roundFor(round: Omit<Round, 'integration' | 'by'>, id: string): Promise<Round | undefined> {
  const integration = await integrationById(round.tx, id)
  return integration && { ...round, integration, by: { kind: 'system', id, name: integration.name } }
}

export async function askOf(round: Round, incident: string, command: string, body: unknown): Promise<Handled> {
  const { tx, desk, by } = round
  return handle(desk, tx, incident, { id: newId(desk.clock.now()), by, at: desk.clock.at(), body }, command)
}

/** Keeps a text whole; an entry carries its digest and how it begins. */
export async function storedText(
  { tx, desk }: Round,
  text: string,
): Promise<{ digest: string; bytes: number; excerpt: string }> {
  const content = Buffer.from(text, 'utf8')
  const digest = await putBlob(tx, content, desk.clock.now())
  return { digest, bytes: content.length, excerpt: text.slice(0, 2_000) }
}
