// A temporary work permit: which channels, where, when, and how many people at once.
// @ts-check
import { html, t } from '/kit/kit.js';
import { boxes, choice, entrances, figure, millis, names, number, said, tick, time } from '../lib/fields.js';

/** @param {import('../lib/fields.js').Ground} on */
export function draw(on) {
  const { thing } = on;
  return html`
    ${tick('active', 'permit.active', thing.active ?? true)}
    <div class="halves">${time(on, 'validFrom', 'validFrom', 'passes.from', thing.validFrom)}${time(on, 'validTo', 'validTo', 'passes.to', thing.validTo)}</div>
    ${choice(on, 'schedule', 'schedule', 'permit.schedule', names(on, 'schedules'), thing.schedule, t('point.always'))}
    ${figure(on, 'headcount', 'headcount', 'permit.headcount', thing.headcount, 1, 100000, false)}
    ${boxes(on, 'accessPoints', 'accessPoints', 'permit.points', entrances(on), thing.accessPoints, t('permit.any'))}
    ${boxes(on, 'areas', 'areas', 'permit.areas', names(on, 'areas'), thing.areas, t('permit.any'))}`;
}

/** @param {Record<string, any>} form @param {FormData} data @param {any} thing @param {string} [zone] */
export function read(form, data, thing, zone) {
  return said({
    active: form.active === 'on', validFrom: millis(form.validFrom, zone), validTo: millis(form.validTo, zone), schedule: form.schedule,
    headcount: number(form.headcount), accessPoints: data.getAll('accessPoints').map(String), areas: data.getAll('areas').map(String),
  });
}
