import { useQuery } from '@tanstack/react-query'
import { read } from '../desk/client.ts'
import { clockTime } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'
import { useMe } from '../desk/use-me.ts'
import { Icon } from '../parts/icon.tsx'
import css from './board.module.css'

interface Letter {
  id: string
  to?: string
  page?: string
  state: 'owed' | 'handed over' | 'not wanted' | 'failed'
  attempts: { n: number; at: string; outcome: string; answer: string }[]
}

/** When everyone was told, how many letters that were, and how far they came; those that did not leave stand first. */
export default function Letters() {
  const { is } = useRoom()
  const me = useMe()
  const { data } = useQuery({
    queryKey: ['letters', is.id, is.stakeholdersToldAt],
    queryFn: () => read<{ letters: Letter[] }>(`/api/v1/incidents/${is.id}/letters`),
    enabled: is.stakeholdersToldAt !== undefined && me !== undefined && me.role !== 'viewer',
    refetchInterval: 15_000,
    placeholderData: before => before,
  })
  if (!is.stakeholdersToldAt) return null
  const letters = data?.letters ?? []
  const count = (state: Letter['state']) => letters.filter(one => one.state === state).length
  const said = (['handed over', 'owed', 'failed'] as const)
    .filter(state => count(state) > 0)
    .map(state => `${count(state)} ${words[state]}`)
  return (
    <>
      <p className="note row">
        <Icon name="horn" /> Announced to everyone, last at {clockTime(is.stakeholdersToldAt)}
        {said.length > 0 && `. Letters: ${said.join(', ')}`}
      </p>
      <ul className={css.told}>
        {letters
          .filter(one => one.state === 'failed' || (one.state === 'owed' && one.attempts.length > 0))
          .map(one => (
            <Trouble key={one.id} letter={one} />
          ))}
      </ul>
    </>
  )
}

const words: Record<Letter['state'], string> = {
  'handed over': 'handed over',
  owed: 'not out yet',
  failed: 'not taken',
  'not wanted': 'not wanted',
}

function Trouble({ letter: { to, page, state, attempts } }: { letter: Letter }) {
  return (
    <li>
      <details>
        <summary>
          <span className="clip">{to ?? `somebody who reads the page ${page}`}, mail</span>
          <span className={`note ${state === 'failed' ? 'need' : ''}`}>{words[state]}</span>
        </summary>
        {attempts.map(one => (
          <p key={`${one.n}${one.at}`} className="note">
            {clockTime(one.at)}, {one.outcome}: {one.answer || 'it said nothing'}
          </p>
        ))}
      </details>
    </li>
  )
}
