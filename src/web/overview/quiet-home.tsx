import { useEffect } from 'react'
import type { HomeProps } from './burning-home.tsx'
import { DeclareButton } from './declare-button.tsx'
import css from './home.module.css'
import { HomeCards } from './home-cards.tsx'
import { OwedSection } from './owed-section.tsx'
import { PutOut } from './put-out.tsx'
import { Quiet } from './quiet.tsx'

export function QuietHome({ me, fires, now, onDeclare }: HomeProps) {
  useEffect(() => {
    document.title = 'Fireline'
  }, [])
  return (
    <>
      <div className="sec-head">
        <DeclareButton onDeclare={onDeclare} />
      </div>
      <Quiet now={now} />
      <OwedSection me={me} fires={fires} now={now} />
      <div className={css.three}>
        <HomeCards me={me} now={now} isQuiet />
      </div>
      <PutOut now={now} />
    </>
  )
}
