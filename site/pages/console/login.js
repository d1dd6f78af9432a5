// The login at the employer's identity provider: OAuth's authorization code with PKCE. The token is in memory only, and
// nothing but what the redirect needs is kept for it, in this tab, until it is back.
import { Problem } from './api.js';

const [LOGIN, KEPT] = ['kindregards.login', 'kindregards.kept'];
const PATIENCE = 20_000;
// Less than this is no time to send anything.
const LAST_SECONDS = 30_000;
// A token that is refused so soon was never good: another login would end the same way.
const FRESH = 60_000;
const home = new URL('/console/', location.href).href;
let token = null;
let begins = 0;
let ends = 0;

const base64 = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const random = () => base64(crypto.getRandomValues(new Uint8Array(32)));

async function read(address, request) {
  const response = await fetch(address, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE), ...request }).catch(() => {
    throw new Problem('offline');
  });
  return response.ok ? response.json() : Promise.reject(new Problem('login-failed'));
}

// Where a provider has its own addresses for the two, the settings name them.
async function settings() {
  const known = await read('/console/settings.json');
  const { authority } = known;
  return { authorize: `${authority}/oauth2/authorize`, token: `${authority}/oauth2/token`, ...known };
}

function take(key) {
  const kept = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  return JSON.parse(kept);
}

// What the person had set before the login ended. It has no personal data.
export const takeKept = () => take(KEPT);
export const isFresh = () => performance.now() - begins < FRESH;
export const isOver = () => !isFresh() && timeLeft() < 0;
export const timeLeft = () => ends - LAST_SECONDS - performance.now();
export const bearer = () => ({ authorization: `Bearer ${token}` });

export async function logIn(keep = null) {
  token = null;
  const { authorize, client_id, scopes } = await settings();
  const [state, verifier] = [random(), random()];
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  sessionStorage.setItem(LOGIN, JSON.stringify({ state, verifier }));
  if (keep) sessionStorage.setItem(KEPT, JSON.stringify(keep));
  const proof = { state, code_challenge: base64(new Uint8Array(digest)), code_challenge_method: 'S256' };
  const query = { response_type: 'code', client_id, redirect_uri: home, scope: [scopes].flat().join(' '), ...proof };
  location.assign(`${authorize}?${new URLSearchParams(query)}`);
}

// Ends a login that the address bar has the answer of. The answer leaves the address bar and the history first.
export async function finishLogin() {
  const answer = new URLSearchParams(location.search);
  const [code, error] = [answer.get('code'), answer.get('error')];
  if (!code && !error) return false;
  history.replaceState(null, '', location.pathname);
  const begun = take(LOGIN);
  if (begun?.state !== answer.get('state')) throw new Problem('login-stale');
  if (error) throw new Problem(error === 'access_denied' ? 'login-refused' : 'login-failed');
  const { token: address, client_id } = await settings();
  const body = new URLSearchParams({ grant_type: 'authorization_code', client_id, code, redirect_uri: home, code_verifier: begun.verifier });
  // Only the access token is taken out of the answer: an ID token or a refresh token is kept nowhere.
  const { access_token, expires_in } = await read(address, { method: 'POST', body });
  token = access_token;
  // The browser's own count of seconds: a clock that is set wrong does not matter here.
  begins = performance.now();
  ends = begins + expires_in * 1000;
  return true;
}

export async function logOut() {
  token = null;
  sessionStorage.removeItem(LOGIN);
  sessionStorage.removeItem(KEPT);
  const { logout } = await settings();
  location.replace(logout ?? home);
}
