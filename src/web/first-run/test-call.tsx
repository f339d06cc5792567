import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { contactInWords } from '../../roster/contact-name.ts'
import { standingOf, type TestCall as Test } from '../../steps/notify/test-call.ts'
import { read, write } from '../desk/client.ts'
import { clockTime } from '../desk/clock.ts'
import { Icon } from '../parts/icon.tsx'
import css from './first-run.module.css'
import { Trouble } from './trouble.tsx'
import { useWish } from './use-wish.ts'

const lookMs = 500

/** "Page me as a test", and how far it came: owed, handed over with the receiver's own answer, tapped. */
export function TestCall({ person, channels }: { person: string; channels: readonly string[] }) {
  const [channel, setChannel] = useState(channels[0] ?? '')
  const { answer, error, busy, ask } = useWish(() =>
    write<Test>(`/api/v1/people/${person}/contacts/${encodeURIComponent(channel)}/test`),
  )
  const { data } = useQuery({
    queryKey: ['tests', person],
    queryFn: () => read<{ tests: Test[] }>(`/api/v1/people/${person}/tests`),
    refetchInterval: lookMs,
  })
  const test = data?.tests.find(one => one.id === answer?.id) ?? answer
  return (
    <div className={`stack ${css.test}`}>
      {channels.length > 1 && (
        <label className="field">
          <span>Over</span>
          <select value={channel} onChange={event => setChannel(event.currentTarget.value)}>
            {channels.map(one => (
              <option key={one} value={one}>
                {contactInWords(one)}
              </option>
            ))}
          </select>
        </label>
      )}
      <button
        type="button"
        className={test?.state === 'tapped' ? 'btn' : 'btn primary big'}
        disabled={busy}
        onClick={() => void ask()}
      >
        <Icon name="bell" /> Page me as a test
      </button>
      <Trouble error={error} />
      {test && <Came test={test} />}
      {!test && data?.tests[0] && <Before test={data.tests[0]} />}
    </div>
  )
}

function Came({ test }: { test: Test }) {
  const { says, next } = standingOf(test)
  return (
    <div role="status" className={css.came} data-state={test.state}>
      <p>
        <b className={test.state === 'tapped' ? 'proven' : test.state === 'failed' ? 'need' : ''}>{says}</b>
      </p>
      {next && <p className="soft small">{next}</p>}
    </div>
  )
}

function Before({ test }: { test: Test }) {
  return (
    <p className="note">
      The last one, {clockTime(test.askedAt)} over {contactInWords(test.channel)}: {standingOf(test).says}
    </p>
  )
}
