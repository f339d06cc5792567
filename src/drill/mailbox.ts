import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

export type Mail = { to: string[]; raw: string }

/** The mail of the people in the drill: a door that takes every letter and keeps it, on loopback, for as long as the drill. */
export type Mailbox = { smtpUrl: string; mails: Mail[]; stop(): Promise<void> }

export async function openMailbox(onMail: (mail: Mail) => void = () => {}): Promise<Mailbox> {
  const mails: Mail[] = []
  const open = new Set<Socket>()
  const server = createServer(socket => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
    receive(socket, mail => {
      mails.push(mail)
      onMail(mail)
    })
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', listening)
  })
  return {
    smtpUrl: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    stop: async () => {
      for (const socket of open) socket.destroy()
      await new Promise(closed => server.close(closed))
    },
  }
}

/** As much of SMTP as a sender needs (RFC 5321), one command a line. */
function receive(socket: Socket, keep: (mail: Mail) => void): void {
  let to: string[] = []
  let letter: string[] | undefined
  let rest = ''
  const say = (line: string) => void socket.write(`${line}\r\n`)
  const hearLetter = (line: string, sofar: string[]) => {
    if (line !== '.') {
      sofar.push(line.startsWith('.') ? line.slice(1) : line)
      return
    }
    keep({ to, raw: sofar.join('\n') })
    letter = undefined
    to = []
    say('250 kept')
  }
  const hearCommand = (line: string) => {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'EHLO') say('250-drill\r\n250 8BITMIME')
    else if (verb === 'DATA') {
      letter = []
      say('354 go on')
    } else if (verb === 'QUIT') {
      say('221 bye')
      socket.end()
    } else {
      if (verb === 'RCPT') to.push(/<([^>]*)>/.exec(line)?.[1] ?? '')
      say('250 ok')
    }
  }
  socket.on('data', chunk => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (letter) hearLetter(line, letter)
      else hearCommand(line)
    }
  })
  say('220 the drill takes letters')
}
