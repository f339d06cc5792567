import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { type Failed, put, write } from '../desk/client.ts'
import { Dialog } from '../parts/dialog.tsx'
import { FieldInput } from '../parts/field-input.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { given } from '../parts/given.ts'
import { serviceBody, serviceFields } from './service-fields.ts'
import { type ServiceShown, usePolicies, useServices } from './use-service.ts'

interface ServiceFormProps {
  /** As it is; none: a new one. */
  service?: ServiceShown
  slug?: string
  onClose(): void
}

/** Makes a service, or changes it. What was typed stays when the answer is no. */
export function ServiceForm({ service, slug, onClose }: ServiceFormProps) {
  const [, go] = useLocation()
  const queries = useQueryClient()
  const services = useServices().data
  const policies = usePolicies(true).data
  const [error, setError] = useState<Failed>()
  if (!services || !policies) return null

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const value = given(event.currentTarget)
    const body = serviceBody(value)
    const name = service ? service.slug : value('slug').trim()
    try {
      if (service) await put(`/api/v1/services/${encodeURIComponent(name)}`, body)
      else await write('/api/v1/services', { ...body, slug: name })
      await queries.invalidateQueries({ queryKey: ['services'] })
      await queries.invalidateQueries({ queryKey: ['on-call'] })
      onClose()
      go(`/services/${encodeURIComponent(name)}`)
    } catch (no) {
      setError(no as Failed)
    }
  }

  const others = services.services.filter(one => one.slug !== service?.slug)
  const fields = serviceFields({ service, slug, others, policies: policies.policies.map(one => one.slug) })
  return (
    <Dialog title={service ? `Change ${service.name}` : 'Add a service'} onClose={onClose}>
      <form className="stack" onSubmit={event => void save(event)}>
        {fields.map(([name, field]) => (
          <FieldInput key={name} name={name} field={field} />
        ))}
        {error && (
          <p className="need small" role="alert">
            {error.path && `${error.path}: `}
            {error.message}
          </p>
        )}
        <FormEnd verb={service ? 'Save it' : 'Add it'} onBack={onClose} />
      </form>
    </Dialog>
  )
}
