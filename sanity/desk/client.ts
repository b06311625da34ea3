import {useCallback, useEffect, useMemo, useRef, useState} from 'react'
import {useClient} from 'sanity'
import {
  DESK_PATH,
  type DeskAnswer,
  type DeskCall,
  type DeskQuestion,
  deskError,
  readDeskAnswer,
} from '#lib/format/desk.ts'

/** How the site is asked by the desk. */
export type Ask = <Call extends DeskCall>(
  call: Call,
  question: DeskQuestion<Call>,
  signal?: AbortSignal,
) => Promise<DeskAnswer<Call>>

/** Why a question was not answered, in a sentence for the owner. */
export class DeskProblem extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const TIMEOUT_MS = 30_000

/** A new order or message is to be seen within five seconds. */
const POLL_MS = 3_000

const BY_COOKIE =
  'You are signed in by a cookie of sanity.io, which this site cannot read. Whoever runs the site sets auth.loginMethod to “token” in the Studio’s configuration; then sign out, and in again.'

/** Asks the site with the token of the person who is signed in, which stands in a header and in no address. */
export function useAsk(): Ask {
  const {token} = useClient({apiVersion: '2026-01-01'}).config()
  return useCallback<Ask>(
    async (call, question, signal) => {
      if (!token) throw new DeskProblem('signed_in_by_cookie', BY_COOKIE)
      const deadline = AbortSignal.timeout(TIMEOUT_MS)
      let response: Response
      try {
        response = await fetch(`${DESK_PATH}/${call}`, {
          method: 'POST',
          headers: {authorization: `Bearer ${token}`, 'content-type': 'application/json'},
          body: JSON.stringify(question),
          cache: 'no-store',
          credentials: 'omit',
          signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        })
      } catch (error) {
        if (signal?.aborted) throw error
        throw new DeskProblem('unreachable', 'The site does not answer. It is asked again by itself.')
      }
      const json: unknown = await response.json().catch(() => undefined)
      if (response.ok) return readDeskAnswer(call, json)
      const told = deskError.safeParse(json)
      throw told.success
        ? new DeskProblem(told.data.error.code, told.data.error.message)
        : new DeskProblem(
            'unreachable',
            'The site does not answer as it should. It is asked again by itself.',
          )
    },
    [token],
  )
}

export type Live<Call extends DeskCall> = {
  /** What was answered last; nothing before the first answer, and while it is not certain who asks. */
  data: DeskAnswer<Call> | undefined
  /** Why nothing newer is known. While there is one, `data` is as it was at `at`. */
  trouble: Trouble | undefined
  /** Asks again at once. */
  reload: () => void
}

export type Trouble = {problem: DeskProblem; at: Date | undefined}

/** Problems with which nothing may stay on the screen: it is not known whether this person may see it. */
const HIDES_ALL: ReadonlySet<string> = new Set([
  'not_signed_in',
  'not_an_administrator',
  'sanity_unreachable',
  'signed_in_by_cookie',
  'foreign_origin',
  'not_found',
])

/** Keeps the answer to a question fresh, for as long as the window is looked at. */
export function useLive<Call extends DeskCall>(
  call: Call,
  question: DeskQuestion<Call>,
  everyMs = POLL_MS,
): Live<Call> {
  const ask = useAsk()
  const key = JSON.stringify(question)
  const asked = useMemo<DeskQuestion<Call>>(() => JSON.parse(key), [key])
  const [answered, setAnswered] = useState<{key: string; data: DeskAnswer<Call>; at: Date}>()
  const [problem, setProblem] = useState<DeskProblem>()
  const wake = useRef(() => {})

  useEffect(() => {
    const ending = new AbortController()
    const {signal} = ending
    const load = async () => {
      try {
        const data = await ask(call, asked, signal)
        if (signal.aborted) return
        setAnswered({key, data, at: new Date()})
        setProblem(undefined)
      } catch (error) {
        if (signal.aborted) return
        const told = error instanceof DeskProblem ? error : new DeskProblem('not_read', UNREADABLE)
        if (HIDES_ALL.has(told.code)) setAnswered(undefined)
        setProblem(told)
      }
    }
    const run = async () => {
      while (!signal.aborted) {
        await load()
        await pause(everyMs, signal, (resume) => {
          wake.current = resume
        })
      }
    }
    void run()
    return () => ending.abort()
  }, [ask, asked, call, everyMs, key])

  const reload = useCallback(() => wake.current(), [])
  const current = answered?.key === key ? answered : undefined
  return {data: current?.data, trouble: problem && {problem, at: current?.at}, reload}
}

const UNREADABLE =
  'The site has been renewed, and this window is older than it. Reload the window, and go on where you were.'

/** Waits for a while, and then until the window is looked at; less when it is woken. */
function pause(ms: number, signal: AbortSignal, onWaiting: (resume: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onVisible)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const onVisible = () => document.visibilityState === 'visible' && end()
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') end()
      else document.addEventListener('visibilitychange', onVisible)
    }, ms)
    signal.addEventListener('abort', end)
    onWaiting(end)
  })
}

/** What was typed and not sent yet, by the order, message or request that it is for. It is lost with the window. */
export type Drafts<Draft> = {kept: Map<string, Draft>; empty: () => Draft}

export const draftsOf = <Draft>(empty: () => Draft): Drafts<Draft> => ({kept: new Map(), empty})

/**
 * Like `useState`, for what a person types: it is still there when they come back from another screen, and when the screen was
 * empty for a while because the site or Sanity did not answer.
 */
export function useDraft<Draft>({kept, empty}: Drafts<Draft>, key: string) {
  const [draft, setDraft] = useState(() => kept.get(key) ?? empty())
  const change = (part: Partial<Draft>) =>
    setDraft((before) => {
      const next = {...before, ...part}
      kept.set(key, next)
      return next
    })
  const clear = () => {
    kept.delete(key)
    setDraft(empty())
  }
  return {draft, change, clear}
}
