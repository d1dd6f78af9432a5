// Calls to the console's API. A login that has ended is repeated; what the person had set is kept meanwhile.
import { Problem } from './api.js';
import { bearer, isFresh, isOver, logIn } from './login.js';
import { lang } from './views.js';

const PATIENCE = 30_000;
// What stands in front of the API answers without a problem's name; CloudFront has a page of its own for 403.
const unnamed = { 403: 'forbidden', 404: 'forbidden', 429: 'too-many-requests' };
// A clock that is wrong by more than this is told of.
const SKEW = 120_000;
// The employer that is looked at, and what to keep over a login.
export const mine = { me: null, employer: null, keep: () => null };

const never = () => new Promise(() => {});

export async function logInAgain() {
  await logIn(mine.keep());
  return never();
}

// Whatever host an address names: the token goes to this site's own API and nowhere else.
function addressOf(path) {
  const { pathname, searchParams } = new URL(path, new URL('/api/console/', location.href));
  searchParams.set('language', lang);
  if (mine.employer !== null) searchParams.set('employer', mine.employer);
  return `${pathname}?${searchParams}`;
}

// By how much this computer's clock differs from the server's.
const skewOf = (response) => Math.abs(Date.now() - Date.parse(response.headers.get('date') ?? ''));

async function problemOf(response) {
  const json = await response.json().catch(() => null);
  const named = json?.type?.replace('urn:kindregards:problem:', '');
  const problem = new Problem(named ?? unnamed[response.status] ?? 'busy', json ?? {});
  return Object.assign(problem, { status: response.status, detail: json?.detail ?? json?.title });
}

async function refuse(response) {
  if (response.status !== 401) throw await problemOf(response);
  if (!isFresh()) return logInAgain();
  throw new Problem(skewOf(response) > SKEW ? 'clock' : 'token-refused');
}

async function send(address, method = 'GET', json = null) {
  if (isOver()) return logInAgain();
  const headers = { ...bearer(), ...(json && { 'content-type': 'application/json' }) };
  const request = { method, headers, body: json && JSON.stringify(json), cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) };
  const response = await fetch(address, request).catch(() => {
    throw new Problem('offline');
  });
  return response.ok ? response : refuse(response);
}

export async function call(method, path, json) {
  return (await send(addressOf(path), method, json)).json().catch(() => ({}));
}

// The parts of an answer that has more of them, as its header says.
export async function* parts(path) {
  for (let address = addressOf(path); address;) {
    const response = await send(address);
    yield await response.text().catch(() => {
      throw new Problem('offline');
    });
    const [, next] = response.headers.get('link')?.match(/<([^>]*)>;\s*rel="?next"?/) ?? [];
    address = next && addressOf(new URL(next, response.url));
  }
}
