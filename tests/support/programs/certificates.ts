import {execFile} from 'node:child_process'
import {join} from 'node:path'
import {promisify} from 'node:util'

const SCRIPT = join(import.meta.dirname, '..', '..', '..', 'deploy', 'make-certificates.sh')

/** Paths of a certificate and its key. */
export type Identity = {certificate: string; key: string}

/** Paths of what was made. */
export type Certificates = {
  authority: string
  service(name: 'site' | 'redis' | 'postgres'): Identity
}

/** Makes an authority, and certificates for services on `localhost`, as who operates the site makes them. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  await promisify(execFile)('sh', [SCRIPT, folder, 'localhost'])
  return {
    authority: join(folder, 'ca.pem'),
    service: (name) => ({certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`)}),
  }
}
