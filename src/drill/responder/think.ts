import type { Incident } from '../../incident/incident.ts'
import { expectThat, type Scene, type Seen } from './scene.ts'

/** Breathe: what the message says, and what can be seen. */
export async function sizeUpAndLook(scene: Scene, incident: string): Promise<void> {
  const { sizeUp } = await scene.ana.incident(incident)
  expectThat(sizeUp, 'the size-up is there once somebody acknowledged')
  scene.tell('size-up', `${sizeUp.says.split('\n').join(': ')} · ${sizeUp.whoIsHurt} · ${sizeUp.nextSentence}`)
  for (const args of scene.injected.plan.look) {
    const seen = await scene.shopctl(args)
    const ref = await attach(scene, incident, seen)
    scene.tell('evidence', `${ref} ${seen.command}: ${tellingLine(seen)}`)
  }
}

/** The tempting theory is refused as a cause, then ruled out by what is seen. */
export async function ruleOutTheTempting(scene: Scene, incident: string): Promise<void> {
  const { statement, against, why } = scene.injected.plan.wrongTheory
  const proposed = await scene.ben.ask(incident, 'propose-hypothesis', { statement, service: scene.service })
  const hypothesis = made(proposed, 'hypothesis')
  const refusal = await scene.ana.askAndBeRefused(incident, 'confirm-cause', { hypothesis })
  expectThat(refusal.code === 'cause-without-evidence', 'a theory without evidence does not become the cause')
  expectThat(refusal.next.length > 0, 'the refusal says how to go on')
  scene.tell('refused', `"${statement}": ${refusal.message} (${refusal.next.map(each => each.label).join(' · ')})`)
  const seen = await scene.shopctl(against)
  const evidence = await attach(scene, incident, seen)
  await scene.ben.ask(incident, 'attach-evidence', { evidence, hypothesis, stance: 'against', why })
  await scene.ben.ask(incident, 'rule-out', { hypothesis, reason: why, evidence })
  const is = await scene.ana.incident(incident)
  expectThat(is.hypotheses.find(each => each.id === hypothesis)?.state === 'ruled out', 'the theory is ruled out')
  scene.tell('ruled-out', `"${statement}" by ${evidence}: ${why}`)
}

/** The cause, with what supports it. Gives the hypothesis. */
export async function confirmTheCause(scene: Scene, incident: string): Promise<string> {
  const { statement, service, mechanism, evidence } = scene.injected.plan.cause
  const hypothesis = made(
    await scene.ana.ask(incident, 'propose-hypothesis', { statement, service, mechanism }),
    'hypothesis',
  )
  for (const args of evidence) {
    const ref = await attach(scene, incident, await scene.shopctl(args))
    await scene.ana.ask(incident, 'attach-evidence', { evidence: ref, hypothesis, stance: 'for' })
  }
  await scene.ana.ask(incident, 'confirm-cause', { hypothesis })
  const is = await scene.ana.incident(incident)
  expectThat(is.cause === hypothesis, 'the cause is confirmed')
  scene.tell('cause', `${statement} (supported by ${evidence.length} pieces of evidence)`)
  return hypothesis
}

export function lookIntoTheBook(scene: Scene, is: Incident): void {
  const [first] = is.suggestedPages
  scene.tell('runbook', first ? `${first.title}: ${first.why}` : 'the book has no page for this yet')
}

/** As `./shopctl … | fireline attach` does it. Gives the short reference, E2. */
export async function attach(scene: Scene, incident: string, { command, output, exitCode }: Seen): Promise<string> {
  const body = { source: 'shop', kind: 'command', command, text: output || '(no output)', exitCode }
  const entries = await scene.ana.ask(incident, 'add-evidence', body)
  const entry = entries.find(each => each.type === 'EvidenceAdded')
  expectThat(entry?.type === 'EvidenceAdded', 'the evidence was kept')
  return entry.data.ref
}

/** `data.<thing>` of what a command made. */
export function made(entries: readonly { data: unknown }[], thing: string): string {
  const id = entries.map(entry => (entry.data as Record<string, unknown>)[thing]).find(each => typeof each === 'string')
  expectThat(id, `the command made a ${thing}`)
  return id
}

/** The last line that speaks of an error, else the last: what somebody would point at. */
function tellingLine({ output }: Seen): string {
  const lines = output.split('\n')
  const line = lines.findLast(each => /\b(5\d\d|error|[1-9]\d* of them 5xx)\b/.test(each)) ?? lines.at(-1) ?? ''
  const error = /"error":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1]?.replaceAll('\\"', '"')
  return (error ?? line).replaceAll(/\s+/g, ' ').slice(0, 110)
}
