/** Where one service lives: the project's folder, its port on loopback, and a folder that it owns. */
export type Place = {root: string; port: number; dataDir: string}

/** One stand-in for a hosted service: how to start it and, once it answers, how to reach it. */
export type LocalService<Address> = {
  name: string
  /** Arguments of Node, the first being the program's file. */
  args: string[]
  /** Address that answers once the service is ready. */
  health: string
  /** Called when the service answers. */
  describe(): Promise<Address>
}
