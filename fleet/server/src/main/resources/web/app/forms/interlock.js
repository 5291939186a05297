// Doors of which at most one may be open.
// @ts-check
import { html, t } from '/kit/kit.js';

/** @param {import('../lib/fields.js').Ground} on */
export function draw(on) {
  const chosen = on.thing.doors ?? [];
  return html`<fieldset class="checks"><legend>${t('accessKind.doors')}</legend>${(on.known.doors ?? []).map((door) => html`
    <label class="check"><input type="checkbox" name="doors" value=${door.id} ?checked=${chosen.includes(door.id)}> ${door.name}</label>`)}</fieldset>${on.wrong('doors')}`;
}

/** @param {Record<string, any>} form @param {FormData} data */
export function read(form, data) {
  return { doors: data.getAll('doors').map(String) };
}
