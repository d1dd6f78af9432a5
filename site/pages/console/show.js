// What the parts of the console share: marking work, saying what went wrong, and putting things on the page.
import { Problem } from './api.js';
import { say, setWorking, stamp } from './views.js';

export const element = (name, properties, ...content) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...content);
  return made;
};

export const items = (texts) => texts.map((text) => element('li', {}, text));

const said = document.getElementById('said');

// Heard by whoever does not see the page.
export function announce(text) {
  said.textContent = text;
}

export function focusOn(heading) {
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: 'nearest' });
  if (heading.getBoundingClientRect().bottom > innerHeight * 0.8) heading.scrollIntoView({ block: 'start' });
}

function words({ code, detail, errors }) {
  if (code === 'offline') return say('offline');
  if (code === 'in-doubt') return say('in_doubt');
  if (code === 'too-many-requests') return say('too_many');
  if (code === 'forbidden') return say('forbidden');
  const named = (errors ?? []).map((error) => error.detail).filter(Boolean);
  return [detail, ...named].filter(Boolean).join(' ') || say('busy');
}

export function complain(place, problem) {
  const box = stamp('error').firstElementChild;
  box.append(element('p', { textContent: words(problem) }));
  place.replaceChildren(box);
}

let working = false;

// One act at a time. Where it fails, it is said at that place, and everything stays as it was.
export async function attempt(place, act) {
  if (working) return;
  working = true;
  setWorking(true);
  place.replaceChildren();
  try {
    await act();
  } catch (problem) {
    if (!(problem instanceof Problem)) console.error(problem);
    complain(place, problem);
  } finally {
    working = false;
    setWorking(false);
  }
}

// What only some people may do is not there for the others.
export function leaveOnly(view, can) {
  for (const place of view.querySelectorAll('[data-can]')) if (!can.includes(place.dataset.can)) place.remove();
}

export function saveFile(name, blob) {
  const link = element('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
