// What the technician's pages have in common: how a position stands, in words and colour, and photos that are small enough.
// @ts-check
import { html, locale, t } from '/kit/kit.js';

const TONES = { IN_SERVICE: 'good', TO_COMMISSION: 'warn', OUT_OF_SERVICE: 'bad', PLANNED: '' };
const OUTCOMES = { PASSED: ['good', '✓'], FAILED: ['bad', '✗'], SKIPPED: ['', '–'], RUNNING: ['warn', '…'], ASKING: ['warn', '?'], OPEN: ['', '○'] };
const LONGEST_SIDE = 1280;

/** @param {string} service */
export function serviceChip(service) {
  return html`<span class="chip dot ${TONES[/** @type {keyof typeof TONES} */ (service)] ?? ''}">${t(`service.${service}`)}</span>`;
}

/** @param {string} outcome */
export function outcomeChip(outcome) {
  const [tone, sign] = OUTCOMES[/** @type {keyof typeof OUTCOMES} */ (outcome)] ?? ['', ''];
  return html`<span class="chip ${tone}"><span aria-hidden="true">${sign}</span>${t(`outcome.${outcome}`)}</span>`;
}

/** The words of a profile in the reader's language. @param {{zh: string, en: string}|undefined} words */
export function said(words) {
  return words ? (locale() === 'en' ? words.en : words.zh) : '';
}

/** Units as people write them; SenML has names of its own for some. */
const UNITS = { '%EL': '%', Cel: '°C', Ohm: 'Ω' };

/** A measured value with its unit. @param {number} value @param {string|undefined} unit */
export function measured(value, unit) {
  const shown = UNITS[/** @type {keyof typeof UNITS} */ (unit ?? '')] ?? unit ?? '';
  return [value.toLocaleString(locale()), shown].filter(Boolean).join(' ');
}

/** Whether a request failed because there is no network, and nothing was kept. @param {any} problem */
export function isOffline(problem) {
  return problem instanceof TypeError;
}

/**
 * A photo as it is sent: turned upright, no side longer than needed to read a type plate.
 * @param {File} file @returns {Promise<{media: string, data: string}>}
 */
export async function smallPhoto(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const data = canvas.toDataURL('image/jpeg', 0.8);
  return { media: 'image/jpeg', data: data.slice(data.indexOf(',') + 1) };
}
