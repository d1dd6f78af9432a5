// The form that takes a code by hand. People paste whole links, broken over lines, with brackets around them.

export function cleanCode(text) {
  const [first, second = first] = text.replace(/\s/g, '').split(/#|%23/);
  // It has 84 characters.
  return second.replace(/[?&/%].*|[^\w-]/g, '').slice(0, 84);
}

export function mountCodeForm(place, open) {
  place.replaceChildren(document.getElementById('t-code').content.cloneNode(true));
  const form = place.querySelector('form');
  const input = form.elements.code;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const code = cleanCode(input.value);
    const usable = code.length >= 20;
    input.setAttribute('aria-invalid', !usable);
    form.querySelector('.error').textContent = usable ? '' : form.dataset.unusable;
    if (usable) open(code);
    else input.focus();
  });
}
