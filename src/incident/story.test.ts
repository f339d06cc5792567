import { expect, it } from 'vitest'
import { parseMarkdown } from '../runbook/markdown.ts'
import type { Entry } from './entry.ts'
import { replay } from './replay.ts'
import { storyMarkdown } from './story.ts'

const ana = { kind: 'person', id: 'ana', name: 'Ana' }
const at = (seconds: number) => new Date(Date.parse('2026-11-12T23:59:50.000Z') + seconds * 1_000).toISOString()
const entry = (seq: number, type: string, data: object, more: object = {}) =>
  ({ id: `e${seq}`, incident: 'i', seq, at: at(seq * 5), by: ana, type, v: 1, data, ...more }) as unknown as Entry
const hostile =
  '<img src=x onerror=1> [click](javascript:1) ![x](http://evil) http://evil.example www.evil.example @all\n# Fireline says\n- `a` **b** &lt;'
const opened = { number: 7, title: hostile, severity: 'sev2', service: 'shop', team: 'default', openedBy: 'person' }
const evidence = {
  evidence: 'x',
  ref: 'E1',
  source: hostile,
  kind: 'paste',
  excerpt: `first\n\`\`\`\n${hostile}\n~~~`,
  digest: 'd'.repeat(64),
  bytes: 12,
}
const update = { update: 'u', text: 'the password is hunter2', audience: 'responders' }
const entries = [
  entry(1, 'IncidentOpened', { ...opened, startedAt: at(0) }),
  entry(2, 'LeadTaken', { person: 'ana' }),
  entry(3, 'EvidenceAdded', evidence),
  entry(4, 'UpdatePosted', { ...update, text: '████' }, { redacted: true }),
  entry(5, 'HypothesisProposed', { hypothesis: 'h', ref: 'H1', statement: hostile }),
]
const story = storyMarkdown({ ...replay(entries), hash: 'f00d' }, entries, () => 'Ana')

it('reads as a story: days, times, sentences, and evidence by its digest', () => {
  expect(story).toContain('### 2026-11-12\n\n- 23:59:55 UTC ')
  expect(story).toContain('### 2026-11-13\n\n- 00:00:00 UTC **Ana** leads')
  expect(story).toContain(`12 bytes, sha256 \`${'d'.repeat(64)}\``)
  expect(story).toContain('5 entries. The hash of the last one, which vouches for all before it: `f00d`.')
})

it('says what was taken out, and not what it said', () => {
  expect(story).toContain('**Ana** wrote something here that was taken out')
  expect(story).not.toContain('████')
})

it('is Markdown in which hostile text is text: no link, image, HTML or heading of its own', () => {
  const kinds = new Map<string, number>()
  const walk = (node: { type: string; children?: unknown[] }) => {
    kinds.set(node.type, (kinds.get(node.type) ?? 0) + 1)
    for (const child of node.children ?? []) walk(child as Parameters<typeof walk>[0])
  }
  walk(parseMarkdown(story))
  for (const kind of ['html', 'link', 'image', 'linkReference', 'imageReference', 'definition'])
    expect([kind, kinds.get(kind)]).toEqual([kind, undefined])
  expect(kinds.get('heading')).toBe(1 + 1 + 2 + 1 + 1)
  expect(kinds.get('code')).toBe(1)
})
