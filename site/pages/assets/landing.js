import { mountCodeForm } from './code.js';

mountCodeForm(document.getElementById('code-place'), (code) => location.assign(`/stay/#${code}`));
