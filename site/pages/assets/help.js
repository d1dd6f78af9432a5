// The forms for people whose link does not work: one takes a code by hand, one asks for a new link by email.
import { connect } from './api.js';
import { cleanCode } from './code.js';

function mount(place, name) {
  place.replaceChildren(document.getElementById(`t-${name}`).content.cloneNode(true));
  return place.querySelector('form');
}

function onSubmit(form, input, isUsable, act) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const usable = isUsable();
    input.setAttribute('aria-invalid', !usable);
    form.querySelector('.error').textContent = usable ? '' : form.dataset.unusable;
    if (usable) act();
    else input.focus();
  });
}

function mountCodeForm(place, open) {
  const form = mount(place, 'code');
  const { code } = form.elements;
  onSubmit(form, code, () => cleanCode(code.value).length >= 20, () => open(cleanCode(code.value)));
}

// The answer is the same whether we know the address or not.
function mountLinkForm(place) {
  const form = mount(place, 'link');
  const { email } = form.elements;
  const status = form.querySelector('[role=status]');
  onSubmit(form, email, () => email.value.trim() && email.validity.valid, async () => {
    const sent = await connect()('POST', 'link', { email: email.value.trim() }).then(() => true, () => false);
    status.textContent = sent ? form.dataset.sent : form.dataset.failed;
  });
}

// A view has a place for either form, for both, or for none.
export function mountForms(view, open) {
  const [code, link] = ['code', 'link'].map((name) => view.querySelector(`[data-slot=${name}]`));
  if (code) mountCodeForm(code, open);
  if (link) mountLinkForm(link);
}
