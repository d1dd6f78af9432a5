// Puts one view at a time into <main> and tells everyone about it: title, focus, scroll position. Its sentences are the page's.

const { lang } = document.documentElement;
const sentences = JSON.parse(document.getElementById('words').textContent);
const main = document.getElementById('main');
const brand = document.querySelector('.brand');

export const locale = navigator.languages.find((tag) => tag.startsWith(lang)) ?? lang;

// {count} picks the form that the language has for the number.
export function say(name, values = {}) {
  const forms = sentences[name];
  const sentence = forms[new Intl.PluralRules(lang).select(values.count)] ?? forms.other ?? forms;
  return sentence.replace(/{(\w+)}/g, (_, value) => values[value]);
}

export const stamp = (name) => document.getElementById(`t-${name}`).content.cloneNode(true);

// A slot given null goes away; one given true keeps the words it has in the page.
export function fill(view, slots) {
  for (const [name, value] of Object.entries(slots)) {
    const slot = view.querySelector(`[data-slot=${name}]`);
    if (value === null) slot?.remove();
    else if (value !== true) slot?.replaceChildren(value);
  }
}

export function view(name, slots = {}) {
  const content = stamp(name);
  fill(content, { mail: stamp('mail'), ...slots });
  return content;
}

// One page serves several employers: from here on it speaks for the one that the mail came from.
export function speakFor(employer) {
  const roots = [document, ...Array.from(document.querySelectorAll('template'), ({ content }) => content)];
  const every = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
  for (const place of every('[data-employer]')) {
    place.textContent = employer[place.dataset.employer];
    if (place.href) place.href = `mailto:${place.textContent}`;
  }
  for (const link of every('[data-page]')) link.href = employer.path + link.dataset.page;
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

export function saveFile(name, type, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
}
