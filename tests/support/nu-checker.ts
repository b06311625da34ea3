import {spawn, spawnSync} from 'node:child_process'
import {text} from 'node:stream/consumers'
import {fileURLToPath} from 'node:url'
import {z} from 'zod'

const CHECKER = fileURLToPath(import.meta.resolve('vnu-jar/build/dist/vnu.jar'))

const report = z.object({
  messages: z.array(z.object({type: z.string(), message: z.string(), lastLine: z.number().optional()})),
})

/** Whether this machine can run the Nu HTML checker, which is a Java program. */
export const hasJava = () => spawnSync('java', ['-version']).status === 0

/**
 * What the Nu HTML checker, which the W3C runs at https://validator.w3.org/nu/, has to say against a page: errors and
 * warnings with their lines. Needs Java 17.
 */
export async function askNuChecker(html: string): Promise<string[]> {
  const checker = spawn('java', ['-jar', CHECKER, '--format', 'json', '--exit-zero-always', '-'])
  checker.stdin.end(html)
  const {messages} = report.parse(JSON.parse(await text(checker.stderr)))
  return messages.map(({type, message, lastLine = 0}) => `${type} ${lastLine}: ${message}`)
}
