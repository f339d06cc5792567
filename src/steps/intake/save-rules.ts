import { type Refusal, refuse } from '../../incident/decision.ts'
import { rulesChanged } from './say.ts'

/** Whoever saves has read what stands: a version that somebody else saved meanwhile is not lost unseen. */
export function mayNotSave(now: { version: number; by: string | null }, basedOn: number): Refusal | undefined {
  if (basedOn === now.version) return undefined
  const body = { basedOn: now.version, rules: null }
  const next = { label: `Put yours on top of version ${now.version}`, command: 'save-rules', body }
  return refuse('rules-changed', rulesChanged(now, basedOn), [next])
}
