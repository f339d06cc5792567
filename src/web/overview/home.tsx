import { useEffect, useState } from 'react'
import { useKeys } from '../desk/keys.ts'
import { useMe } from '../desk/use-me.ts'
import { useNow } from '../desk/use-now.ts'
import { later } from '../parts/later.tsx'
import { BurningHome } from './burning-home.tsx'
import { Gone, Reading } from './reading.tsx'
import { Shell } from './shell.tsx'
import { useFires } from './use-home.ts'

const DeclareDialog = later(() => import('./declare-dialog.tsx').then(all => all.DeclareDialog))
const KeySheet = later(() => import('../parts/key-sheet.tsx').then(all => all.KeySheet))
const quietHome = () => import('./quiet-home.tsx').then(all => all.QuietHome)
const QuietHome = later(quietHome)

/** What burns, what is owed to me or by me, and what is quiet. */
export function HomePage() {
  const me = useMe()
  const now = useNow()
  const open = useFires()
  const [declaring, setDeclaring] = useState(false)
  const [help, setHelp] = useState(false)
  // Mostly nothing burns: it comes while it is asked what does.
  useEffect(() => void quietHome().catch(() => {}), [])
  const declare = () => setDeclaring(true)
  useKeys({ declare, help: () => setHelp(true) })
  const { incidents: fires, asOf } = open.data ?? {}
  const Now = fires?.length === 0 ? QuietHome : BurningHome
  return (
    <Shell>
      {asOf && !open.error && <Gone says={readsNothing} seenAt={Date.parse(asOf)} now={now} />}
      {open.error && <Gone says={open.error.message} seenAt={open.dataUpdatedAt} now={now} />}
      <main className="page">
        {me && fires ? <Now me={me} fires={fires} now={now} onDeclare={declare} /> : <Reading isGone={!!open.error} />}
      </main>
      {declaring && <DeclareDialog onClose={() => setDeclaring(false)} />}
      {help && <KeySheet onClose={() => setHelp(false)} />}
    </Shell>
  )
}

const readsNothing = 'Fireline cannot read right now: its database does not answer. This is the last copy that it kept.'
