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

/** A plan still being worked on: says when something newer is there; the reader decides when to look. */
const refresh = document.querySelector('[data-refresh]');
if (refresh) {
  let asks = 0;
  const ask = async () => {
    asks += 1;
    const answer = await fetch(refresh.dataset.refresh).then((response) => (response.ok ? response.json() : null), () => null);
    if (answer && answer.state !== refresh.dataset.state) {
      if ('refreshAtOnce' in refresh.dataset) return location.reload();
      const link = refresh.querySelector('a');
      if (link) link.textContent = 'Something newer is there: show it';
      refresh.setAttribute('role', 'status');
      return undefined;
    }
    if (asks < 200) setTimeout(ask, asks < 10 ? 2000 : 10_000);
    return undefined;
  };
  setTimeout(ask, 2000);
}
