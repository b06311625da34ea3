import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {z} from 'zod'
import type {LocalService, Place} from './local-service.ts'

const PROJECT_ID = 'plumbperfect'
const DATASET = 'production'

/** Where the lake is and who may do what there. */
export type LakeAddress = {
  url: string
  projectId: string
  dataset: string
  adminToken: string
  editorToken: string
  viewerToken: string
}

/** The file that a lake makes at its first start, with one person of each role. */
const accessFile = z.object({users: z.array(z.object({role: z.string(), token: z.string()}))})

/** The content lake, on its own address and folder. */
export function lakeService({root, port, dataDir}: Place): LocalService<LakeAddress> {
  const program = join(root, 'packages', 'content-lake', 'main.ts')
  const flags = ['--port', String(port), '--data', dataDir, '--host', '127.0.0.1', '--project', PROJECT_ID]
  return {
    name: 'Content Lake',
    args: [program, ...flags],
    health: `http://127.0.0.1:${port}/v1/ping`,
    async describe() {
      const {users} = accessFile.parse(JSON.parse(await readFile(join(dataDir, 'access.json'), 'utf8')))
      const token = (role: string) => {
        const user = users.find((candidate) => candidate.role === role)
        if (!user) throw new Error(`${join(dataDir, 'access.json')} names no ${role}.`)
        return user.token
      }
      return {
        url: `http://localhost:${port}`,
        projectId: PROJECT_ID,
        dataset: DATASET,
        adminToken: token('administrator'),
        editorToken: token('editor'),
        viewerToken: token('viewer'),
      }
    },
  }
}
