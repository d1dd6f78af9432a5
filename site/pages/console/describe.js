// How the console writes things down: days and moments, distances, names of places, and the filters of a search.
import { day, lang, locale, say } from './views.js';
import { mine } from './calls.js';

const languages = new Intl.DisplayNames(lang, { type: 'language' });
const countries = new Intl.DisplayNames(lang, { type: 'region' });
const METRES_IN_A_MILE = 1609.344;

export const moment = (time, timeStyle = 'short') => new Date(time).toLocaleString(locale, { dateStyle: 'medium', timeStyle });
export const languageName = (tag) => languages.of(tag);
export const date = (text) => day(`${text}T12:00`);
export const number = (count) => new Intl.NumberFormat(locale).format(count);
export const placeName = ({ name, region, country }) => [name, region, country && countries.of(country)].filter(Boolean).join(', ');

// In the unit in which roads are signed where the employer is. The closest kilometre is enough.
export function distance(metres) {
  const [unit, count] = mine.me.unit === 'mi' ? ['mile', metres / METRES_IN_A_MILE] : ['kilometer', metres / 1000];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 0 }).format(count);
}

const labelOf = (list, id) => {
  const known = list?.find((choice) => choice.id === id);
  return known?.label ?? known?.name ?? id;
};

// Commas stand within a label too.
export const joined = (names) => names.join('; ');

// The sentence of each filter, and the field that a person may have left open.
const OF_LISTS = {
  role_families: (names) => [say('f_role_families', { names })],
  shifts: (names) => [say('f_shifts', { names }), 'shifts'],
  hours: (names) => [say('f_hours', { names }), 'hours'],
  licences: (names) => [say('f_licences', { names }), 'licences'],
};
const OF_ONE = {
  place: (place) => [say('f_place', { place }), 'area'],
  starts_on: (latest) => [say('f_starts_on', { day: latest }), 'earliest_start'],
  language: (name) => [say('f_language', { name })],
  channel: (name) => [say('f_channel', { name })],
  agency: (name) => [say('f_agency', { name })],
};

function lists({ choices }, criteria) {
  const set = Object.keys(OF_LISTS).filter((field) => criteria[field]?.length);
  return set.map((field) => OF_LISTS[field](joined(criteria[field].map((id) => labelOf(choices[field], id)))));
}

function single({ choices, agencies }, { place, starts_on, language, channel, agency }) {
  const named = {
    place: place && (place.name ? placeName(place) : String(place)),
    starts_on: starts_on && date(starts_on),
    language: language && labelOf(choices.languages, language),
    channel: channel && labelOf(choices.channels, channel),
    agency: agency && labelOf(agencies, agency),
  };
  return Object.keys(OF_ONE).filter((field) => named[field]).map((field) => OF_ONE[field](named[field]));
}

// Each filter that is set, in words, and whether it lets people through who did not say.
export function filtersOf(criteria, { me } = mine) {
  const open = criteria.undeclared ?? [];
  const also = (field) => (open.includes(field) ? say('f_also') : say('f_only'));
  const set = [...lists(me, criteria), ...single(me, criteria)];
  return set.length ? set.map(([text, field]) => (field ? `${text} ${also(field)}` : text)) : [say('f_none')];
}
