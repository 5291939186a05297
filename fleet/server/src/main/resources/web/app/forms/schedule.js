// Hours of the week.
// @ts-check
import { html, t } from '/kit/kit.js';
import { listed } from '../lib/access.js';
import { field, folded, names } from '../lib/fields.js';

const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/** @param {import('../lib/fields.js').Ground} on */
export function draw(on) {
  return html`<p class="quiet small">${t('access.hours')}</p>${DAYS.map((day) => field(on, `weekly/${day}`, `weekday.${day}`, html`<input name=${day} .value=${(on.thing.weekly?.[day] ?? []).join(', ')}>`))}${special(on)}`;
}

/** The hours of groups of special days; a group that is like a weekday has that day's. @param {import('../lib/fields.js').Ground} on */
function special(on) {
  const groups = names(on, 'specialDays');
  const given = on.thing.special ?? {};
  return groups.length ? folded('accessKind.specialDays', Object.keys(given).length > 0, html`<p class="quiet small">${t('schedule.special')}</p>
    ${groups.map(([id, name]) => html`<label class="field">${name}<input name="special:${id}" .value=${(given[id] ?? []).join(', ')}>${on.wrong(`special/${id}`)}</label>`)}${on.wrong('special')}`) : '';
}

/** @param {Record<string, any>} form */
export function read(form) {
  const special = Object.keys(form).filter((name) => name.startsWith('special:') && form[name]).map((name) => [name.slice(8), listed(form[name])]);
  return {
    weekly: Object.fromEntries(DAYS.map((day) => [day, listed(form[day])]).filter(([, spans]) => spans.length)),
    ...(special.length ? { special: Object.fromEntries(special) } : {}),
  };
}
