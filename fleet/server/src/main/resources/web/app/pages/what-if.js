// Would this person get through that door then? Everything that is asked is in the address, so that it can be sent on.
// @ts-check
import { busy, html, moment, nothing, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { checks, fields, siteChoice, siteOf, typeWord } from '../lib/access.js';
import { Page } from '../lib/page.js';
import { eventChip, reasonText, remedies, traceList } from '../lib/says.js';
import { zoneOf } from '../lib/zones.js';
import { instantOf, localText } from '../lib/zoned.js';

const YES = ['lockdown', 'firstPerson', 'pin', 'approved'];

class WhatIf extends Page {
  static properties = { points: { state: true }, found: { state: true }, answer: { state: true }, asking: { state: true } };

  constructor() {
    super();
    /** @type {Record<string, string>} */
    this.question = Object.fromEntries(new URLSearchParams(location.search));
    this.question.site = siteOf(this.question.site);
    /** @type {any[]} */
    this.points = [];
    /** @type {any[]} */
    this.areas = [];
    /** @type {any[]} */
    this.found = [];
    /** @type {any} */
    this.answer = null;
    /** @type {any} */
    this.who = null;
    this.asking = false;
    this.typed = 0;
  }

  get site() {
    return this.question.site;
  }

  async load() {
    if (!this.site) {
      return;
    }
    const base = `/sites/${this.site}/access`;
    const [points, doors, areas] = await Promise.all(['accessPoints', 'doors', 'areas'].map((kind) => api.get(`${base}/${kind}`)));
    const names = Object.fromEntries(doors.items.map((/** @type {any} */ door) => [door.id, door.name]));
    this.points = points.items.map((/** @type {any} */ point) => ({ id: point.id, name: `${names[point.door] ?? point.door} · ${t(`direction.${point.direction}`)}` }));
    this.areas = areas.items;
    if (this.question.person) {
      this.who = await api.get(`/sites/${this.site}/people/${encodeURIComponent(this.question.person)}`);
    }
    await this.ask();
  }

  /** Asks when there is enough to ask. */
  async ask() {
    const { site, ...asked } = this.question;
    this.answer = null;
    if ((asked.person || asked.credential) && asked.accessPoint) {
      this.asking = true;
      await this.attempt(async () => { this.answer = await api.get(`/sites/${site}/what-if${query(asked)}`); });
      this.asking = false;
    }
  }

  /** @param {Event} submit */
  async apply(submit) {
    submit.preventDefault();
    const form = fields(submit);
    await this.attempt(async () => {
      await this.find(form.who);
      this.question = {
        site: this.site,
        ...(this.who ? { person: this.who.id } : {}),
        ...(this.question.credential && this.who?.id === this.question.person ? { credential: this.question.credential } : {}),
        accessPoint: form.accessPoint,
        ...(form.at ? { at: instantOf(form.at, zoneOf(this.site)) } : {}),
        ...Object.fromEntries(['threatLevel', 'where'].filter((name) => form[name]).map((name) => [name, form[name]])),
        ...Object.fromEntries(YES.filter((name) => form[name]).map((name) => [name, 'true'])),
      };
      this.address();
    });
    if (!this.problem) {
      await this.ask();
    }
  }

  /** Another site: other people, other doors. @param {string} site */
  async move(site) {
    this.question = { site: siteOf(site) };
    this.who = null;
    this.address();
    await this.read();
  }

  address() {
    history.replaceState(null, '', `/what-if${query(this.question)}`);
  }

  /** Whoever was meant by what was typed: an id, or the first one that fits. @param {string} typed */
  async find(typed) {
    if (!typed || typed === this.who?.id || typed === this.who?.name) {
      this.who = typed ? this.who : null;
      return;
    }
    const { items } = await api.get(`/sites/${this.site}/people${query({ q: typed, limit: 8 })}`);
    this.who = items.find((/** @type {any} */ one) => one.id === typed) ?? items[0] ?? null;
    if (!this.who) {
      throw Object.assign(new Error(t('whatIf.nobody', { q: typed })), { hint: '' });
    }
  }

  /** Offers people while somebody types. @param {string} typed */
  offer(typed) {
    clearTimeout(this.typed);
    this.typed = window.setTimeout(async () => {
      this.found = typed.length > 0 ? (await api.get(`/sites/${this.site}/people${query({ q: typed, limit: 8 })}`)).items : [];
    }, 250);
  }

  render() {
    if (!this.site && !this.loading) {
      return html`${this.head('nav.whatIf')}<p class="notice">${t('people.noSite')}</p>`;
    }
    return html`${this.head('nav.whatIf')}<p class="quiet">${t('whatIf.what')}</p>
      ${this.loading ? busy() : html`<div class="columns">${this.form()}${this.result()}</div>`}`;
  }

  form() {
    const asked = this.question;
    const zone = zoneOf(this.site);
    const open = [...YES, 'threatLevel', 'where'].some((name) => asked[name]);
    return html`<form class="card stack" @submit=${(/** @type {Event} */ e) => this.apply(e)} @change=${(/** @type {any} */ e) => e.target.name === 'site' && this.move(e.target.value)}>
      ${siteChoice(this.site)}
      <label class="field">${t('whatIf.who')}<input name="who" list="who-fits" required autocomplete="off" .value=${this.who?.name ?? ''} @input=${(/** @type {any} */ e) => this.offer(e.target.value)}></label>
      <datalist id="who-fits">${this.found.map((one) => html`<option value=${one.id}>${one.name} · ${typeWord(one.type)}</option>`)}</datalist>
      <label class="field">${t('whatIf.point')}<select name="accessPoint" required>${this.points.map((one) => html`<option value=${one.id} ?selected=${one.id === asked.accessPoint}>${one.name}</option>`)}</select></label>
      ${this.points.length ? nothing : html`<p class="notice">${t('whatIf.noPoint')}</p>`}
      <label class="field">${t('whatIf.at')}<input name="at" type="datetime-local" required .value=${localText(asked.at ?? Date.now(), zone)}></label>
      <details class="calm" ?open=${open}><summary>${t('whatIf.suppose')}</summary><div class="stack">
        ${checks(YES.map((name) => [name, t(`whatIf.${name}`), asked[name] === 'true']))}
        <label class="field">${t('whatIf.threatLevel')}<input name="threatLevel" maxlength="63" .value=${asked.threatLevel ?? ''}></label>
        <label class="field">${t('whatIf.where')}<select name="where"><option value="">${t('whatIf.whereUnknown')}</option><option value="OUTSIDE" ?selected=${asked.where === 'OUTSIDE'}>${t('whatIf.outside')}</option>
          ${this.areas.map((one) => html`<option value=${one.id} ?selected=${one.id === asked.where}>${one.name}</option>`)}</select></label></div></details>
      <div class="row"><button class="primary">${t('whatIf.ask')}</button></div></form>`;
  }

  result() {
    if (this.asking) {
      return html`<section class="card">${busy()}</section>`;
    }
    if (!this.answer) {
      return this.problem ? nothing : html`<section class="card"><p class="quiet">${t('whatIf.start')}</p></section>`;
    }
    const [first, ...others] = this.answer.items;
    if (!first) {
      return html`<section class="card" role="status"><p class="notice warn">${t('whatIf.noCredential', { name: this.who?.name ?? '' })}</p>
        <p><a href="/people/${this.site}/${this.question.person}">${t('card.add')}</a></p></section>`;
    }
    return html`<section class="card stack" role="status" aria-labelledby="answer">
      <div class="spread"><h2 id="answer">${this.headline(first)}</h2>${eventChip(first)}</div>
      <p>${reasonText(first)}<br><span class="quiet small">${[first.doorName ?? first.door, moment(first.at, zoneOf(this.site)), this.credential(first)].filter(Boolean).join(' · ')}</span></p>
      ${this.change(first)}
      <div><h3>${t('whatIf.assumed')}</h3><ul class="findings quiet small">${this.answer.assumed.map((/** @type {string} */ code) => html`<li>${t(`whatIfAssumed.${code}`)}</li>`)}</ul></div>
      <details class="calm"><summary>${t('whatIf.checks')}</summary>${traceList(first.trace)}</details>
      ${others.length ? html`<details class="calm"><summary>${t('whatIf.others')}</summary><ul class="commands">${others.map((/** @type {any} */ one) => html`<li><div class="spread"><span>${this.credential(one)}</span>${eventChip(one)}</div><p class="quiet small">${reasonText(one)}</p></li>`)}</ul></details>` : nothing}
    </section>`;
  }

  /** @param {any} one */
  headline(one) {
    const name = one.personName ?? t('whatIf.somebody');
    return t(one.outcome === 'DENIED' ? 'whatIf.out' : one.outcome === 'PENDING' ? 'whatIf.asked' : 'whatIf.in', { name });
  }

  /** @param {any} one */
  credential(one) {
    return `${t(`factor.${one.credentialType}`)} ${one.credentialMask}`;
  }

  /** @param {any} one */
  change(one) {
    const all = remedies(one);
    return all.length ? html`<div><h3>${t('whatIf.toChange')}</h3><ul class="findings">${all.map((remedy) => html`<li>${remedy}</li>`)}</ul></div>` : nothing;
  }
}

customElements.define('gh-what-if', WhatIf);
