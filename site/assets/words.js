// Profiles and receipts in plain words.
import { fill, stamp } from './views.js';

const locale = navigator.languages.find((tag) => tag.startsWith('en')) ?? 'en';

export const day = (time) => new Date(time).toLocaleDateString(locale, { dateStyle: 'long' });
const moment = (time) => new Date(time).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'long' });

function labels(list, ids, none) {
  const chosen = list.filter(({ id }) => ids.includes(id));
  return chosen.map(({ label, name }) => label ?? name).join('; ') || none;
}

function facts(rows) {
  const list = document.createDocumentFragment();
  for (const [term, text, id] of rows) {
    const fact = stamp('fact');
    fill(fact, { term, text });
    if (id) fact.querySelector('dd').id = id;
    list.append(fact);
  }
  return list;
}

export function profileFacts({ profile, agencies, months }, { choices, agencies: known }) {
  const place = profile.area ?? 'Any';
  return facts([
    ['Kind of work', labels(choices.role_families, profile.role_families, 'None')],
    ['Hours', labels(choices.hours, profile.hours, 'Any')],
    ['Shifts', labels(choices.shifts, profile.shifts, 'Any')],
    ['Earliest start', profile.earliest_start ? day(`${profile.earliest_start}T12:00`) : 'Any day'],
    ['Where', profile.distance_km ? `${place}, up to ${profile.distance_km} km` : place],
    ['Licences', labels(choices.licences, profile.licences, 'None given')],
    ['Language', labels(choices.languages, [profile.language], profile.language)],
    ['Contact by', labels(choices.channels, [profile.channel], profile.channel)],
    ['Kept for', `${months} months`],
    ['Shared with', labels(known, agencies, 'No agency')],
  ]);
}

function receiptFacts({ id, given_at, expires_at, employer, method, notice, consent }) {
  return facts([
    ['Given to', employer],
    ['Given on', moment(given_at)],
    ['Kept until', moment(expires_at)],
    ['Receipt', id, 'receipt-id'],
    ['How', `${method}, from the link in our mail ${notice}`],
    ['Wording', `${consent.id}, version ${consent.version}, ${consent.language}`],
    ['Fingerprint of the wording', consent.sha256],
  ]);
}

export function agreed(receipt) {
  const { intro, purposes, agencies, consent } = receipt;
  const texts = [intro, ...purposes.concat(agencies).map(({ text }) => text)];
  const section = stamp('agreed');
  const words = section.querySelector('blockquote');
  words.lang = consent.language;
  words.append(...texts.map((text) => Object.assign(document.createElement('p'), { textContent: text })));
  fill(section, { facts: receiptFacts(receipt), alone: agencies.length ? null : true });
  return section;
}
