// What a person told us and agreed to, as slots of a view. Where nothing was chosen, the page has the words for that.
import { fill, locale, say, stamp } from './views.js';

export const day = (time) => new Date(time).toLocaleDateString(locale, { dateStyle: 'long' });
const moment = (time) => new Date(time).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' });

function labels(list, ids) {
  const chosen = list.filter(({ id }) => ids.includes(id));
  return chosen.map(({ label, name }) => label ?? name).join('; ');
}

function whereabouts({ area, distance_km: km }) {
  if (!km) return area ?? true;
  return area ? say('distance_from', { area, km }) : say('distance', { km });
}

export function profileFacts({ profile, agencies, months }, { choices, agencies: known }) {
  const chosen = (name) => labels(choices[name], profile[name]) || true;
  const { earliest_start, language, channel } = profile;
  return {
    role_families: chosen('role_families'),
    hours: chosen('hours'),
    shifts: chosen('shifts'),
    earliest_start: earliest_start ? day(`${earliest_start}T12:00`) : true,
    area: whereabouts(profile),
    licences: chosen('licences'),
    language: labels(choices.languages, [language]) || language,
    channel: labels(choices.channels, [channel]) || channel,
    months: say('months', { count: months }),
    agencies: labels(known, agencies) || true,
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
