import styles from './table.module.css'

export type TableProps = {
  caption?: string | undefined
  rows?: readonly {_key: string; cells?: readonly string[] | undefined}[] | undefined
}

/** A table whose first row names the columns. A row that is too short is filled up with empty cells. */
export function Table({caption, rows = []}: TableProps) {
  const [head, ...body] = rows
  const columns = Array.from(
    {length: Math.max(0, ...rows.map(({cells}) => cells?.length ?? 0))},
    (_, nth) => nth,
  )
  if (!head || columns.length === 0) return null
  return (
    <table className={styles.table}>
      {caption && <caption>{caption}</caption>}
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {head.cells?.[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {body.map(({_key, cells}) => (
          <tr key={_key}>
            {columns.map((column) => (
              <td key={column}>{cells?.[column]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
