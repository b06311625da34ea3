export {findFreePorts, findTakenPort} from './ports.ts'
export {type Command, endChild, runTask, startProcess, type TaskOptions} from './processes.ts'
export {
  type Service,
  type ServiceOptions,
  type ServiceSpec,
  startService,
  waitUntilAnswers,
} from './service.ts'
