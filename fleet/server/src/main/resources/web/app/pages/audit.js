// The evidence: how far each log is proven, whose signature counts, and what has no proof. An admin accepts a changed key here.
// @ts-check
import { ago, busy, html, moment, nothing, repeat, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';

/** @typedef {{gateway: string, name: string, site: string, logs: any[], keys: any[]}} Proof what there is of one gateway */

class Audit extends Page {
  static properties = { who: { attribute: false }, items: { state: true }, accepted: { state: true } };

  constructor() {
    super();
    this.who = null;
    /** @type {any[]} */
    this.items = [];
    this.accepted = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('audit', () => this.read());
    this.every(20000, () => this.requestUpdate());
  }

  async load() {
    this.items = (await api.get('/audit/state')).items;
  }

  /** @returns {Proof[]} */
  gateways() {
    /** @type {Map<string, Proof>} */
    const all = new Map();
    for (const log of this.items) {
      const one = all.get(log.gateway) ?? { gateway: log.gateway, name: log.gatewayName, site: log.site, logs: [], keys: [] };
      one.logs.push(log);
      one.keys = log.keys.length ? log.keys : one.keys;
      all.set(log.gateway, one);
    }
    return [...all.values()];
  }

  /** @param {Event} submit @param {Proof} proof @param {any} key */
  async accept(submit, proof, key) {
    submit.preventDefault();
    const reason = new FormData(/** @type {HTMLFormElement} */ (submit.target)).get('reason');
    await this.attempt(async () => {
      await api.post(`/gateways/${proof.gateway}/audit-keys/${key.id}/acceptance`, { reason });
      this.accepted = key.id;
      await this.load();
    });
  }

  render() {
    const gateways = this.gateways();
    return html`${this.head('nav.audit', html`<a class="button" href="/api/v1/audit/export" download="evidence.ndjson">${t('audit.export')}</a>`)}
      <p class="quiet">${t('audit.what')}</p>
      ${this.loading ? busy() : gateways.length ? html`<div class="columns">${repeat(gateways, (one) => one.gateway, (one) => this.card(one))}</div>` : html`<p class="notice">${t('audit.none')}</p>`}`;
  }

  /** @param {Proof} proof */
  card(proof) {
    return html`<section class="card stack" aria-labelledby="ev-${proof.gateway}">
      <div><h2 id="ev-${proof.gateway}">${proof.name}</h2><p class="quiet small">${proof.site} · ${proof.gateway}</p></div>
      <ul class="commands">${proof.logs.map((log) => this.log(log))}</ul>
      ${proof.keys.length ? html`<h3>${t('audit.keys')}</h3><ul class="commands">${proof.keys.map((key) => this.key(proof, key))}</ul>` : nothing}</section>`;
  }

  /** @param {any} log */
  log(log) {
    return html`<li class="stack"><p>${this.says(log)}</p>${log.chained && log.forkOf ? html`<p class="small">${t('audit.branch', { log: log.forkOf, seq: String(log.chainedFrom) })}</p>` : nothing}<p class="quiet small mono">${t('audit.log', { log: log.log })}</p></li>`;
  }

  /** @param {any} log */
  says(log) {
    if (!log.chained) {
      return html`${chip('warn', '○', 'audit.noChain')} ${t('audit.forked', { log: log.forkOf })}`;
    }
    if (log.mismatch) {
      return html`${chip('bad', '✕', 'audit.broken')} ${t('gateways.evidence.wrong', { seq: String(log.mismatch.seq), fault: t(`fault.${log.mismatch.fault}`) })}`;
    }
    if (log.unaccepted) {
      return html`${chip('warn', '!', 'audit.unverified')} ${t('audit.unaccepted', { seq: String(log.unaccepted.from) })}`;
    }
    return log.verifiedUpTo
      ? html`${chip('good', '✓', 'audit.verified')} <time datetime=${log.signedAt} title=${moment(log.signedAt, zoneOf(log.site))}>${t('gateways.evidence.verified', { seq: String(log.verifiedUpTo), when: ago(log.signedAt) })}</time>`
      : html`${chip('', '…', 'audit.waits')} ${t('gateways.evidence.waiting')}`;
  }

  /** @param {Proof} proof @param {any} key */
  key(proof, key) {
    const zone = zoneOf(proof.site);
    return html`<li class="stack"><p class="mono small key">${key.id}</p>
      <p>${key.accepted ? chip('good', '✓', 'audit.accepted') : chip('warn', '!', 'audit.notAccepted')}
        <span class="quiet small">${t('audit.firstSeen', { at: moment(key.firstSeen, zone) })}${key.acceptedBy ? html` · ${t('audit.acceptedBy', { who: key.acceptedBy, at: moment(key.acceptedAt, zone) })}` : key.accepted ? html` · ${t('audit.firstSight')}` : nothing}</span></p>
      ${key.reason ? html`<p class="small">${t('audit.because', { reason: key.reason })}</p>` : nothing}
      ${this.accepted === key.id ? html`<p class="notice good" role="status">${t('audit.done')}</p>` : nothing}
      ${key.accepted ? nothing : this.question(proof, key)}</li>`;
  }

  /** @param {Proof} proof @param {any} key */
  question(proof, key) {
    if (this.who?.role !== 'admin') {
      return html`<p class="notice warn">${t('audit.askAdmin')}</p>`;
    }
    return html`<form class="stack" @submit=${(/** @type {Event} */ e) => this.accept(e, proof, key)}>
      <p class="notice warn">${t('audit.ask')}</p>
      <label class="field">${t('audit.reason')}<input name="reason" required maxlength="500"></label>
      <button>${t('audit.accept')}</button></form>`;
  }
}

/** @param {string} look @param {string} shape @param {string} key */
function chip(look, shape, key) {
  return html`<span class="chip ${look}"><span aria-hidden="true">${shape}</span>${t(key)}</span>`;
}

customElements.define('gh-audit', Audit);
