// The figures that a site sets.
// @ts-check
import { html } from '/kit/kit.js';
import { listed } from '../lib/access.js';
import { field, figure, number, tick } from '../lib/fields.js';

/** Name, least, most. @type {Array<[string, number, number]>} */
const FIGURES = [['maxFailures', 1, 5], ['lockoutSeconds', 1, 86400], ['duplicateMillis', 0, 60000], ['factorSeconds', 1, 600], ['verifySeconds', 1, 3600]];
const TICKS = ['untrustedTimeOpens', 'duressOpens', 'failSoft'];

/** @param {import('../lib/fields.js').Ground} on */
export function draw(on) {
  return html`${FIGURES.map(([name, min, max]) => figure(on, name, name, `policy.${name}`, on.thing[name], min, max))}
    ${field(on, 'facilities', 'policy.facilities', html`<input name="facilities" pattern="[0-9,;，； ]*" .value=${(on.thing.facilities ?? []).join(', ')}>`)}
    ${TICKS.map((name) => tick(name, `policy.${name}`, on.thing[name]))}`;
}

/** @param {Record<string, any>} form */
export function read(form) {
  return {
    ...Object.fromEntries(FIGURES.map(([name]) => [name, number(form[name])])),
    ...Object.fromEntries(TICKS.map((name) => [name, form[name] === 'on'])),
    facilities: listed(form.facilities).map(Number),
  };
}
