import { useState } from 'react'
import type { Week } from '../../api/on-call-week.ts'
import { useKeys } from '../desk/keys.ts'
import { IfItBroke } from '../overview/service-preview.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import css from './on-call.module.css'

/** The pages before they are needed, of the service that somebody asks about. */
export function WhatIf({ week }: { week: Week }) {
  const services = week.policies.flatMap(one => one.services)
  const first =
    week.policies.find(one => one.policy !== 'default' && one.services.length > 0)?.services[0] ?? services[0]
  const [slug, setSlug] = useState(first?.slug)
  useKeys({ whatIf: () => document.getElementById('what-if')?.focus() })
  if (!slug) return null
  return (
    <div>
      <label className={css.whatIf}>
        <span>What would happen to</span>
        <select id="what-if" value={slug} onChange={event => setSlug(event.target.value)}>
          {services.map(one => (
            <option key={one.slug} value={one.slug}>
              {one.name}
            </option>
          ))}
        </select>
        <KeyHint name="whatIf" />
      </label>
      <IfItBroke key={slug} service={{ slug }} />
    </div>
  )
}
