import type { Caller } from '../harness.ts'
import { type Here, slowly, strictly } from './stage.ts'

/** What leads up to a refusal, and the ask that is refused. */
export interface Scene {
  code: string
  title?: string
  play(here: Here): Promise<Asked> | Asked
}

export interface Asked {
  by: Caller
  command: string
  body?: object
  /** No command of an incident, so no chat knows it. */
  ownRoute?: true
}

export const scene = (code: string, play: Scene['play'], title?: string): Scene => ({ code, play, title })
export const strictScene = (code: string, play: Scene['play']) => scene(code, play, `carts are empty, ${strictly}`)
export const slowScene = (code: string, play: Scene['play']) => scene(code, play, `carts are empty, ${slowly}`)

/** Ana leads and types; Ben has come. */
export async function anaAndBen({ ana, ben, done }: Here): Promise<void> {
  await done(ana, 'join')
  await done(ben, 'join')
}

export const simple = {
  what: 'Drain web-2',
  intent: 'mitigation',
  kind: 'simple',
  touches: [] as string[],
}

/** Ana proposes a change; it is C1. */
export async function proposed({ ana, done }: Here, more: object = {}): Promise<void> {
  await done(ana, 'propose-change', { ...simple, ...more })
}

export async function theory({ ana, done }: Here): Promise<void> {
  await done(ana, 'propose-hypothesis', { statement: 'The gateway lost its routes' })
}

export async function suggestion({ ben, done }: Here): Promise<void> {
  await done(ben, 'suggest', { text: 'Roll the gateway back', why: 'It was fine before' })
}
