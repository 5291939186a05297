// Days on which schedules have other hours.
// @ts-check
import { html, t } from '/kit/kit.js';
import { listed } from '../lib/access.js';
import { choice, field, said } from '../lib/fields.js';

const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/** @param {import('../lib/fields.js').Ground} on */
export function draw(on) {
  return html`${field(on, 'days', 'access.days', html`<textarea name="days" rows="6" .value=${(on.thing.days ?? []).join('\n')}></textarea>`)}
    ${choice(on, 'likeWeekday', 'likeWeekday', 'access.likeWeekday', DAYS.map((day) => [day, t(`weekday.${day}`)]), on.thing.likeWeekday, t('access.ownHours'))}`;
}

/** @param {Record<string, any>} form */
export function read(form) {
  return said({ days: listed(form.days), likeWeekday: form.likeWeekday });
}
