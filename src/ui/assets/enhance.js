/** Enhancements for browsers with JavaScript; every page works without this file. */
import { initAll } from './govuk-frontend.min.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
initAll();

/** Fields that apply only to some kinds of thing are hidden while another kind is chosen. */
for (const wrapper of document.querySelectorAll('[data-when-field]')) {
  const values = (wrapper.dataset.whenValues ?? '').split(' ');
  const inputs = [...document.getElementsByName(wrapper.dataset.whenField ?? '')];
  const update = () => {
    const current = inputs.find((input) => input.type !== 'radio' || input.checked)?.value ?? '';
    wrapper.hidden = !values.includes(current);
  };
  for (const input of inputs) input.addEventListener('change', update);
  if (inputs.length > 0) update();
}
