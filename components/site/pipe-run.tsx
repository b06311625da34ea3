const RUN = 'M0 60h164a44 44 0 0 1 44 44v96a44 44 0 0 0 44 44h168'

/** A run of copper pipe with two bends, couplings and a valve. A drawing, nothing more. */
export function PipeRun({className}: {className: string | undefined}) {
  return (
    <svg className={className} viewBox="0 0 420 300" fill="none" aria-hidden="true">
      {/* A wide stroke with a narrower one of paper over it leaves the two walls of the pipe. */}
      <path d={RUN} stroke="currentColor" strokeWidth="26" />
      <path d={RUN} stroke="var(--paper)" strokeWidth="20" />
      <g
        stroke="currentColor"
        fill="var(--paper)"
        strokeWidth="3"
        strokeLinejoin="round"
        strokeLinecap="round"
      >
        <path d="M72 41h26v38H72zM189 138h38v26h-38zM254 225h22v38h-22zM372 225h22v38h-22z" />
        <path d="M309 233l4-24h20l4 24M323 209v-26" />
        <path d="M288 231h70v26h-70z" />
        <path d="M293 183a30 9 0 0 1 60 0a30 9 0 0 1-60 0zM323 174v18M302 177l42 12M344 177l-42 12" />
      </g>
    </svg>
  )
}
