import type { ComponentType } from 'react'
import { useEffect } from 'react'
import { Link } from 'wouter'
import { type Me, useMe } from '../desk/use-me.ts'
import { Shell } from '../overview/shell.tsx'
import { ProofPart } from '../proof/proof-part.tsx'
import { AccessPart } from './access.tsx'
import { AgentsPart } from './agents.tsx'
import { AlertRulesPart } from './alert-rules.tsx'
import { AuditPart } from './audit.tsx'
import { ChannelAccountsPart } from './channel-accounts.tsx'
import { ChatPart } from './chat.tsx'
import { ChecksPart } from './checks.tsx'
import { LoadPart } from './load.tsx'
import { MePart } from './me.tsx'
import { NoisePart } from './noise.tsx'
import { OutsidePart } from './outside.tsx'
import { PeoplePart } from './people.tsx'
import { ResourcesPart } from './resources.tsx'
import { RulesPart } from './rules.tsx'
import { SendersPart } from './senders.tsx'
import css from './settings.module.css'
import { ShadowPart } from './shadow.tsx'
import { SilencesPart } from './silences.tsx'
import { StandBysPart } from './stand-bys.tsx'
import { StatusPagesPart } from './status-pages.tsx'

interface Part {
  slug: string
  title: string
  says: string
  shows: ComponentType<{ me: Me }>
  for: readonly Me['role'][]
}

const everyone = ['viewer', 'responder', 'admin'] as const
const working = ['responder', 'admin'] as const
const admins = ['admin'] as const

const parts: readonly Part[] = [
  { slug: 'me', title: 'Me', says: 'How I am reached, tokens, sessions, keys', shows: MePart, for: everyone },
  { slug: 'people', title: 'People', says: 'Who comes in, and what they may', shows: PeoplePart, for: admins },
  {
    slug: 'channels',
    title: 'Channels',
    says: 'What SMS and calls go over',
    shows: ChannelAccountsPart,
    for: admins,
  },
  { slug: 'senders', title: 'Senders', says: 'What may send alerts', shows: SendersPart, for: working },
  {
    slug: 'outside',
    title: 'From outside',
    says: 'Forms and mail of people who are hurt',
    shows: OutsidePart,
    for: working,
  },
  { slug: 'chat', title: 'Chat', says: 'A channel of Slack for each incident', shows: ChatPart, for: working },
  {
    slug: 'status-pages',
    title: 'Status pages',
    says: 'What everybody else may see',
    shows: StatusPagesPart,
    for: working,
  },
  { slug: 'checks', title: 'Checks', says: 'Heartbeats and probes', shows: ChecksPart, for: working },
  {
    slug: 'resources',
    title: 'Backups',
    says: 'What can be copied before it is changed',
    shows: ResourcesPart,
    for: working,
  },
  {
    slug: 'stand-bys',
    title: 'Stand-bys',
    says: 'Where traffic can go when it has to',
    shows: StandBysPart,
    for: working,
  },
  { slug: 'access', title: 'Access and calls', says: 'Whom to ask, where to talk', shows: AccessPart, for: working },
  { slug: 'agents', title: 'Agents', says: 'What hosts allow, and the end of it', shows: AgentsPart, for: working },
  { slug: 'rules', title: 'Rules of the house', says: 'How strictly they are held', shows: RulesPart, for: working },
  {
    slug: 'alert-rules',
    title: 'Alert rules',
    says: 'Whose, how urgent, what belongs together',
    shows: AlertRulesPart,
    for: working,
  },
  {
    slug: 'silences',
    title: 'Silences',
    says: 'What is quiet, who says so, until when',
    shows: SilencesPart,
    for: everyone,
  },
  {
    slug: 'shadow',
    title: 'Beside another pager',
    says: 'What they rang, what this would have',
    shows: ShadowPart,
    for: everyone,
  },
  {
    slug: 'proof',
    title: 'Do pages arrive?',
    says: 'What was proven, what is late',
    shows: ProofPart,
    for: everyone,
  },
  { slug: 'noise', title: 'Noise', says: 'The ten noisiest alerts of the week', shows: NoisePart, for: everyone },
  {
    slug: 'load',
    title: 'Being on call',
    says: 'Hours, pages and broken nights of each',
    shows: LoadPart,
    for: working,
  },
  { slug: 'audit', title: 'Audit', says: 'Who changed what, and when', shows: AuditPart, for: admins },
]

/** Me, people, senders, what we back up, rules, and what was changed. */
export default function SettingsPage({ params }: { params: Record<string, string> }) {
  const me = useMe()
  const mine = parts.filter(part => me && part.for.includes(me.role))
  const named = params['part'] !== undefined
  const part = mine.find(one => one.slug === (params['part'] ?? 'me'))
  useEffect(() => {
    document.title = `${part?.title ?? 'Settings'} · Settings · Fireline`
  }, [part?.title])
  return (
    <Shell>
      <main className={`page ${css.settings}`} data-part={named ? 'named' : 'none'}>
        <nav className={css.parts} aria-label="Settings">
          <h1 className={css.all}>Settings</h1>
          <ul>
            {mine.map(({ slug, title, says }) => (
              <li key={slug}>
                <Link href={`/settings/${slug}`} aria-current={slug === part?.slug ? 'page' : undefined}>
                  <b>{title}</b> <span className="note">{says}</span>
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className={css.part}>
          <Link className={css.back} href="/settings">
            All settings
          </Link>
          <h1>{part?.title ?? 'Settings'}</h1>
          {me && part && <part.shows me={me} />}
          {me && !part && <p className="empty">There is no such part, or it is for admins.</p>}
        </div>
      </main>
    </Shell>
  )
}
