// Puts one view at a time into <main> and tells everyone about it: title, focus, scroll position. Its sentences are the page's.

export const { lang } = document.documentElement;
const sentences = JSON.parse(document.getElementById('words').textContent);
const main = document.getElementById('main');
const brand = document.querySelector('.brand');
const parts = {};
let employer = null;

export const locale = navigator.languages.find((tag) => tag.startsWith(lang)) ?? lang;

const shown = (value) => (typeof value === 'number' ? value.toLocaleString(locale) : value);

// {count} picks the form that the language has for the number.
export function say(name, values = {}) {
  const forms = sentences[name];
  const sentence = forms[new Intl.PluralRules(lang).select(values.count)] ?? forms.other ?? forms;
  return sentence.replace(/{(\w+)}/g, (_, value) => shown(values[value]));
}

// One unit is recorded; the United States and the United Kingdom read it in miles. The page's language may say where that is.
const region = lang.includes('-') ? lang : navigator.language;

export function far(km) {
  const [unit, count] = /-(US|GB)\b/.test(region) ? ['mile', km / 1.609] : ['kilometer', km];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 0 }).format(count);
}

export const day = (time) => new Date(time).toLocaleDateString(locale, { dateStyle: 'long' });

// As a date field has it, in the person's own time zone.
export const isoDay = (time) => new Date(time).toLocaleDateString('sv');

function adopt({ response: part }) {
  Object.assign(sentences, JSON.parse(part.querySelector('script')?.textContent ?? '{}'));
  document.body.append(...part.querySelectorAll('template'));
  if (employer) speakFor(employer);
}

// Only some visits need a part. Asked for as a document: whoever parses text must pass the policy for trusted types.
export function load(name) {
  parts[name] ??= new Promise((resolve, reject) => {
    const request = Object.assign(new XMLHttpRequest(), { responseType: 'document', onload: resolve, onerror: reject, ontimeout: reject });
    request.open('GET', main.dataset[name]);
    request.timeout = 20_000;
    request.send();
  }).then(({ target }) => adopt(target)).catch((error) => {
    delete parts[name];
    throw error;
  });
  return parts[name];
}

export const stamp = (name) => document.getElementById(`t-${name}`).content.cloneNode(true);

// A slot given null goes away, in a list with its line; one given true keeps the words it has in the page.
export function fill(view, slots) {
  for (const [name, value] of Object.entries(slots)) {
    const slot = view.querySelector(`[data-slot=${name}]`);
    if (value === null) (slot?.closest('dl > div') ?? slot)?.remove();
    else if (value !== true) slot?.replaceChildren(value);
  }
}

export function view(name, slots = {}) {
  const content = stamp(name);
  fill(content, { mail: stamp('mail'), ...slots });
  return content;
}

// From here on the page speaks for the employer that the link came from.
export function speakFor(known) {
  employer = known;
  const roots = [document, ...Array.from(document.querySelectorAll('template'), ({ content }) => content)];
  const every = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
  for (const place of every('[data-employer]')) {
    place.textContent = employer[place.dataset.employer] ?? '';
    if (place.matches('a')) place.href = `mailto:${place.textContent}`;
  }
  for (const link of every('[data-page]')) link.href = `${employer.path ?? '/'}${lang}/${link.dataset.page}`;
  // An employer that takes no part any more has no pages here, and no address for questions.
  for (const place of every('[data-known]')) place.hidden = !employer.contact_email;
}

export function setTitle(text) {
  document.title = `${text} – ${brand.textContent}`;
}

export function show(state, ...nodes) {
  main.dataset.state = state;
  main.replaceChildren(...nodes);
  const heading = main.querySelector('h1');
  heading.tabIndex = -1;
  setTitle(heading.textContent);
  scrollTo(0, 0);
  heading.focus();
}

export function setWorking(working) {
  main.toggleAttribute('data-working', working);
  document.getElementById('status').textContent = working ? say('wait') : '';
}

// Links inside the page move the focus; the code travels to the page in another language, and nowhere else.
export function guardLinks(code) {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (link?.closest('.tongues')) link.hash = code();
    if (!link?.getAttribute('href')?.startsWith('#')) return;
    event.preventDefault();
    document.getElementById(link.hash.slice(1)).focus();
  });
}
