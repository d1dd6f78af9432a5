// What a person told us and agreed to, as it is on record, in slots of a view. Where nothing was chosen, the page says so.
import { day, far, fill, locale, say, stamp } from './views.js';

const moment = (time) => new Date(time).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' });

function whereabouts({ area, distance_km: km, place }) {
  const where = place ? [place.name, place.region].filter(Boolean).join(', ') : area;
  if (!km) return where ?? true;
  const distance = far(km);
  return where ? say('distance_from', { area: where, distance }) : say('up_to', { distance });
}

export function profileFacts({ profile, receipt, months, labels, email, place }, { choices, given_name }) {
  const named = ({ label, offered }) => (offered || !choices ? label : say('not_offered', { label }));
  const all = (ids, known) => ids.map((id) => named(known[id] ?? { label: id })).join('; ') || true;
  // An answer is labelled, a day, a text, or nothing.
  const fact = ([field, answer]) => {
    if (labels[field]) return all([answer ?? []].flat(), labels[field]);
    return /^\d{4}-\d\d-\d\d$/.test(answer) ? day(`${answer}T12:00`) : answer ?? true;
  };
  return {
    ...Object.fromEntries(Object.entries(profile).map((entry) => [entry[0], fact(entry)])),
    name: given_name ?? null,
    email: email ?? null,
    area: whereabouts({ ...profile, place }),
    months: say('months_kept', { count: months }),
    agencies: all(receipt.agencies.map(({ id }) => id), labels.agencies),
  };
}

function receiptFacts({ id, given_at, expires_at, employer, method, notice, consent: { id: consent, ...wording } }) {
  const [given, kept] = [given_at, expires_at].map(moment);
  return { employer, receipt: id, given_at: given, expires_at: kept, method, notice, consent, ...wording };
}

export function agreed(receipt) {
  const { intro, purposes, agencies, consent } = receipt;
  const texts = [intro, ...purposes.concat(agencies).map(({ text }) => text)];
  const section = stamp('agreed');
  const words = section.querySelector('blockquote');
  words.lang = consent.language;
  words.append(...texts.map((text) => Object.assign(document.createElement('p'), { textContent: text })));
  fill(section, { ...receiptFacts(receipt), alone: agencies.length ? null : true });
  return section;
}
