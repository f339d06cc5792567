import { useQuery, useQueryClient } from '@tanstack/react-query'
import { read, remove, write } from '../desk/client.ts'

export interface ReplayComment {
  id: string
  at: string
  person: string
  says: string
}

/** Comments for whoever learns, in the order of their moments. */
export function useComments(incident: string) {
  const path = `/api/v1/incidents/${incident}/replay-comments`
  const queries = useQueryClient()
  const { data } = useQuery({ queryKey: [path], queryFn: () => read<{ comments: ReplayComment[] }>(path) })
  const again = () => queries.invalidateQueries({ queryKey: [path] })
  return {
    comments: data?.comments ?? [],
    add: async (at: number, text: string) => {
      await write(path, { at: new Date(at).toISOString(), text })
      await again()
    },
    takeBack: async (id: string) => {
      await remove(`${path}/${id}`)
      await again()
    },
  }
}
