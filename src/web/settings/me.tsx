import { useState } from 'react'
import type { Me } from '../desk/use-me.ts'
import { KeySheet } from '../parts/key-sheet.tsx'
import { Contacts } from './contacts.tsx'
import { MyChats } from './my-chats.tsx'
import { OwnRules } from './own-rules.tsx'
import { Sessions } from './sessions.tsx'
import css from './settings.module.css'
import { ShadowHours } from './shadow-hours.tsx'
import { Tokens } from './tokens.tsx'
import { WatchWish } from './watch-wish.tsx'

/** How I am reached, what I come in by, and how I work. */
export function MePart({ me }: { me: Me }) {
  const [keys, setKeys] = useState(false)
  return (
    <>
      <Contacts person={me.id} />
      <OwnRules person={me.id} />
      <MyChats person={me.id} />
      <WatchWish />
      <ShadowHours />
      <Tokens person={me.id} />
      <Sessions person={me.id} />
      <section className={css.section} aria-labelledby="h-keys">
        <h2 id="h-keys">Keys</h2>
        <p className="small soft">
          Single letters work as keys in a room and at home. Their map, and the switch for whom they are in the way:
        </p>
        <button type="button" className="btn" onClick={() => setKeys(true)}>
          Show the keys
        </button>
        {keys && <KeySheet onClose={() => setKeys(false)} />}
      </section>
    </>
  )
}
