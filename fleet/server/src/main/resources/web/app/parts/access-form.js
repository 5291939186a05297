// One thing of a site's access as a form: fields for what people change often, the interface's own form for the rest.
// @ts-check
import { GhElement, html, nothing, t } from '/kit/kit.js';
import { fields, listed } from '../lib/access.js';

const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const MODES = ['LOCKED', 'UNLOCKED', 'LOCKED_DOWN'];
const DOOR_KINDS = ['DOOR', 'MANTRAP', 'TURNSTILE', 'REVOLVING_DOOR', 'BARRIER', 'ELEVATOR_FLOOR'];
export const FORMS = ['doors', 'schedules', 'profiles', 'areas', 'specialDays'];

class AccessForm extends GhElement {
  static properties = { kind: {}, thing: { attribute: false }, known: { attribute: false }, wrong: { state: true }, parts: { state: true } };

  constructor() {
    super();
    this.kind = '';
    /** @type {any} */
    this.thing = {};
    /** @type {Record<string, any[]>} */
    this.known = {};
    this.wrong = '';
    this.parts = 1;
  }

  connectedCallback() {
    super.connectedCallback();
    this.parts = Math.max(1, this.thing.policies?.length ?? 1);
  }

  /** @param {Event} submit */
  send(submit) {
    submit.preventDefault();
    const form = fields(submit);
    const data = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    try {
      const body = FORMS.includes(this.kind) ? { name: form.name, ...this.read(form, data) } : JSON.parse(form.json);
      this.wrong = '';
      this.dispatchEvent(new CustomEvent('save', { detail: { id: this.thing.id ?? this.thing.type ?? form.id, body } }));
    } catch (bad) {
      this.wrong = t('access.badJson', { why: String(/** @type {Error} */ (bad).message) });
    }
  }

  /** @param {any} form @param {FormData} data @returns {any} */
  read(form, data) {
    const number = (/** @type {string} */ text) => (text === '' ? undefined : Number(text));
    switch (this.kind) {
      case 'doors': {
        const { unlockSchedule, ...rules } = this.thing.rules ?? {};
        return {
          mode: form.mode, releaseMillis: number(form.releaseMillis), openSeconds: number(form.openSeconds), lock: form.lock || undefined,
          rules: { ...rules, kind: form.doorKind, failSafe: form.failSafe === 'on', sensesPassage: form.sensesPassage === 'on', ...(form.unlockSchedule ? { unlockSchedule: form.unlockSchedule } : {}) },
        };
      }
      case 'schedules':
        return { weekly: Object.fromEntries(DAYS.map((day) => [day, listed(form[day])]).filter(([, spans]) => spans.length)), ...(this.thing.special ? { special: this.thing.special } : {}) };
      case 'profiles':
        return { policies: [...Array(this.parts).keys()].map((i) => ({ schedule: form[`schedule${i}`], accessPoints: data.getAll(`points${i}`).map(String) })).filter((policy) => policy.accessPoints.length) };
      case 'areas':
        return { parent: form.parent || undefined, most: number(form.most), least: number(form.least), hard: form.hard === 'on', clearance: this.thing.clearance ?? {}, resetAt: this.thing.resetAt };
      default:
        return { days: listed(form.days), likeWeekday: form.likeWeekday || undefined };
    }
  }

  render() {
    const fresh = this.thing.id === undefined && this.thing.type === undefined;
    return html`<form class="stack" @submit=${(/** @type {Event} */ e) => this.send(e)}>
      ${this.wrong ? html`<p class="notice bad" role="alert">${this.wrong}</p>` : nothing}
      ${fresh ? html`<label class="field">${t('access.id')}<input name="id" required maxlength="63" pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*"></label>` : nothing}
      ${FORMS.includes(this.kind) ? html`<label class="field">${t('access.name')}<input name="name" required maxlength="200" .value=${this.thing.name ?? ''}></label>${this.fields()}` : this.json()}
      <div class="row"><button class="primary">${t('person.save')}</button><button type="button" @click=${() => this.dispatchEvent(new CustomEvent('leave'))}>${t('page.cancel')}</button></div>
    </form>`;
  }

  fields() {
    switch (this.kind) {
      case 'doors':
        return this.door();
      case 'schedules':
        return html`<p class="quiet small">${t('access.hours')}</p>${DAYS.map((day) => html`<label class="field">${t(`weekday.${day}`)}<input name=${day} .value=${(this.thing.weekly?.[day] ?? []).join(', ')}></label>`)}`;
      case 'profiles':
        return this.profile();
      case 'areas':
        return this.area();
      default:
        return html`<label class="field">${t('access.days')}<textarea name="days" rows="6" .value=${(this.thing.days ?? []).join('\n')}></textarea></label>
          ${this.choice('likeWeekday', 'access.likeWeekday', DAYS.map((day) => [day, t(`weekday.${day}`)]), this.thing.likeWeekday, t('access.ownHours'))}`;
    }
  }

  door() {
    const rules = this.thing.rules ?? { kind: 'DOOR', failSafe: true, sensesPassage: false };
    return html`
      ${this.choice('mode', 'access.mode', MODES.map((one) => [one, t(`doorMode.${one}`)]), this.thing.mode ?? 'LOCKED')}
      ${this.choice('doorKind', 'access.kind', DOOR_KINDS.map((one) => [one, t(`doorKind.${one}`)]), rules.kind)}
      <label class="field">${t('access.releaseMillis')}<input name="releaseMillis" type="number" min="100" max="60000" required .value=${String(this.thing.releaseMillis ?? 5000)}></label>
      <label class="field">${t('access.openSeconds')}<input name="openSeconds" type="number" min="1" max="3600" required .value=${String(this.thing.openSeconds ?? 20)}></label>
      ${this.choice('unlockSchedule', 'access.unlockSchedule', this.names('schedules'), rules.unlockSchedule, t('access.none'))}
      <input type="hidden" name="lock" .value=${this.thing.lock ?? ''}>
      <label class="check"><input name="failSafe" type="checkbox" ?checked=${rules.failSafe}> ${t('access.failSafe')}</label>
      <label class="check"><input name="sensesPassage" type="checkbox" ?checked=${rules.sensesPassage}> ${t('access.sensesPassage')}</label>`;
  }

  profile() {
    return html`${[...Array(this.parts).keys()].map((i) => {
      const policy = this.thing.policies?.[i] ?? { accessPoints: [] };
      return html`<fieldset class="checks"><legend>${t('access.policy')}</legend>
        ${this.choice(`schedule${i}`, 'access.schedule', this.names('schedules'), policy.schedule)}
        ${(this.known.accessPoints ?? []).map((point) => html`<label class="check"><input type="checkbox" name="points${i}" value=${point.id} ?checked=${policy.accessPoints.includes(point.id)}> ${this.pointName(point)}</label>`)}</fieldset>`;
    })}<div><button type="button" @click=${() => { this.parts += 1; }}>${t('access.morePolicies')}</button></div>`;
  }

  area() {
    return html`
      ${this.choice('parent', 'access.parent', this.names('areas').filter(([id]) => id !== this.thing.id), this.thing.parent, t('access.none'))}
      <label class="field">${t('access.most')}<input name="most" type="number" min="1" .value=${String(this.thing.most ?? '')}></label>
      <label class="field">${t('access.least')}<input name="least" type="number" min="0" .value=${String(this.thing.least ?? '')}></label>
      <label class="check"><input name="hard" type="checkbox" ?checked=${this.thing.hard}> ${t('access.hard')}</label>`;
  }

  json() {
    const { id, ...rest } = this.thing;
    return html`<label class="field">${t('access.json')}<textarea class="mono" name="json" rows="14" spellcheck="false" .value=${JSON.stringify(rest, null, 2)}></textarea></label>`;
  }

  /** @param {string} kind @returns {Array<[string, string]>} */
  names(kind) {
    return (this.known[kind] ?? []).map((one) => [one.id, one.name]);
  }

  /** @param {any} point */
  pointName(point) {
    const door = (this.known.doors ?? []).find((one) => one.id === point.door);
    return `${door?.name ?? point.door} · ${t(`direction.${point.direction}`)}`;
  }

  /** @param {string} name @param {string} label @param {Array<string[]>} values @param {string} [chosen] @param {string} [none] */
  choice(name, label, values, chosen, none) {
    return html`<label class="field">${t(label)}<select name=${name}>${none === undefined ? nothing : html`<option value="">${none}</option>`}
      ${values.map(([value, word]) => html`<option value=${value} ?selected=${value === chosen}>${word}</option>`)}</select></label>`;
  }
}

customElements.define('gh-access-form', AccessForm);
