import {execFile} from 'node:child_process'
import {join} from 'node:path'
import {promisify} from 'node:util'

const SCRIPT = join(import.meta.dirname, '..', '..', '..', 'deploy', 'make-certificates.sh')

/** Makes an authority and certificates for `localhost`, as who operates the site makes them. */
export async function makeCertificates(
  folder: string,
): Promise<{authority: string; certificate: string; key: string}> {
  await promisify(execFile)('sh', [SCRIPT, folder, 'localhost'])
  const at = (name: string) => join(folder, name)
  return {authority: at('ca.pem'), certificate: at('site.pem'), key: at('site.key')}
}
