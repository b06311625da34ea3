/**
 * Loaded first (`node --import`) in every process that must not outlive the one that started it.
 *
 * A parent that is killed outright cannot end its children, but the IPC channel to them closes. Each child then ends
 * itself, with its whole process group when it leads one. The parent gives the channel (`stdio: 'ipc'`) and sets
 * `ENDS_WITH_PARENT`; without both this file does nothing.
 */
import {signalProcess} from './processes.ts'

const GRACE_MS = 5_000

if (process.env.ENDS_WITH_PARENT && process.connected) {
  // A process that this one starts decides for itself whether it ends with this one.
  delete process.env.ENDS_WITH_PARENT
  process.once('disconnect', () => {
    signalProcess(process.pid, 'SIGTERM')
    setTimeout(() => signalProcess(process.pid, 'SIGKILL'), GRACE_MS).unref()
  })
  process.channel?.unref()
}
