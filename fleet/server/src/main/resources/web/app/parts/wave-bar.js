// The devices of a wave by how far they are: a bar for the eye, numbers with words for everybody; both lead to the devices.
// @ts-check
import { amount, html, nothing, svg, t } from '/kit/kit.js';

const ORDER = ['GOOD', 'INSTALLED', 'ORDERED', 'PENDING', 'OFFLINE', 'FAILED', 'SILENT', 'RETURNING', 'RETURNED', 'LEFT_OUT'];
/** Not by colour alone. @type {Record<string, string>} */
const SHAPES = { GOOD: '✓', INSTALLED: '◐', ORDERED: '→', PENDING: '·', OFFLINE: '○', FAILED: '✕', SILENT: '?', RETURNING: '↶', RETURNED: '↩', LEFT_OUT: '–' };

/** @param {string} state */
export function unitWord(state) {
  return html`<span aria-hidden="true">${SHAPES[state] ?? '·'}</span> ${t(`unit.${state}`)}`;
}

/** @param {string} rollout @param {number} wave @param {string} state */
function to(rollout, wave, state) {
  return `/rollouts/${rollout}?wave=${wave}&state=${state}`;
}

/** @param {string} rollout @param {number} number @param {{name: string, devices: number, tally: Record<string, number>}} wave @param {boolean} here */
export function waveBar(rollout, number, wave, here) {
  const parts = ORDER.filter((state) => wave.tally[state]).map((state) => ({ state, count: wave.tally[state] }));
  let at = 0;
  const bars = parts.map(({ state, count }) => {
    // one failed among thousands must still be seen
    const width = Math.max(6, (400 * count) / (wave.devices || 1));
    at += width;
    return svg`<a href=${to(rollout, number, state)} tabindex="-1"><rect class="unit-${state}" x=${at - width} width=${width} height="14"/></a>`;
  });
  return html`<li class="stack" aria-current=${here ? 'step' : 'false'}><div class="spread"><h3>${wave.name}${here ? html` <span class="chip">${t('rollout.now')}</span>` : nothing}</h3>
      <span class="quiet small">${t('rollout.devices', { count: wave.devices })}</span></div>
    ${parts.length ? html`<svg class="shares wave" viewBox=${`0 0 ${at} 14`} preserveAspectRatio="none" aria-hidden="true">${bars}</svg>` : nothing}
    <dl class="shares">${parts.map(({ state, count }) => html`<div><dt><a href=${to(rollout, number, state)}>${unitWord(state)}</a></dt><dd>${amount(count)}</dd></div>`)}</dl></li>`;
}
