// Where dlx keeps what it fetched or built: the TensorFlow runtime and data sets.
import { join } from 'node:path';
import envPaths from 'env-paths';

/**
 * dlx's cache folder: `DLX_CACHE`, or the platform's own place for caches. Nothing in it is ever
 * the only copy.
 */
export function cacheFolder(...names: string[]): string {
  return join(process.env['DLX_CACHE'] || envPaths('dlx', { suffix: '' }).cache, ...names);
}
