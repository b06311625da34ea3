/**
 * Loaded first (`node --import`) in every process that must not outlive the one that started it. A parent that is
 * killed outright cannot end its children, but the channel to them closes, and each child then ends itself, with its
 * whole process group when it leads one.
 */
import {endProcess} from './end-process.ts'

const GRACE_MS = 5_000

if (process.env.ENDS_WITH_PARENT && process.connected) {
  // A grandchild answers to its own parent.
  delete process.env.ENDS_WITH_PARENT
  process.once('disconnect', () => {
    endProcess(process.pid, 'SIGTERM')
    setTimeout(() => endProcess(process.pid, 'SIGKILL'), GRACE_MS).unref()
  })
  process.channel?.unref()
}
