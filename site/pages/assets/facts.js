// What a person told us and agreed to, as it is on record, in slots of a view. Where nothing was chosen, the page says so.
import { day, far, fill, locale, say, stamp } from './views.js';

const moment = (time) => new Date(time).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' });

// Today's label in the page's language; what is not offered any more keeps the label that is on record.
function named(list, recorded, id) {
  const today = list?.find((choice) => choice.id === id);
  if (today) return today.label ?? today.name;
  const label = recorded?.[id]?.label ?? id;
  return list ? say('not_offered', { label }) : label;
}

function whereabouts({ area, distance_km: km, place }) {
  const where = place ? [place.name, place.region].filter(Boolean).join(', ') : area;
  if (!km) return where ?? true;
  const distance = far(km);
  return where ? say('distance_from', { area: where, distance }) : say('up_to', { distance });
}

export function profileFacts({ profile, receipt, months, labels = {}, email, place }, { choices, agencies, given_name }) {
  const all = (field, list, ids) => ids.map((id) => named(list, labels[field], id)).join('; ') || true;
  const chosen = (field) => all(field, choices?.[field], profile[field] ?? []);
  const { earliest_start, language, channel } = profile;
  return {
    name: given_name ?? null,
    email: email ?? null,
    role_families: chosen('role_families'),
    hours: chosen('hours'),
    shifts: chosen('shifts'),
    earliest_start: earliest_start ? day(`${earliest_start}T12:00`) : true,
    area: whereabouts({ ...profile, place }),
    licences: chosen('licences'),
    language: all('language', choices?.languages, [language]),
    channel: all('channel', choices?.channels, [channel]),
    months: say('months_kept', { count: months }),
    agencies: all('agencies', choices && agencies, receipt.agencies.map(({ id }) => id)),
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
