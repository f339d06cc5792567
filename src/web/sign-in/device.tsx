import { useState } from 'react'
import { write } from '../desk/client.ts'
import { useMe } from '../desk/use-me.ts'
import { OneQuestion } from './sign-in-form.tsx'

/** `fireline login` shows a code in a terminal; whoever is signed in here says that it is theirs. */
export default function DevicePage() {
  const me = useMe()
  const [done, setDone] = useState(false)
  const code = location.hash.slice(1) || (new URLSearchParams(location.search).get('code') ?? '')
  if (!me) return null
  if (done)
    return (
      <main className="page">
        <h1>The terminal is signed in</h1>
        <p className="soft">It acts as {me.name} now. You can close this page.</p>
      </main>
    )
  return (
    <OneQuestion
      title="Sign a terminal in"
      verb={`Yes, it acts as ${me.name}`}
      onGiven={async value => {
        await write('/api/v1/device/approve', { userCode: value('code') })
        setDone(true)
      }}
    >
      <p className="small soft">Only if you started it yourself, and it shows this code.</p>
      <label className="field">
        <span>Code</span>
        <input name="code" defaultValue={code} required autoComplete="off" spellCheck={false} />
      </label>
    </OneQuestion>
  )
}
