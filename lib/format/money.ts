/** An amount in the smallest unit of its currency, as a reader in the United States expects it: `US$99.00`. */
export function formatMoney(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', {style: 'currency', currency})
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  const text = format.format(amount / 10 ** digits)
  return currency.toLowerCase() === 'usd' ? `US${text}` : text
}
