// One thing of a site's access as a form, what is wrong with it beside each field; for experts as the interface has it.
// @ts-check
import { GhElement, html, nothing, t } from '/kit/kit.js';
import { TYPES, fields, typeWord } from '../lib/access.js';
import { zoneOf } from '../lib/zones.js';
import * as area from '../forms/area.js';
import * as authentication from '../forms/authentication.js';
import * as days from '../forms/days.js';
import * as denial from '../forms/denial.js';
import * as door from '../forms/door.js';
import * as interlock from '../forms/interlock.js';
import * as pack from '../forms/pack.js';
import * as permit from '../forms/permit.js';
import * as point from '../forms/point.js';
import * as policies from '../forms/policies.js';
import * as profile from '../forms/profile.js';
import * as schedule from '../forms/schedule.js';
import * as visit from '../forms/visit.js';
import { findingText } from './findings.js';
import './replay.js';

/** @type {Record<string, {draw: (on: any) => any, read: (form: any, data: FormData, thing: any, zone?: string) => any}>} */
const FORMS = {
  doors: door, accessPoints: point, schedules: schedule, profiles: profile, areas: area, authentications: authentication, specialDays: days,
  interlocks: interlock, rulePacks: pack, denials: denial, permits: permit, visits: visit, policies,
};
const NAMELESS = ['accessPoints', 'rulePacks', 'permits', 'visits', 'policies'];

class AccessForm extends GhElement {
  static properties = { site: {}, kind: {}, thing: { attribute: false }, known: { attribute: false }, findings: { attribute: false }, wrong: { state: true }, more: { state: true }, expert: { state: true } };

  constructor() {
    super();
    this.site = '';
    this.kind = '';
    /** @type {any} */
    this.thing = {};
    /** @type {Record<string, any[]>} */
    this.known = {};
    /** Why the last try was refused. @type {any[]} */
    this.findings = [];
    this.wrong = '';
    /** How many lines were asked for beyond those that are there, by list. @type {Record<string, number>} */
    this.more = {};
    this.expert = false;
  }

  get id_() {
    return this.thing.id ?? this.thing.type;
  }

  /** What the form says now, or nothing when it cannot be read. @param {boolean} strict */
  draft(strict) {
    const form = /** @type {HTMLFormElement} */ (this.querySelector('form'));
    if (strict && !form.reportValidity()) {
      return null;
    }
    const values = fields(/** @type {any} */ ({ target: form }));
    try {
      const body = this.form ? { ...(NAMELESS.includes(this.kind) ? {} : { name: values.name }), ...this.form.read(values, new FormData(form), this.thing, zoneOf(this.site)) } : JSON.parse(values.json);
      this.wrong = '';
      return { kind: this.kind, id: this.id_ ?? values.id, body };
    } catch (bad) {
      this.wrong = t('access.badJson', { why: String(/** @type {Error} */ (bad).message) });
      return null;
    }
  }

  /** Nothing where only the interface's own form serves. */
  get form() {
    return this.expert ? undefined : FORMS[this.kind];
  }

  /** @param {Event} submit */
  send(submit) {
    submit.preventDefault();
    const draft = this.draft(false);
    if (draft) {
      this.dispatchEvent(new CustomEvent('save', { detail: draft }));
    }
  }

  /** From one way to write it to the other; what was written so far goes along. */
  turn() {
    const draft = this.draft(false);
    if (draft) {
      this.thing = { ...draft.body, ...(this.kind === 'rulePacks' ? { type: this.thing.type } : this.thing.id === undefined ? {} : { id: this.thing.id }) };
      this.more = {};
      this.expert = !this.expert;
    }
  }

  /** What is wrong at a field, beside it. @param {(one: any) => boolean} here */
  wrongWhere(here) {
    return this.findings.filter((one) => one.severity === 'REFUSED' && here(one))
      .map((one) => html`<span class="wrong">${findingText('finding', one)} ${findingText('findingTodo', one)}</span>`);
  }

  /** What the fields are drawn with. */
  ground() {
    return {
      thing: this.thing, site: this.site, known: this.known, zone: zoneOf(this.site),
      wrong: (/** @type {string} */ path) => this.wrongWhere((one) => lies(one.field, path)),
      wrongOf: (/** @type {string[]} */ codes) => this.wrongWhere((one) => codes.includes(one.code)),
      rows: (/** @type {string} */ list, /** @type {number} */ have) => Math.max(1, have) + (this.more[list] ?? 0),
      grow: (/** @type {string} */ list) => { this.more = { ...this.more, [list]: (this.more[list] ?? 0) + 1 }; },
    };
  }

  /** What the thing is called by in the interface; rules for a type of people by the type. */
  idField() {
    if (this.kind !== 'rulePacks') {
      return html`<label class="field">${t('access.id')}<input name="id" required maxlength="63" pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*"></label>`;
    }
    const taken = (this.known.rulePacks ?? []).map((one) => one.type);
    return html`<label class="field">${t('people.type')}<select name="id" required>${TYPES.filter((type) => !taken.includes(type)).map((type) => html`<option value=${type}>${typeWord(type)}</option>`)}</select></label>`;
  }

  render() {
    const fresh = this.id_ === undefined && this.kind !== 'policies';
    const on = this.ground();
    return html`<form class="stack" @submit=${(/** @type {Event} */ e) => this.send(e)}>
      ${this.wrong ? html`<p class="notice bad" role="alert">${this.wrong}</p>` : nothing}
      ${fresh ? this.idField() : nothing}
      ${this.form ? html`${NAMELESS.includes(this.kind) ? nothing : html`<label class="field">${t('access.name')}<input name="name" required maxlength="200" .value=${this.thing.name ?? ''}></label>`}${this.form.draw(on)}` : this.json()}
      <div class="row"><button class="primary">${t('person.save')}</button>
        ${this.kind === 'policies' ? nothing : html`<button type="button" @click=${() => this.dispatchEvent(new CustomEvent('leave'))}>${t('page.cancel')}</button>`}
        ${FORMS[this.kind] ? html`<button type="button" @click=${() => this.turn()}>${t(this.expert ? 'access.asForm' : 'access.asJson')}</button>` : nothing}</div>
      <gh-replay .site=${this.site} .draft=${() => this.draft(true)} @findings=${(/** @type {any} */ e) => this.dispatchEvent(new CustomEvent('findings', { detail: e.detail }))}></gh-replay>
    </form>`;
  }

  json() {
    const { id, type, ...rest } = this.thing;
    return html`<label class="field">${t('access.json')}<textarea class="mono" name="json" rows="14" spellcheck="false" .value=${JSON.stringify(rest, null, 2)}></textarea></label>`;
  }
}

/** Whether a finding's place, such as doors/gate/rules.firstPerson.groups, is a field or lies in it. @param {string} place @param {string} path */
function lies(place, path) {
  const within = place.replace(/^policies[/.]/, '').replace(/^[A-Za-z]+\/[^/]+\//, '');
  return within === path || within.startsWith(`${path}.`) || within.startsWith(`${path}[`) || within.startsWith(`${path}/`);
}

customElements.define('gh-access-form', AccessForm);
