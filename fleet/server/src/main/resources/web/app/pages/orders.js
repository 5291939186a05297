// What is asked of a whole site: lockdown, threat level, holds, answers; and which gateways have done it.
// @ts-check
import { busy, html, moment, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { commandChip } from '../lib/says.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';

/** Each order's own fields; those with a question mark may stay empty. @type {Array<[string, string[]]>} */
const ORDERS = [
  ['LockDown', []],
  ['LiftLockdown', []],
  ['SetThreatLevel', ['level?']],
  ['HoldOpen', ['door', 'seconds']],
  ['EndHold', ['door']],
  ['SetDoorMode', ['door', 'mode']],
  ['LetIn', ['accessPoint']],
  ['TurnAway', ['accessPoint']],
  ['ForgivePassback', ['person?', 'area?']],
  ['ReleaseLockout', ['reader?', 'credential?']],
  ['StartMuster', []],
  ['EndMuster', []],
];
/** Fields of which one of a few is chosen. @type {Record<string, string[]>} */
const CHOICES = { mode: ['NORMAL', 'LOCKED', 'UNLOCKED', 'BLOCKED', 'LOCKED_OPEN'] };
const EXPIRES_SECONDS = 3600;

class Orders extends Page {
  static properties = { sites: { state: true }, site: { state: true }, orders: { state: true }, asking: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.sites = [];
    this.site = '';
    /** @type {any[]} */
    this.orders = [];
    this.asking = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('commands', ({ items }) => {
      if (items.some((/** @type {any} */ one) => one.site === this.site && one.device === one.gateway)) {
        this.read();
      }
    });
  }

  async load() {
    this.sites = (await api.get('/sites')).items;
    this.site = this.site || this.sites[0]?.id || '';
    this.orders = this.site ? grouped((await api.get(`/sites/${this.site}/orders`)).items) : [];
  }

  /** @param {string} site */
  choose(site) {
    this.site = site;
    this.read();
  }

  /** @param {string} type */
  async ask(type) {
    this.asking = type;
    await this.updateComplete;
    /** @type {HTMLDialogElement} */ (this.querySelector('dialog.ask')).showModal();
  }

  closeAsk() {
    /** @type {HTMLDialogElement|null} */ (this.querySelector('dialog.ask'))?.close();
  }

  /** @param {Event} submit */
  async order(submit) {
    submit.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const data = Object.fromEntries(fields(this.asking)
      .map((field) => [field.name, String(form.get(field.name) ?? '').trim()])
      .filter(([name, value]) => value || name === 'level')
      .map(([name, value]) => [name, name === 'seconds' ? Number(value) : value]));
    const order = {
      type: this.asking, idempotencyKey: key(), expiresInSeconds: EXPIRES_SECONDS, reason: String(form.get('reason')), data,
    };
    this.closeAsk();
    await this.attempt(async () => { await api.post(`/sites/${this.site}/orders`, order); });
    const problem = this.problem;
    await this.read();
    this.problem = this.problem ?? problem;
  }

  render() {
    const picker = this.sites.length > 1
      ? html`<label class="row"><span class="quiet">${t('orders.site')}</span><select @change=${(/** @type {any} */ e) => this.choose(e.target.value)}>
          ${this.sites.map((one) => html`<option value=${one.id} ?selected=${one.id === this.site}>${one.name}</option>`)}</select></label>`
      : nothing;
    return html`${this.head('nav.orders', picker)}
      ${this.loading ? busy() : this.site ? html`${this.lockdown()}${this.choices()}${this.list()}${this.dialog()}` : html`<p class="notice">${t('orders.noSite')}</p>`}`;
  }

  /** A lockdown that was not lifted comes before everything else. */
  lockdown() {
    const last = this.orders.find((one) => ['LockDown', 'LiftLockdown'].includes(one.type) && one.gateways.some(live));
    if (last?.type !== 'LockDown') {
      return nothing;
    }
    const done = last.gateways.filter((/** @type {any} */ one) => one.state === 'DONE').length;
    const missing = last.gateways.filter((/** @type {any} */ one) => one.state !== 'DONE').map((/** @type {any} */ one) => one.gateway);
    return html`<section class="notice bad spread" role="alert"><div><strong>${t('orders.lockedDown', { who: last.operator, when: moment(last.issuedAt, zoneOf(this.site)) })}</strong>
      <p>${missing.length ? t('orders.partial', { done, all: last.gateways.length, missing: missing.join(', ') }) : t('orders.everywhere')}</p></div>
      <button @click=${() => this.ask('LiftLockdown')}>${t('command.type.LiftLockdown')}</button></section>`;
  }

  choices() {
    return html`<section class="card stack" aria-labelledby="ask-site"><h2 id="ask-site">${t('orders.ask')}</h2>
      <div class="row">${ORDERS.map(([type]) => html`<button class=${type === 'LockDown' ? 'danger' : ''} @click=${() => this.ask(type)}>${t(`command.type.${type}`)}</button>`)}</div></section>`;
  }

  list() {
    return html`<section class="card stack" aria-labelledby="asked-site"><h2 id="asked-site">${t('orders.asked')}</h2>
      ${this.orders.length ? html`<ul class="commands" aria-live="polite">${this.orders.map((one) => this.line(one))}</ul>` : html`<p class="quiet">${t('orders.none')}</p>`}</section>`;
  }

  /** @param {any} one */
  line(one) {
    const data = Object.entries(one.data ?? {}).filter(([, value]) => value !== '').map(([name, value]) => `${t(`order.field.${name}`)}: ${CHOICES[name]?.includes(String(value)) ? t(`orderMode.${value}`) : value}`);
    return html`<li><div class="spread"><strong>${t(`command.type.${one.type}`)}</strong>
        <span class="row">${one.gateways.map((/** @type {any} */ gateway) => html`<span class="row"><span class="quiet small">${gateway.gateway}</span>${commandChip(gateway.state)}</span>`)}</span></div>
      <p class="quiet small">${[moment(one.issuedAt, zoneOf(this.site)), one.operator, one.reason, ...data].filter(Boolean).join(' · ')}</p>
      ${one.gateways.filter((/** @type {any} */ gateway) => gateway.message).map((/** @type {any} */ gateway) => html`<p class="small">${gateway.gateway}: ${gateway.message}</p>`)}</li>`;
  }

  dialog() {
    if (!this.asking) {
      return nothing;
    }
    return html`<dialog class="ask" aria-labelledby="ask-title" @close=${() => { this.asking = ''; }}>
      <form class="stack" @submit=${(/** @type {Event} */ e) => this.order(e)}>
        <h2 id="ask-title">${t(`command.type.${this.asking}`)}</h2>
        <p>${t(`command.what.${this.asking}`)}</p>
        ${fields(this.asking).map((field) => html`<label class="field">${t(`order.field.${field.name}`)}${CHOICES[field.name] ? choice(field.name) : html`<input name=${field.name} type=${field.name === 'seconds' ? 'number' : 'text'} min="1" max="86400" maxlength="128" ?required=${field.needed}>`}</label>`)}
        <label class="field">${t('command.reason')}<input name="reason" maxlength="500" required></label>
        <div class="row"><button class="primary">${t('command.send')}</button><button type="button" @click=${() => this.closeAsk()}>${t('page.cancel')}</button></div>
      </form></dialog>`;
  }
}

/** @param {string} type */
function fields(type) {
  const found = ORDERS.find(([name]) => name === type);
  return (found?.[1] ?? []).map((field) => ({ name: field.replace('?', ''), needed: !field.endsWith('?') }));
}

/** @param {string} name */
function choice(name) {
  return html`<select name=${name}>${CHOICES[name].map((one) => html`<option value=${one}>${t(`orderMode.${one}`)}</option>`)}</select>`;
}

/** One line for what went to several gateways. @param {any[]} commands */
function grouped(commands) {
  /** @type {Map<string, any>} */
  const byKey = new Map();
  for (const one of commands) {
    const group = byKey.get(one.idempotencyKey) ?? { ...one, gateways: [] };
    group.gateways.push(one);
    byKey.set(one.idempotencyKey, group);
  }
  return [...byKey.values()];
}

/** Whether the gateway has done it or still may. @param {any} command */
function live(command) {
  return !['FAILED', 'EXPIRED'].includes(command.state);
}

/** A key that nobody else makes, also where the page is not served securely. */
function key() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

customElements.define('gh-orders', Orders);
