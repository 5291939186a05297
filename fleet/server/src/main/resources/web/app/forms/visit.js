// A visit: from when to when, how often in, and whom to ask.
// @ts-check
import { html } from '/kit/kit.js';
import { field, figure, millis, number, said, tick, time } from '../lib/fields.js';
import '../parts/people-field.js';

/** @param {import('../lib/fields.js').Ground} on */
export function draw(on) {
  const { thing } = on;
  return html`
    <div class="halves">${time(on, 'validFrom', 'validFrom', 'passes.from', thing.validFrom, true)}${time(on, 'validTo', 'validTo', 'passes.to', thing.validTo, true)}</div>
    ${figure(on, 'entries', 'entries', 'visit.entries', thing.entries, 1, 1000, false)}
    ${field(on, 'host', 'visit.host', html`<gh-people-field .field=${'host'} .site=${on.site} .value=${thing.host ?? ''}></gh-people-field>`)}
    ${tick('checkedIn', 'visit.checkedIn', thing.checkedIn ?? false)}`;
}

/** @param {Record<string, any>} form @param {FormData} _data @param {any} _thing @param {string} [zone] */
export function read(form, _data, _thing, zone) {
  return said({ validFrom: millis(form.validFrom, zone), validTo: millis(form.validTo, zone), entries: number(form.entries), host: form.host, checkedIn: form.checkedIn === 'on' });
}
