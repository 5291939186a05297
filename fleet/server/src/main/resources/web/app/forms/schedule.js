// Hours of the week.
// @ts-check
import { html, t } from '/kit/kit.js';
import { listed } from '../lib/access.js';
import { field } from '../lib/fields.js';

const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/** @param {import('../lib/fields.js').Ground} on */
export function draw(on) {
  return html`<p class="quiet small">${t('access.hours')}</p>${DAYS.map((day) => field(on, `weekly/${day}`, `weekday.${day}`, html`<input name=${day} .value=${(on.thing.weekly?.[day] ?? []).join(', ')}>`))}`;
}

/** @param {Record<string, any>} form @param {FormData} data @param {any} thing */
export function read(form, data, thing) {
  return { weekly: Object.fromEntries(DAYS.map((day) => [day, listed(form[day])]).filter(([, spans]) => spans.length)), ...(thing.special ? { special: thing.special } : {}) };
}
