import styles from './problem-summary.module.css'

/** Everything that is wrong with a form, each line leading to its field. */
export function ProblemSummary({problems}: {problems: readonly {id: string; problem: string}[]}) {
  return (
    <section className={styles.summary} aria-labelledby="problems" role="alert">
      <h2 id="problems">
        {problems.length === 1
          ? 'One thing needs another look'
          : `${problems.length} things need another look`}
      </h2>
      <ul>
        {problems.map(({id, problem}) => (
          <li key={id}>
            <a href={`#${id}`}>{problem}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}
