import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { type Failed, write } from '../desk/client.ts'
import { severityField } from '../desk/form-table.ts'
import { Dialog } from '../parts/dialog.tsx'
import { FieldInput } from '../parts/field-input.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { ServiceField } from './service-field.tsx'

/** A person reports: what, how bad, where. */
export function DeclareDialog({ onClose }: { onClose(): void }) {
  const [, go] = useLocation()
  const queries = useQueryClient()
  const [error, setError] = useState<Failed>()
  async function declare(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    try {
      const { number } = await write<{ number: number }>(
        '/api/v1/incidents',
        Object.fromEntries(new FormData(event.currentTarget)),
      )
      await queries.invalidateQueries({ queryKey: ['incidents'] })
      go(`/incidents/INC-${number}`)
    } catch (no) {
      setError(no as Failed)
    }
  }

  return (
    <Dialog title="Declare an incident" onClose={onClose}>
      <form className="stack" onSubmit={event => void declare(event)}>
        <FieldInput name="title" field={{ label: 'What is wrong, as users see it', kind: 'line' }} />
        <FieldInput name="severity" field={{ ...severityField, initial: 'sev2' }} />
        <ServiceField label="Service" />
        {error && (
          <p className="need small" role="alert">
            {error.message}
          </p>
        )}
        <FormEnd verb="Declare it" onBack={onClose} />
      </form>
    </Dialog>
  )
}
