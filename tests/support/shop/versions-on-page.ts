/** The versions of terms and policy that the checkout page of a plan carries, as its form sends them. */
export async function versionsOnPage(
  siteUrl: string,
  plan = 'lifetime-access',
): Promise<{terms: string; policy: string}> {
  const page = await (await fetch(`${siteUrl}/checkout/${plan}`)).text()
  const valueAt = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? ''
  return {terms: valueAt('terms'), policy: valueAt('policy')}
}
