import { useQuery } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import type { Incident } from '../../incident/incident.ts'
import { read } from '../desk/client.ts'
import type { PaletteItem } from './palette.tsx'

const places: readonly (readonly [string, string])[] = [
  ['/', 'Home'],
  ['/incidents', 'Incidents'],
  ['/on-call', 'On call'],
  ['/services', 'Services'],
  ['/settings', 'Settings'],
  ['/first-run', 'First hour'],
]

/** The places to go to: pages, incidents that burn, services. */
export function usePaletteItems(): PaletteItem[] {
  const [, go] = useLocation()
  const open = useQuery({
    queryKey: ['incidents', 'open'],
    queryFn: () => read<{ incidents: Incident[] }>('/api/v1/incidents?status=open'),
  })
  const services = useQuery({
    queryKey: ['services'],
    queryFn: () => read<{ services: { id: string; name: string }[] }>('/api/v1/services'),
  })
  const to = (path: string, name: string, group: string): PaletteItem => ({
    id: path,
    name,
    group,
    run: () => go(path),
  })
  return [
    { id: 'search', name: 'Search all incidents', group: 'Place', run: () => search(go) },
    ...places.map(([path, name]) => to(path, name, 'Place')),
    ...(open.data?.incidents ?? []).map(one =>
      to(`/incidents/INC-${one.number}`, `INC-${one.number} ${one.title}`, 'On fire'),
    ),
    ...(services.data?.services ?? []).map(one => to(`/services/${one.id}`, one.name, 'Service')),
  ]
}

function search(go: (path: string) => void): void {
  const field = document.querySelector<HTMLElement>('#search')
  if (field) field.focus()
  else go('/incidents#search')
}
