// Joining, changing, and keeping for longer: three uses of one form.
import { Problem } from './api.js';
import { buildForm, clearErrors, findErrors, fromServer, readAnswers, showErrors, startingAnswers, writeAnswers } from './form.js';
import { day, say, show } from './views.js';

export const none = async (mine) => begin(mine, {});

async function read(mine) {
  mine.invitation = await mine.call('GET', 'invitation');
  if (!mine.invitation.consent) throw new Problem('employer-left');
  return mine.invitation;
}

function begin(mine, answers) {
  const { given_name, job_title, join_until, opt_in } = mine.invitation;
  const name = given_name && say('greeting', { name: given_name });
  const result = job_title ? true : null;
  const slots = { name, result, job: job_title ?? true, changing: null, renewing: null, gone: null, cancel: null };
  mine.send = { method: 'PUT', path: 'opt-in', revision: opt_in.revision, slots: { ...slots, until: day(join_until) } };
  showForm(mine, answers);
}

function showForm(mine, answers) {
  const content = buildForm(mine.invitation, mine.send.slots);
  mine.form = content.querySelector('form');
  mine.parts = [...content.children];
  writeAnswers(mine.form, { ...startingAnswers(mine.invitation), ...answers });
  show('form', content);
  // Only whoever comes to the area needs it, and without it the API asks when the form is sent.
  const askForPlace = () => import('./places.js').then(({ ask }) => ask(mine), () => {});
  mine.form.elements.area?.addEventListener('focus', askForPlace, { once: true });
}

export async function rejoin(mine) {
  await read(mine);
  begin(mine, mine.draft ?? {});
}

// A correction stands under the words that were agreed to, even where there are new ones: only less can be agreed to there.
function asAgreed(invitation, { receipt, months }) {
  const { consent, intro, purposes, agencies } = receipt;
  const same = consent.sha256 === invitation.consent.sha256;
  const { choices } = invitation;
  const kept = { ...choices, months: [...new Set([...choices.months, months])].filter((count) => count <= months).sort((a, b) => a - b) };
  if (same) return { ...invitation, choices: kept };
  const needed = purposes.map((purpose) => ({ required: true, ...purpose }));
  return { ...invitation, choices: kept, consent: { ...consent, intro, purposes: needed }, agencies };
}

// What was chosen once and is not offered any more is said, so that saving drops nothing unsaid.
function gone({ profile, labels }) {
  const answers = Object.keys(profile).flatMap((field) => Object.values(labels[field] ?? {}));
  const names = answers.filter(({ offered }) => !offered).map(({ label }) => label);
  return names.length ? say('gone', { names: names.join('; ') }) : null;
}

export async function change(mine, answers = {}) {
  const invitation = await read(mine);
  const optIn = await mine.call('GET', 'opt-in');
  const { profile, months, purposes, agencies, revision } = optIn;
  mine.invitation = asAgreed(invitation, optIn);
  const slots = { heading: say('change_heading'), joining: null, renewing: null, gone: gone(optIn), submit: say('save') };
  mine.send = { method: 'PUT', path: 'opt-in', revision, thanks: 'changed', slots };
  // What was unticked, here or elsewhere, is not ticked again by us.
  const still = (ids, ticked = ids) => ids.filter((id) => ticked.includes(id));
  const agreed = { purposes: still(purposes, answers.purposes), agencies: still(agencies, answers.agencies) };
  showForm(mine, { ...profile, months, ...answers, ...agreed });
}

export async function renew(mine, answers = {}) {
  const invitation = await read(mine);
  const { expires_at, months, revision } = await mine.call('GET', 'opt-in');
  const slots = { heading: say('renew_heading'), joining: null, changing: null, gone: null, answers: null, until: day(expires_at), submit: say('renew') };
  mine.send = { method: 'POST', path: 'opt-in/renewal', revision, thanks: 'renewed', slots };
  showForm(mine, { ...(invitation.choices.months.includes(months) && { months }), ...answers });
}

function returnToForm(mine, errors, title) {
  show('form', ...mine.parts);
  showErrors(mine.form, errors, title);
}

export async function send(mine) {
  const found = findErrors(mine.form);
  if (found.length) return returnToForm(mine, found);
  clearErrors(mine.form);
  const { consent, opt_in } = mine.invitation;
  const { id, version, language, sha256 } = consent;
  const answers = readAnswers(mine.form);
  const body = { consent: { id, version, language, sha256 }, revision: mine.send.revision, ...answers };
  if (answers.profile) body.rejoin_after = opt_in.withdrawn_at;
  try {
    const answer = await mine.call(mine.send.method, mine.send.path, body);
    (await mine.use('member')).thanks(mine, answer);
  } catch (problem) {
    await answerRefusal(problem, mine, answers);
  }
}

async function answerRefusal(problem, mine, { profile, months, purposes, agencies }) {
  if (problem.code === 'invalid-opt-in') returnToForm(mine, fromServer(mine.form, problem.errors));
  else if (problem.code === 'consent-changed') await readAgain(mine, { ...profile, months }, say('read_again'), say('new_wording'));
  else if (['withdrawn', 'opt-in-changed'].includes(problem.code)) await notSaved(mine, { ...profile, months, purposes, agencies });
  else throw problem;
}

// Somebody, such as this person in another tab, was faster. What was typed here is kept, and said not to be saved.
async function notSaved(mine, answers) {
  const { purposes, agencies, ...typed } = answers;
  // Whoever joins again ticks anew.
  mine.draft = typed;
  await read(mine);
  if (mine.invitation.opt_in.state !== 'active') return mine.open(mine);
  await (mine.send.path === 'opt-in' ? change(mine, answers) : renew(mine, { months: answers.months }));
  showErrors(mine.form, [{ name: 'purposes', detail: say('changed_since') }], say('not_saved'));
}

async function readAgain(mine, answers, detail, title) {
  await read(mine);
  showForm(mine, answers);
  showErrors(mine.form, [{ name: 'purposes', detail }], title);
}
