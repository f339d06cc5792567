import type { Command } from 'commander'
import { client } from '../api/client.ts'

export function chatCodeCommand(program: Command): void {
  program
    .command('chat-code')
    .description('A code that says in the chat who you are: type "/fl link CODE" there within 10 minutes.')
    .addHelpText('after', '\nExample:\n  fireline chat-code')
    .action(chatCode)
}

async function chatCode(): Promise<void> {
  const api = client()
  const { id } = await api.get<{ id: string }>('/api/v1/me')
  const { type } = await api.post<{ type: string }>(`/api/v1/people/${id}/chats/code`, {})
  process.stdout.write(`In Slack, type within 10 minutes: ${type}\n`)
}
