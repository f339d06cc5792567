import { useQuery } from '@tanstack/react-query'
import { read } from '../desk/client.ts'
import { FieldInput } from '../parts/field-input.tsx'

/** One of the services that there are. */
export function ServiceField({ label }: { label: string }) {
  const { data } = useQuery({
    queryKey: ['services'],
    queryFn: () => read<{ services: { slug: string; name: string }[] }>('/api/v1/services'),
  })
  const options = data?.services.map(one => [one.slug, one.name] as const) ?? [['default', 'default'] as const]
  return <FieldInput name="service" field={{ label, kind: 'choice', options }} />
}
