// Shows one notice after the other. The data comes as scripts, so that the page also works when it is opened as a file.
'use strict';

const filters = document.getElementById('filters');
const kept = ['employer', 'language', 'way', 'stage', 'reason', 'width', 'scheme', 'view'];
const albums = new Map();
let contents = { albums: [], mistakes: [] };
let wanted = null;
let stamp = '';

const value = (name) => filters.elements[name].value;
const make = (tag, text, ...children) => {
  const element = document.createElement(tag);
  if (text !== null) element.textContent = text;
  element.append(...children);
  return element;
};

function load(file) {
  const script = document.createElement('script');
  script.src = location.protocol === 'file:' ? file : `${file}?${Date.now()}`;
  script.addEventListener('load', () => script.remove());
  document.head.append(script);
}

// Called by contents.js.
function contentsAreHere(found) {
  const now = JSON.stringify(found);
  if (now === stamp) return;
  stamp = now;
  contents = found;
  albums.clear();
  tellMistakes();
  listVersions();
  fillFirst();
  showAlbum();
}

// Called by a file of albums/.
function albumIsHere(album) {
  albums.set(`${album.employer}/${album.language}`, album);
  if (wanted === `${album.employer}/${album.language}`) showAlbum();
}

function tellMistakes() {
  const box = document.getElementById('mistakes');
  box.hidden = contents.mistakes.length === 0;
  box.querySelector('ul').replaceChildren(...contents.mistakes.map((mistake) => make('li', mistake)));
}

function listVersions() {
  const rows = contents.albums.map(({ name, language, version, old }) => {
    const words = old ? 'as it was before the mistake' : '';
    return make('tr', null, make('td', name), make('td', language), make('td', null, make('code', version), ` ${words}`));
  });
  document.getElementById('versions').replaceChildren(...rows);
}

// Keeps the choice where it is still there.
function offer(name, options) {
  const select = filters.elements[name];
  const chosen = chosenBefore.get(name) ?? select.value;
  select.replaceChildren(...options.map(([id, label]) => Object.assign(make('option', label), { value: id })));
  if (options.some(([id]) => id === chosen)) select.value = chosen;
}

function fillFirst() {
  offer('employer', [...new Map(contents.albums.map(({ employer, name }) => [employer, name]))]);
  fillLanguages();
}

function fillLanguages() {
  const languages = contents.albums.filter(({ employer }) => employer === value('employer'));
  offer('language', languages.map(({ language }) => [language, language]));
}

function showAlbum() {
  wanted = `${value('employer')}/${value('language')}`;
  const album = albums.get(wanted);
  if (!album) {
    const listed = contents.albums.find(({ employer, language }) => `${employer}/${language}` === wanted);
    if (listed) load(`albums/${listed.file}.js`);
    return;
  }
  for (const name of ['way', 'stage', 'reason']) {
    offer(name, [...new Set(album.mails.map((mail) => mail[name]))].map((one) => [one, one.replaceAll('_', ' ')]));
  }
  chosenBefore.clear();
  show(album);
}

const isChosen = (mail) => ['way', 'stage', 'reason'].every((name) => mail[name] === value(name));

// A receipt has no stage: whatever else was chosen, the first of its kind is shown.
function chosenIn(mails) {
  const at = mails.findIndex(isChosen);
  return at >= 0 ? at : Math.max(mails.findIndex(({ way }) => way === value('way')), 0);
}

function choose(mail) {
  for (const name of ['way', 'stage', 'reason']) filters.elements[name].value = mail[name];
}

function show(album) {
  const at = chosenIn(album.mails);
  const mail = album.mails[at];
  choose(mail);
  const all = value('view') === 'all';
  document.getElementById('notice').hidden = all;
  document.getElementById('all').hidden = !all;
  document.getElementById('place').textContent = `${at + 1} of ${album.mails.length}`;
  document.getElementById('text').textContent = mail.text;
  tellFacts(album, mail);
  if (all) showAll(album);
  else showHtml(mail);
  location.replace(`#${new URLSearchParams(kept.map((name) => [name, value(name)]))}`);
  document.getElementById('status').textContent = '';
}

function tellFacts(album, mail) {
  const words = mail.text.split('\n-- \n')[0].split(/\s+/).filter(Boolean).length;
  const facts = [
    ['From', mail.from],
    ['Reply to', mail.reply_to],
    ['Subject', mail.subject],
    ['Version', make('code', album.version)],
    ['Text hash', make('code', mail.sha256)],
    ['Length', `${words} words with link and code, ${mail.bytes.toLocaleString('en')} bytes`],
  ];
  const rows = facts.map(([term, fact]) => make('div', null, make('dt', term), make('dd', null, fact)));
  document.getElementById('facts').replaceChildren(...rows);
}

// The reader's own setting decides in a mail program; here the choice does.
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

function showAll(album) {
  const sections = album.mails.map(({ way, stage, reason, text }) => {
    const title = make('h2', `${way}, ${stage}, ${reason.replaceAll('_', ' ')}`);
    const words = make('pre', text);
    words.lang = album.language;
    return make('section', null, title, words);
  });
  document.getElementById('all').replaceChildren(...sections);
}

function go(by) {
  const album = albums.get(wanted);
  if (!album || value('view') === 'all') return;
  const { mails } = album;
  choose(mails[(chosenIn(mails) + by + mails.length) % mails.length]);
  show(album);
}

const chosenBefore = new Map(new URLSearchParams(location.hash.slice(1)));
for (const name of ['width', 'scheme', 'view']) {
  const options = [...filters.elements[name].options].map((option) => option.value);
  if (options.includes(chosenBefore.get(name))) filters.elements[name].value = chosenBefore.get(name);
}

filters.addEventListener('submit', (event) => event.preventDefault());
filters.addEventListener('change', (event) => {
  if (event.target.name === 'employer') fillLanguages();
  showAlbum();
});
document.getElementById('back').addEventListener('click', () => go(-1));
document.getElementById('on').addEventListener('click', () => go(1));
document.addEventListener('keydown', (event) => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  // In a list the arrow keys choose from it.
  if (by && !event.target.closest('select') && !event.altKey && !event.ctrlKey && !event.metaKey) go(by);
});

load('contents.js');
if (location.protocol !== 'file:') setInterval(() => load('contents.js'), 700);
