// The far end of the fan-out: raw sockets that say hello as a browser does, and count what they are sent. `fan-out-watchers.ts <port> <count>`.
import { connect } from 'node:net'

const [port, count] = process.argv.slice(2).map(Number)
const hello =
  'GET / HTTP/1.1\r\nHost: l\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
let bytes = 0

for (let n = 0; n < Number(count); n += 100) await Promise.all(Array.from({ length: 100 }, open))
process.send?.('all here')
process.on('message', () => process.send?.(bytes))

function open(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', reject)
    socket.once('data', () => {
      socket.on('data', chunk => {
        bytes += chunk.length
      })
      resolve()
    })
    socket.write(hello)
  })
}
