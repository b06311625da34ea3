import type {IncomingHttpHeaders} from 'node:http'
import {type Agent, request} from 'node:https'

export type Answer = {status: number; headers: IncomingHttpHeaders; body: string}

export type Question = {method?: string; headers?: Record<string, string>; body?: string; agent?: Agent}

/** Asks over TLS, trusting one authority alone, and follows nothing. Rejects when the connection breaks. */
export function askSecurely(
  {port, authority}: {port: number; authority: string},
  path: string,
  {method = 'GET', headers = {}, body, agent}: Question = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {host: 'localhost', port, path, method, headers, ca: authority, agent: agent ?? false}
    const asked = request(options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const {statusCode = 0, headers} = response
        resolve({status: statusCode, headers, body: Buffer.concat(chunks).toString('utf8')})
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
