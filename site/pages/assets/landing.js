import { mountForms } from './help.js';

const section = document.getElementById('link');
mountForms(section, (code) => location.assign(`stay/#${code}`));
section.hidden = false;
