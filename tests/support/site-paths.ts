import type {APIRequestContext} from 'playwright/test'
import {services} from './services.ts'

/** The paths of all pages that the sitemap names. */
export async function sitePaths(request: APIRequestContext): Promise<string[]> {
  const xml = await (await request.get(`${services().site.url}/sitemap.xml`)).text()
  return [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url = '']) => new URL(url).pathname)
}
