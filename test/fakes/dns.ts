import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** A name server for one zone of A records; every other name is unknown to it (RFC 1035, section 4). */
export async function startDns(answers: Map<string, string>): Promise<{ server: string; stop(): Promise<void> }> {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => socket.send(answerTo(query, answers), from.port, from.address))
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  return {
    server: `127.0.0.1:${port}`,
    stop: () => new Promise(resolve => socket.close(() => resolve())),
  }
}

function answerTo(query: Buffer, answers: Map<string, string>): Buffer {
  const question = query.subarray(12, endOfQuestion(query))
  const address = answers.get(nameOf(question))
  const header = Buffer.alloc(12)
  query.copy(header, 0, 0, 2)
  header.writeUInt16BE(address ? 0x8180 : 0x8183, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(address ? 1 : 0, 6)
  if (!address) return Buffer.concat([header, question])
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split('.').map(Number)])
  return Buffer.concat([header, question, record])
}

function endOfQuestion(query: Buffer): number {
  let at = 12
  while ((query[at] ?? 0) !== 0) at += (query[at] ?? 0) + 1
  return at + 5
}

function nameOf(question: Buffer): string {
  const labels: string[] = []
  for (let at = 0; question[at]; at += (question[at] ?? 0) + 1)
    labels.push(question.toString('latin1', at + 1, at + 1 + (question[at] ?? 0)))
  return labels.join('.').toLowerCase()
}
