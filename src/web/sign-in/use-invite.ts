import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { Failed } from '../desk/client.ts'

interface Invite {
  role: 'viewer' | 'responder' | 'admin'
  /** Who asks them in. */
  by?: string
}

/** What this one-use link is for. Its secret goes in a header: an address may stand in a log. */
export const useInvite = (secret: string) =>
  useQuery({
    queryKey: ['invite', secret],
    queryFn: () => lookAt(secret),
    staleTime: Number.POSITIVE_INFINITY,
  })

async function lookAt(secret: string): Promise<Invite> {
  const response = await fetch('/api/v1/invite', { headers: { 'x-invite': secret } })
  const said = (await response.json()) as Invite & { error?: { message: string } }
  if (!response.ok) throw new Failed(response.status, said.error?.message ?? 'Fireline does not answer.')
  return said
}

/** The secret in the address; another link pasted into the same tab loads nothing, but changes it. */
export const useSecret = (): string => useSyncExternalStore(onHash, () => location.hash.slice(1))

function onHash(changed: () => void) {
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}
