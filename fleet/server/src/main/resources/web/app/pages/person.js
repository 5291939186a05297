// Somebody: who they are, what they carry, where they may pass, when they did.
// @ts-check
import { ago, busy, html, moment, nothing, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { STATUSES, TYPES, cardChip, fields, listed, statusChip, typeWord } from '../lib/access.js';
import * as cardForm from '../forms/card.js';
import { Page } from '../lib/page.js';
import { boxes, choice, folded, millis, said, time } from '../lib/fields.js';
import { go } from '../lib/route.js';
import { zoneOf } from '../lib/zones.js';
import '../parts/event-list.js';
import { findingText } from '../parts/findings.js';
import '../parts/replay.js';

const WATCHES = ['BLOCK', 'ALERT_SILENT', 'ALERT_AND_ALLOW', 'VIP'];
const EXEMPTIONS = ['PASSBACK', 'OCCUPANCY_CHECK', 'ACCESS_RIGHTS', 'LOCKOUT', 'DENY', 'VERIFICATION', 'AUTHORIZATION_DELAY', 'LOCKDOWN', 'ESCORT', 'FIRST_PERSON', 'MULTI_PERSON'];
const KINDS = ['CARD', 'QR_CODE', 'PIN', 'MOBILE_BLE', 'FACE', 'FINGERPRINT', 'LICENSE_PLATE', 'TEMP_CODE'];
const GIVEN = ['profiles', 'permits', 'visits'];

class Person extends Page {
  static properties = { site: {}, person: {}, who: { state: true }, known: { state: true }, reads: { state: true }, findings: { state: true }, saved: { state: true }, asks: { state: true } };

  constructor() {
    super();
    this.site = '';
    this.person = '';
    /** @type {any} */
    this.who = null;
    /** What credentials may be given. @type {Record<string, any[]>} */
    this.known = {};
    /** @type {any[]} */
    this.reads = [];
    /** @type {any[]} */
    this.findings = [];
    this.saved = false;
    /** @type {any} */
    this.asks = null;
  }

  get path() {
    return `/sites/${this.site}/people/${encodeURIComponent(this.person)}`;
  }

  async load() {
    this.who = await api.get(this.path);
    const lists = await Promise.all(GIVEN.map((kind) => api.get(`/sites/${this.site}/access/${kind}`).catch(() => ({ items: [] }))));
    this.known = Object.fromEntries(GIVEN.map((kind, i) => [kind, lists[i].items]));
    this.reads = (await api.get(`/events${query({ site: this.site, person: this.person, limit: 10 })}`)).items;
  }

  /** Changes something, shows what there is to say of it, and reads again. @param {() => Promise<any>} task */
  async change(task) {
    this.saved = false;
    const done = await this.attempt(async () => {
      this.findings = (await task()).warnings ?? [];
    });
    if (done) {
      this.saved = true;
      await this.load();
    } else {
      this.findings = /** @type {any} */ (this.problem)?.findings ?? [];
    }
    return done;
  }

  /** @param {Event} submit */
  async save(submit) {
    submit.preventDefault();
    const body = this.body(submit);
    await this.change(() => api.put(this.path, body));
  }

  /** What would be saved. */
  draft() {
    const target = /** @type {HTMLFormElement} */ (this.querySelector('form.about'));
    return target.reportValidity() ? { kind: 'people', id: this.person, body: this.body({ target }) } : null;
  }

  /** @param {any} submit */
  body(submit) {
    const form = fields(submit);
    const zone = zoneOf(this.site);
    const exemptions = new FormData(/** @type {HTMLFormElement} */ (submit.target)).getAll('exemptions').map(String);
    const rules = said({
      ...this.who.rules, status: form.status, groups: listed(form.groups), clearance: Number(form.clearance), extendedTime: form.extendedTime === 'on', accompanied: form.accompanied === 'on', consent: form.consent === 'on',
      watch: form.watch, traced: form.traced === 'on', host: form.host, validFrom: millis(form.validFrom, zone), validTo: millis(form.validTo, zone), exemptions,
    });
    return { name: form.name, type: form.type, rules };
  }

  /** @param {Event} submit */
  async give(submit) {
    submit.preventDefault();
    const target = /** @type {HTMLFormElement} */ (submit.target);
    const form = fields(submit);
    const card = { type: form.type, format: form.format || 'RAW', facility: Number(form.facility || 0), number: form.number, person: this.person };
    if (await this.change(() => api.post(`/sites/${this.site}/credentials`, { ...card, ...cardForm.read(form, new FormData(target), {}, zoneOf(this.site)) }))) {
      target.reset();
    }
  }

  /** @param {Event} submit */
  async changeCard(submit) {
    submit.preventDefault();
    const { card } = this.asks;
    const now = cardForm.read(fields(submit), new FormData(/** @type {HTMLFormElement} */ (submit.target)), card, zoneOf(this.site));
    const kept = { person: this.person, ...(card.validFrom ? { validFrom: card.validFrom } : {}) };
    if (await this.change(() => api.put(`/sites/${this.site}/credentials/${card.id}`, { ...kept, ...now }))) {
      this.close();
    }
  }

  /** What the fields of a credential are drawn with. @param {any} thing @returns {any} */
  ground(thing) {
    const wrong = (/** @type {string} */ path) => this.findings.filter((one) => one.severity === 'REFUSED' && one.field === path).map((one) => html`<span class="wrong">${findingText('finding', one)}</span>`);
    return { thing, known: this.known, zone: zoneOf(this.site), wrong };
  }

  /** @param {any} card @param {string} state */
  setState(card, state) {
    return this.change(() => api.post(`/sites/${this.site}/credentials/${card.id}/state`, { state }));
  }

  /** @param {Event} submit */
  async replace(submit) {
    submit.preventDefault();
    const form = fields(submit);
    const { card, temporary } = this.asks;
    const next = { type: card.type, format: form.format || 'RAW', facility: Number(form.facility || 0), number: form.number, temporary, ...cardForm.end(form, zoneOf(this.site)) };
    if (await this.change(() => api.post(`/sites/${this.site}/credentials/${card.id}/replacement`, next))) {
      this.close();
    }
  }

  /** The PIN goes to the fleet and is hashed there; it is shown nowhere again. @param {Event} submit */
  async setPin(submit) {
    submit.preventDefault();
    const form = fields(submit);
    const given = Object.fromEntries(['pin', 'duressPin'].filter((name) => form[name] || form[`no-${name}`]).map((name) => [name, form[`no-${name}`] ? '' : form[name]]));
    if (await this.change(() => api.put(`/sites/${this.site}/credentials/${this.asks.card.id}/pin`, given))) {
      this.close();
    }
  }

  async removePerson() {
    if (await this.attempt(() => api.remove(this.path))) {
      go(`/people?site=${this.site}`);
    } else {
      this.close();
    }
  }

  /** @param {any} asks */
  async ask(asks) {
    this.asks = asks;
    await this.updateComplete;
    /** @type {HTMLDialogElement|null} */ (this.querySelector('dialog.asks'))?.showModal();
  }

  close() {
    /** @type {HTMLDialogElement|null} */ (this.querySelector('dialog.asks'))?.close();
  }

  render() {
    if (!this.who) {
      return html`<div class="page-head"><h1 tabindex="-1">${this.person}</h1></div>${this.problemLine()}${this.loading ? busy() : nothing}`;
    }
    return html`
      <div class="spread page-head"><h1 tabindex="-1">${this.who.name}</h1><div class="row"><span class="quiet">${typeWord(this.who.type)} · ${this.who.id}</span>${statusChip(this.who.status)}</div></div>
      ${this.findings.length ? nothing : this.problemLine()}
      <gh-findings .findings=${this.findings}></gh-findings>
      ${this.saved ? html`<p class="notice good" role="status">${t('person.saved')}</p>` : nothing}
      <div class="columns">${this.about()}${this.credentials()}${this.rights()}</div>
      <section class="stack" aria-labelledby="reads"><h2 id="reads">${t('person.reads')}</h2><gh-event-list .events=${this.reads}></gh-event-list></section>
      ${this.dialog()}`;
  }

  about() {
    const rules = this.who.rules;
    return html`<section class="card stack" aria-labelledby="about"><h2 id="about">${t('person.about')}</h2>
      <form class="stack about" @submit=${(/** @type {Event} */ e) => this.save(e)}>
        <label class="field">${t('person.name')}<input name="name" required maxlength="200" .value=${this.who.name}></label>
        <label class="field">${t('people.type')}<select name="type">${[...new Set([...TYPES, this.who.type])].map((one) => html`<option value=${one} ?selected=${one === this.who.type}>${typeWord(one)}</option>`)}</select></label>
        <label class="field">${t('people.status')}<select name="status">${STATUSES.map((one) => html`<option value=${one} ?selected=${one === this.who.status}>${t(`personStatus.${one}`)}</option>`)}</select></label>
        <label class="field">${t('person.groups')}<input name="groups" .value=${rules.groups.join(', ')}></label>
        <label class="field">${t('person.clearance')}<input name="clearance" type="number" min="0" max="7" required .value=${String(rules.clearance)}></label>
        <label class="check"><input name="extendedTime" type="checkbox" ?checked=${rules.extendedTime}> ${t('person.extendedTime')}</label>
        <label class="check"><input name="accompanied" type="checkbox" ?checked=${rules.accompanied}> ${t('person.accompanied')}</label>
        <label class="check"><input name="consent" type="checkbox" ?checked=${rules.consent}> ${t('person.consent')}</label>
        ${this.more(rules)}
        <div class="row"><button class="primary">${t('person.save')}</button><button type="button" class="danger" @click=${() => this.ask({ remove: true })}>${t('person.remove')}</button></div>
        <gh-replay .site=${this.site} .draft=${() => this.draft()} @findings=${(/** @type {any} */ e) => { this.findings = e.detail; }}></gh-replay>
      </form></section>`;
  }

  /** What few people have. @param {any} rules */
  more(rules) {
    const on = this.ground(rules);
    const used = Boolean(rules.watch || rules.traced || rules.host || rules.validFrom || rules.validTo || rules.exemptions?.length);
    return folded('person.more', used, html`
      ${choice(on, 'rules.watch', 'watch', 'person.watch', WATCHES.map((one) => [one, t(`watch.${one}`)]), rules.watch, t('access.none'))}
      <label class="check"><input name="traced" type="checkbox" ?checked=${rules.traced}> ${t('person.traced')}</label>
      <label class="field">${t('person.host')}<input name="host" maxlength="63" .value=${rules.host ?? ''}></label>
      ${time(on, 'rules.validFrom', 'validFrom', 'person.validFrom', rules.validFrom)}${time(on, 'rules.validTo', 'validTo', 'person.validTo', rules.validTo)}
      ${boxes(on, 'rules.exemptions', 'exemptions', 'person.exemptions', EXEMPTIONS.map((one) => [one, t(`exemption.${one}`)]), rules.exemptions)}`);
  }

  credentials() {
    const cards = this.who.credentials;
    return html`<section class="card stack" aria-labelledby="credentials"><h2 id="credentials">${t('person.credentials')}</h2>
      ${cards.length ? html`<ul class="commands">${cards.map((/** @type {any} */ card) => this.card(card))}</ul>` : html`<p class="notice">${t('person.noCredentials')}</p>`}
      <details class="calm"><summary>${t('card.add')}</summary>
        <form class="stack" @submit=${(/** @type {Event} */ e) => this.give(e)}>
          <label class="field">${t('card.type')}<select name="type">${KINDS.map((one) => html`<option value=${one}>${t(`factor.${one}`)}</option>`)}</select></label>
          ${this.numberFields()}${cardForm.draw(this.ground({}))}
          <div><button class="primary">${t('card.give')}</button></div></form></details></section>`;
  }

  numberFields() {
    return html`
      <label class="field">${t('card.number')}<input name="number" required maxlength="128" autocomplete="off"></label>
      <p class="quiet small">${t('card.numberWhat')}</p>
      <label class="field">${t('card.format')}<input name="format" maxlength="24" placeholder="RAW"></label>
      <label class="field">${t('card.facility')}<input name="facility" type="number" min="0" max="2147483647"></label>`;
  }

  /** @param {any} card */
  card(card) {
    const zone = zoneOf(this.site);
    const facts = [
      card.replaces ? t('card.standsFor') : '',
      card.replacedBy ? t('card.idle') : '',
      card.hasPin ? t('card.hasPin') : '',
      card.hasDuressPin ? t('card.hasDuressPin') : '',
      card.validTo ? t('card.until', { at: moment(card.validTo, zone) }) : '',
      card.rules?.permit ? `${t('card.permit')}: ${card.rules.permit}` : '',
      card.rules?.visit ? `${t('card.visit')}: ${card.rules.visit}` : '',
      card.lastUsed ? t('people.used', { ago: ago(card.lastUsed) }) : t('people.neverUsed'),
      card.profiles.map((/** @type {string} */ id) => this.known.profiles?.find((one) => one.id === id)?.name ?? id).join(', '),
    ].filter(Boolean);
    const on = card.state === 'ENABLED';
    return html`<li class="stack"><div class="spread"><span><strong>${t(`factor.${card.type}`)} ${card.mask}</strong> ${cardChip(card.state)}<br><span class="quiet small">${facts.join(' · ')}</span></span></div>
      <div class="row">
        ${on && card.replaces ? html`<button @click=${() => this.change(() => api.post(`/sites/${this.site}/credentials/${card.id}/return`, {}))}>${t('card.back')}</button>` : nothing}
        ${on ? html`<button @click=${() => this.setState(card, 'LOST')}>${t('card.lost')}</button>` : nothing}
        ${on && !card.replaces ? html`<button @click=${() => this.ask({ card, temporary: true })}>${t('card.temporary')}</button>` : nothing}
        ${['REPLACED', 'RETURNED'].includes(card.state) || card.replaces ? nothing : html`<button @click=${() => this.ask({ card, temporary: false })}>${t('card.replace')}</button>`}
        ${on ? nothing : html`<button @click=${() => this.setState(card, 'ENABLED')}>${t('card.enable')}</button>`}
      </div>
      ${on ? html`<details class="calm"><summary>${t('card.more')}</summary><div class="row">
        <button @click=${() => this.ask({ card, change: true })}>${t('card.change')}</button><button @click=${() => this.setState(card, 'STOLEN')}>${t('card.stolen')}</button><button @click=${() => this.setState(card, 'DAMAGED')}>${t('card.damaged')}</button>
        <button @click=${() => this.setState(card, 'DISABLED')}>${t('card.disable')}</button><button @click=${() => this.ask({ card, pin: true })}>${t('card.pin')}</button></div></details>` : nothing}</li>`;
  }

  rights() {
    const rights = this.who.rights;
    return html`<section class="card stack" aria-labelledby="rights"><div class="spread"><h2 id="rights">${t('person.rights')}</h2><a href="/what-if${query({ site: this.site, person: this.person })}">${t('whatIf.them')}</a></div>
      ${rights.length ? html`<ul class="names">${rights.map((/** @type {any} */ one) => html`<li><strong>${one.door ?? one.accessPoint}</strong> ${t(`direction.${one.direction}`)}<br><span class="quiet small">${[one.schedule, one.profile].filter(Boolean).join(' · ')}</span></li>`)}</ul>` : html`<p class="notice">${t('person.noRights')}</p>`}</section>`;
  }

  /** @param {any} card */
  pinForm(card) {
    const one = (/** @type {string} */ name, /** @type {boolean} */ there) => html`<label class="field">${t(`card.${name}`)}<input name=${name} type="password" inputmode="numeric" autocomplete="new-password" pattern="[0-9]{4,12}" maxlength="12"></label>
      ${there ? html`<label class="check"><input type="checkbox" name="no-${name}"> ${t('card.pinAway')}</label>` : nothing}`;
    return html`<p class="quiet">${t('card.pinWhat')}</p><form class="stack" @submit=${(/** @type {Event} */ e) => this.setPin(e)}>
      ${one('pin', card.hasPin)}${one('duressPin', card.hasDuressPin)}
      <div class="row"><button class="primary">${t('person.save')}</button><button type="button" @click=${() => this.close()}>${t('page.cancel')}</button></div></form>`;
  }

  /** @param {any} card */
  cardForm(card) {
    return html`<form class="stack" @submit=${(/** @type {Event} */ e) => this.changeCard(e)}>${cardForm.draw(this.ground(card))}
      <div class="row"><button class="primary">${t('person.save')}</button><button type="button" @click=${() => this.close()}>${t('page.cancel')}</button></div></form>`;
  }

  dialog() {
    const asks = this.asks;
    if (!asks) {
      return nothing;
    }
    const title = asks.remove ? 'person.remove' : asks.pin ? 'card.pin' : asks.change ? 'card.change' : asks.temporary ? 'card.temporary' : 'card.replace';
    return html`<dialog class="asks" aria-labelledby="asks-title" @close=${() => { this.asks = null; }}>
      <div class="stack"><h2 id="asks-title">${t(title)}</h2>
        <gh-findings .findings=${this.findings}></gh-findings>
        ${asks.remove
          ? html`<p>${t('person.removeWhat', { name: this.who.name })}</p><div class="row"><button class="danger" @click=${() => this.removePerson()}>${t('person.remove')}</button><button autofocus @click=${() => this.close()}>${t('page.cancel')}</button></div>`
          : asks.pin ? this.pinForm(asks.card) : asks.change ? this.cardForm(asks.card) : html`<p class="quiet">${t(asks.temporary ? 'card.temporaryWhat' : 'card.replaceWhat')}</p>
            <form class="stack" @submit=${(/** @type {Event} */ e) => this.replace(e)}>${this.numberFields()}<label class="field">${t('card.validTo')}<input name="validTo" type="date"></label>
              <div class="row"><button class="primary">${t('card.give')}</button><button type="button" @click=${() => this.close()}>${t('page.cancel')}</button></div></form>`}
      </div></dialog>`;
  }
}

customElements.define('gh-person', Person);
