// Asks for the page again every two seconds, and takes over the list when it has changed: the email that is open stays.
'use strict';

const note = document.querySelector('header p');
const list = document.querySelector('nav');

async function freshen() {
  let page;
  try {
    const answer = await fetch(location.href, { cache: 'no-store' });
    page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  } catch {
    note.textContent = 'The embedded AWS has ended. What you see is from before.';
    return;
  }
  const [newNote, newList, newMail] = ['header p', 'nav', 'main'].map((part) => page.querySelector(part));
  if (!newList) return;
  if (note.textContent !== newNote.textContent) note.textContent = newNote.textContent;
  if (document.querySelector('main .none') && !newMail.querySelector('.none')) location.reload();
  const open = [...list.querySelectorAll('details[open]')].map(({ id }) => id);
  for (const fold of newList.querySelectorAll('details')) if (open.includes(fold.id)) fold.open = true;
  const current = list.querySelector('[aria-current]')?.getAttribute('href');
  for (const link of newList.querySelectorAll('a')) {
    if (link.getAttribute('href') === current) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  // Replacing it would take the focus from whoever goes through the list by keyboard.
  if (newList.innerHTML !== list.innerHTML) {
    const focus = list.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    list.replaceChildren(...newList.childNodes);
    if (focus) list.querySelector(`[href="${focus}"]`)?.focus();
  }
}

setInterval(freshen, 2000);
