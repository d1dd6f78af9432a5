// Shows one notice at a time. The data comes as scripts, so that the page also works when it is opened as a file.
'use strict';

const filters = document.getElementById('filters');
const kept = ['employer', 'language', 'variant', 'stage', 'reason', 'width', 'scheme', 'view'];
const galleries = new Map();
let contents = { galleries: [], mistakes: [] };
let wanted = null;
let stamp = '';

const value = (name) => filters.elements[name].value;
const make = (tag, text, ...children) => {
  const element = document.createElement(tag);
  if (text !== null) element.textContent = text;
  element.append(...children);
  return element;
};

// The server renders first what is shown.
function showing() {
  const listed = contents.galleries.find(({ employer, language }) => `${employer}/${language}` === wanted);
  return listed ? `showing=${encodeURIComponent(listed.file)}&` : '';
}

function load(file) {
  const script = document.createElement('script');
  script.src = location.protocol === 'file:' ? file : `${file}?${showing()}${Date.now()}`;
  script.addEventListener('load', () => script.remove());
  document.head.append(script);
}

// Called by contents.js.
function setContents(latest) {
  const now = JSON.stringify(latest);
  if (now === stamp) return;
  stamp = now;
  contents = latest;
  galleries.clear();
  showMistakes();
  listVersions();
  fillFirst();
  showGallery();
}

// Called by a file of galleries/.
function addGallery(gallery) {
  galleries.set(`${gallery.employer}/${gallery.language}`, gallery);
  if (wanted === `${gallery.employer}/${gallery.language}`) showGallery();
}

function showMistakes() {
  const box = document.getElementById('mistakes');
  box.hidden = contents.mistakes.length === 0;
  box.querySelector('ul').replaceChildren(...contents.mistakes.map((mistake) => make('li', mistake)));
}

function listVersions() {
  const rows = contents.galleries.map(({ name, language, version, outdated }) => {
    const state = outdated ? 'as it was before the mistake' : '';
    return make('tr', null, make('td', name), make('td', language), make('td', null, make('code', version), ` ${state}`));
  });
  document.getElementById('versions').replaceChildren(...rows);
}

// Offers the options, and keeps the choice if it is still among them.
function offer(name, options) {
  const select = filters.elements[name];
  const chosen = chosenBefore.get(name) ?? select.value;
  select.replaceChildren(...options.map(([id, label]) => Object.assign(make('option', label), { value: id })));
  if (options.some(([id]) => id === chosen)) select.value = chosen;
}

function fillFirst() {
  offer('employer', [...new Map(contents.galleries.map(({ employer, name }) => [employer, name]))]);
  fillLanguages();
}

function fillLanguages() {
  const languages = contents.galleries.filter(({ employer }) => employer === value('employer'));
  offer('language', languages.map(({ language }) => [language, language]));
}

function showGallery() {
  wanted = `${value('employer')}/${value('language')}`;
  const gallery = galleries.get(wanted);
  if (!gallery) {
    const listed = contents.galleries.find(({ employer, language }) => `${employer}/${language}` === wanted);
    if (listed) load(`galleries/${listed.file}.js`);
    return;
  }
  for (const name of ['variant', 'stage', 'reason']) {
    offer(name, [...new Set(gallery.emails.map((mail) => mail[name]))].map((option) => [option, option.replaceAll('_', ' ')]));
  }
  chosenBefore.clear();
  show(gallery);
}

const isChosen = (mail) => ['variant', 'stage', 'reason'].every((name) => mail[name] === value(name));

// If no email fits all choices, the first of the chosen variant is shown: a receipt, for example, has no stage.
function chosenIn(emails) {
  const at = emails.findIndex(isChosen);
  return at >= 0 ? at : Math.max(emails.findIndex(({ variant }) => variant === value('variant')), 0);
}

function choose(mail) {
  for (const name of ['variant', 'stage', 'reason']) filters.elements[name].value = mail[name];
}

function show(gallery) {
  const at = chosenIn(gallery.emails);
  const mail = gallery.emails[at];
  choose(mail);
  const all = value('view') === 'all';
  document.getElementById('notice').hidden = all;
  document.getElementById('all').hidden = !all;
  document.getElementById('place').textContent = `${at + 1} of ${gallery.emails.length}`;
  document.getElementById('text').textContent = mail.text;
  showFacts(gallery, mail);
  if (all) showAll(gallery);
  else showHtml(mail);
  location.replace(`#${new URLSearchParams(kept.map((name) => [name, value(name)]))}`);
  document.getElementById('status').textContent = '';
}

function showFacts(gallery, mail) {
  const words = mail.text.split('\n-- \n')[0].split(/\s+/).filter(Boolean).length;
  const facts = [
    ['From', mail.from],
    ['Reply to', mail.reply_to],
    ['Subject', mail.subject],
    ['Version', make('code', gallery.version)],
    ['Text hash', make('code', mail.sha256)],
    ['Length', `${words} words with link and code, ${mail.bytes.toLocaleString('en')} bytes`],
  ];
  const rows = facts.map(([term, fact]) => make('div', null, make('dt', term), make('dd', null, fact)));
  document.getElementById('facts').replaceChildren(...rows);
}

// In an email program the reader's own setting decides; here the choice does.
function inScheme(html, dark) {
  return html.replaceAll('(prefers-color-scheme: dark)', dark ? 'all' : 'not all');
}

function showHtml(mail) {
  const wide = value('width') === 'full';
  const frame = make('iframe', null);
  frame.title = `The notice as HTML, ${value('width')} wide, ${value('scheme')}`;
  frame.sandbox = 'allow-same-origin';
  frame.style.width = wide ? '100%' : `${Number(value('width')) + 2}px`;
  frame.style.height = '40rem';
  frame.addEventListener('load', () => {
    frame.style.height = `${frame.contentDocument.documentElement.scrollHeight + 4}px`;
  });
  frame.srcdoc = inScheme(mail.html, value('scheme') === 'dark');
  document.getElementById('notice').classList.toggle('full', wide);
  document.getElementById('frame').replaceChildren(frame);
}

function showAll(gallery) {
  const sections = gallery.emails.map(({ variant, stage, reason, text }) => {
    const title = make('h2', `${variant}, ${stage}, ${reason.replaceAll('_', ' ')}`);
    const words = make('pre', text);
    words.lang = gallery.language;
    return make('section', null, title, words);
  });
  document.getElementById('all').replaceChildren(...sections);
}

function go(by) {
  const gallery = galleries.get(wanted);
  if (!gallery || value('view') === 'all') return;
  const { emails } = gallery;
  choose(emails[(chosenIn(emails) + by + emails.length) % emails.length]);
  show(gallery);
}

const chosenBefore = new Map(new URLSearchParams(location.hash.slice(1)));
for (const name of ['width', 'scheme', 'view']) {
  const options = [...filters.elements[name].options].map((option) => option.value);
  if (options.includes(chosenBefore.get(name))) filters.elements[name].value = chosenBefore.get(name);
}

filters.addEventListener('submit', (event) => event.preventDefault());
filters.addEventListener('change', (event) => {
  if (event.target.name === 'employer') fillLanguages();
  showGallery();
});
document.getElementById('back').addEventListener('click', () => go(-1));
document.getElementById('on').addEventListener('click', () => go(1));
document.addEventListener('keydown', (event) => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  // In a list, the arrow keys choose from it.
  if (by && !event.target.closest('select') && !event.altKey && !event.ctrlKey && !event.metaKey) go(by);
});

load('contents.js');
if (location.protocol !== 'file:') setInterval(() => load('contents.js'), 700);
