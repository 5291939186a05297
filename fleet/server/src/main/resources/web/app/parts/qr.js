// A QR code as a picture, with the quiet zone that readers need around it.
// @ts-check
import { html } from '/kit/kit.js';

const QUIET = 4;

/** @param {string[]} rows zeros and ones @param {string} label */
export function qr(rows, label) {
  const size = rows.length + 2 * QUIET;
  const path = rows.map((row, y) => [...row].map((dark, x) => (dark === '1' ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')).join('')).join('');
  return html`<svg class="qr" role="img" aria-label=${label} viewBox=${`0 0 ${size} ${size}`} shape-rendering="crispEdges"><rect width=${size} height=${size} fill="#fff"></rect><path d=${path} fill="#000"></path></svg>`;
}
