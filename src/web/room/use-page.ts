import { useQuery } from '@tanstack/react-query'
import type { Step } from '../../runbook/step.ts'
import { read } from '../desk/client.ts'

interface PageRead {
  id: string
  html: string
  steps: Step[]
  /** Names of the steps that somebody signed. */
  signed: string[]
}

/** One page of the runbook, as it stands now. */
export function usePage(page: string | undefined): { data?: PageRead; error: Error | null } {
  const path = `/api/v1/runbook/pages/${(page ?? '').split('/').map(encodeURIComponent).join('/')}`
  return useQuery({ queryKey: ['page', page], queryFn: () => read<PageRead>(path), enabled: page !== undefined })
}
