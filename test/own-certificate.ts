import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'

export interface OwnCertificate {
  cert: string
  key: string
  /** Forgets it, and that this process trusts it. */
  remove(): void
}

/** A certificate for 127.0.0.1 that signs itself, made by openssl and trusted by this process; others are told by NODE_EXTRA_CA_CERTS. */
export function ownCertificate(openssl: string): OwnCertificate {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-tls-'))
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1']
  const name = ['-subj', '/CN=fireline', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync(openssl, ['req', ...kind, ...name, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  const trusted = tls.getCACertificates('default')
  tls.setDefaultCACertificates([...trusted, readFileSync(cert, 'utf8')])
  return {
    cert,
    key,
    remove() {
      tls.setDefaultCACertificates(trusted)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
