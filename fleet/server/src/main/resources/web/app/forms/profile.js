// Which entrances during which hours.
// @ts-check
import { html, t } from '/kit/kit.js';
import { choice, names, pointName } from '../lib/fields.js';

/** @param {import('../lib/fields.js').Ground} on */
export function draw(on) {
  return html`${[...Array(on.rows('policies', on.thing.policies?.length ?? 0)).keys()].map((i) => {
    const policy = on.thing.policies?.[i] ?? { accessPoints: [] };
    return html`<fieldset class="checks"><legend>${t('access.policy')}</legend>
      ${choice(on, `policies[${i}].schedule`, `schedule${i}`, 'access.schedule', names(on, 'schedules'), policy.schedule)}
      ${(on.known.accessPoints ?? []).map((point) => html`<label class="check"><input type="checkbox" name="points${i}" value=${point.id} ?checked=${policy.accessPoints.includes(point.id)}> ${pointName(on, point)}</label>`)}</fieldset>`;
  })}<div><button type="button" @click=${() => on.grow('policies')}>${t('access.morePolicies')}</button></div>`;
}

/** @param {Record<string, any>} form @param {FormData} data */
export function read(form, data) {
  const parts = Object.keys(form).filter((name) => /^schedule\d+$/.test(name)).map((name) => name.slice(8));
  return { policies: parts.map((i) => ({ schedule: form[`schedule${i}`], accessPoints: data.getAll(`points${i}`).map(String) })).filter((policy) => policy.accessPoints.length) };
}
