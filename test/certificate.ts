import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A certificate that vouches for itself, for 127.0.0.1 and localhost, as PEM. */
export function selfSigned(days: number): { key: string; cert: string } {
  const dir = mkdtempSync(join(tmpdir(), 'fireline-cert-'))
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')]
  try {
    const asked = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days ${days} -subj /CN=localhost`
    const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1'
    const args = [...asked.split(' '), '-addext', names, '-keyout', key, '-out', cert]
    execFileSync('openssl', args, { stdio: 'ignore' })
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
