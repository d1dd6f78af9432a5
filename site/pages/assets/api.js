// One visit calls the API with one code; its signal drops whatever is still under way.

export class Problem extends Error {
  constructor(code, errors) {
    super(code);
    Object.assign(this, { code, errors });
  }
}

async function readJson(response) {
  const json = await response.json().catch(() => null);
  if (response.ok && json) return json;
  const named = json?.type?.replace('urn:kindregards:problem:', '');
  throw new Problem(named ?? (response.status === 404 ? 'no-opt-in' : 'busy'), json?.errors);
}

export function connect(code, signal) {
  return async (method, path, json) => {
    const headers = { authorization: `Bearer ${code}` };
    if (json) headers['content-type'] = 'application/json';
    const request = { method, headers, body: json && JSON.stringify(json), cache: 'no-store', signal };
    const response = await fetch(`/api/${path}`, request).catch(() => {
      throw new Problem('offline');
    });
    return readJson(response);
  };
}
