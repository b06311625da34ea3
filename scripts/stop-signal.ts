/** A person's or a supervisor's wish that this command ends. A second Ctrl-C changes nothing: ending is under way. */
export function stopSignal(): AbortController {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => controller.abort())
  return controller
}
