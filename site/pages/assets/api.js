// Calls to the API with one code. What is not answered in time counts as lost, and may be tried again.

const PATIENCE = 20_000;
const { lang } = document.documentElement;
// What stands in front of the API answers without a problem's name.
const unnamed = { 404: 'no-opt-in', 429: 'too-many-requests' };

export class Problem extends Error {
  constructor(code, { errors, places } = {}) {
    super(code);
    Object.assign(this, { code, errors, places });
  }
}

async function readJson(response) {
  const json = await response.json().catch(() => null);
  if (response.ok) return json ?? {};
  const named = json?.type?.replace('urn:kindregards:problem:', '');
  throw new Problem(named ?? unnamed[response.status] ?? 'busy', json ?? {});
}

export function connect(code) {
  return async (method, path, json) => {
    const headers = code ? { authorization: `Bearer ${code}` } : {};
    if (json) headers['content-type'] = 'application/json';
    const request = { method, headers, body: json && JSON.stringify(json), cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) };
    const response = await fetch(`/api/${path}${path.includes('?') ? '&' : '?'}language=${lang}`, request).catch(() => {
      throw new Problem('offline');
    });
    return readJson(response);
  };
}
