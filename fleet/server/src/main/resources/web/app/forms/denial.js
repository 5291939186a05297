// Groups that never pass somewhere, whatever else allows it.
// @ts-check
import { html, t } from '/kit/kit.js';
import { listed } from '../lib/access.js';
import { boxes, choice, entrances, field, names, said } from '../lib/fields.js';

/** @param {import('../lib/fields.js').Ground} on */
export function draw(on) {
  const { thing } = on;
  return html`
    ${field(on, 'groups', 'denial.groups', html`<input name="groups" required .value=${(thing.groups ?? []).join(', ')}>`)}
    ${boxes(on, 'accessPoints', 'accessPoints', 'denial.points', entrances(on), thing.accessPoints)}
    ${choice(on, 'schedule', 'schedule', 'denial.schedule', names(on, 'schedules'), thing.schedule, t('point.always'))}`;
}

/** @param {Record<string, any>} form @param {FormData} data */
export function read(form, data) {
  return said({ groups: listed(form.groups), accessPoints: data.getAll('accessPoints').map(String), schedule: form.schedule });
}
