// Passes: who carries one, until when; issuing one, showing it to be scanned or printed, taking it back.
// @ts-check
import { ago, busy, html, moment, nothing, repeat, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { fields, siteChoice, siteOf } from '../lib/access.js';
import { Page } from '../lib/page.js';
import { qr } from '../parts/qr.js';
import { go } from '../lib/route.js';
import { zoneOf } from '../lib/zones.js';
import '../parts/findings.js';
import '../parts/people-field.js';

const KINDS = ['PASS', 'CODE', 'PHONE'];
const HOURS = 3600000;

/** What a field for date and time holds, here. @param {number} millis */
function local(millis) {
  return new Date(millis - new Date(millis).getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

class Passes extends Page {
  static properties = { site: {}, items: { state: true }, points: { state: true }, shown: { state: true }, findings: { state: true }, kind: { state: true }, all: { state: true } };

  constructor() {
    super();
    this.site = '';
    /** @type {any[]} */
    this.items = [];
    /** @type {any[]} */
    this.points = [];
    /** @type {any[]} */
    this.doors = [];
    /** @type {any} */
    this.shown = null;
    /** @type {any[]} */
    this.findings = [];
    this.kind = 'PASS';
    this.all = false;
    this.opened = Date.now();
  }

  /** @param {Map<string, any>} changed */
  updated(changed) {
    if (changed.get('site')) {
      this.read();
    }
  }

  get base() {
    return `/sites/${this.site}/passes`;
  }

  async load() {
    this.site = siteOf(this.site);
    if (!this.site) {
      return;
    }
    const [passes, points, doors] = await Promise.all([
      api.get(`${this.base}${query({ all: this.all || undefined })}`), api.get(`/sites/${this.site}/access/accessPoints`), api.get(`/sites/${this.site}/access/doors`)]);
    this.items = passes.items;
    this.points = points.items;
    this.doors = doors.items;
  }

  /** @param {string} id */
  gateName(id) {
    const point = this.points.find((one) => one.id === id);
    const door = this.doors.find((one) => one.id === point?.door);
    return point ? `${door?.name ?? point.door} · ${t(`direction.${point.direction}`)}` : id;
  }

  /** @param {Event} submit */
  async issue(submit) {
    submit.preventDefault();
    const target = /** @type {HTMLFormElement} */ (submit.target);
    const form = fields(submit);
    const gates = new FormData(target).getAll('gates').map(String);
    const wanted = {
      kind: form.kind, gates, validFrom: new Date(form.from).toISOString(),
      ...(form.kind === 'PHONE' ? { person: form.person, phoneKey: form.phoneKey.replace(/-----[^-]+-----|\s/g, '') } : { holder: form.holder }),
      ...(form.kind === 'CODE' ? {} : { validTo: new Date(form.to).toISOString() }),
      ...(form.kind === 'PASS' ? { entries: Number(form.entries) } : {}),
    };
    const done = await this.attempt(async () => {
      this.shown = (await api.post(this.base, wanted)).pass;
    });
    this.findings = done ? [] : /** @type {any} */ (this.problem)?.findings ?? [];
    if (done) {
      for (const name of ['holder', 'person', 'phoneKey']) {
        const field = /** @type {HTMLInputElement|null} */ (target.elements.namedItem(name));
        if (field) {
          field.value = '';
        }
      }
      await this.show();
      await this.load();
    }
  }

  /** @param {any} pass */
  async look(pass) {
    await this.attempt(async () => {
      this.shown = await api.get(`${this.base}/${pass.id}`);
    });
    await this.show();
  }

  async show() {
    await this.updateComplete;
    /** @type {HTMLDialogElement|null} */ (this.querySelector('dialog'))?.showModal();
  }

  /** @param {any} pass */
  async revoke(pass) {
    if (await this.attempt(() => api.post(`${this.base}/${pass.id}/revocation`, {}))) {
      await this.load();
    }
  }

  render() {
    if (!this.site && !this.loading) {
      return html`${this.head('nav.passes')}<p class="notice">${t('people.noSite')}</p>`;
    }
    return html`
      ${this.findings.length ? html`<div class="page-head"><h1 tabindex="-1">${t('nav.passes')}</h1></div>` : this.head('nav.passes')}
      <form class="filters" @change=${(/** @type {any} */ e) => (e.target.name === 'all' ? this.showAll(e.target.checked) : go(`/passes/${e.target.value}`))} @submit=${(/** @type {Event} */ e) => e.preventDefault()}>
        ${siteChoice(this.site)}<label class="check"><input type="checkbox" name="all" ?checked=${this.all}> ${t('passes.all')}</label></form>
      <p class="quiet">${t('passes.what')}</p>
      <gh-findings .findings=${this.findings}></gh-findings>
      <div class="columns">${this.form()}
        <section class="stack" aria-labelledby="passes"><h2 id="passes">${t('nav.passes')}</h2>${this.loading ? busy() : this.list()}</section></div>
      ${this.dialog()}`;
  }

  /** @param {boolean} all */
  showAll(all) {
    this.all = all;
    this.read();
  }

  form() {
    const now = this.opened;
    const one = this.kind === 'CODE';
    const phone = this.kind === 'PHONE';
    return html`<section class="card stack" aria-labelledby="issue"><h2 id="issue">${t('passes.issue')}</h2>
      <form class="stack" @submit=${(/** @type {Event} */ e) => this.issue(e)}>
        <label class="field">${t('passes.kind')}<select name="kind" @change=${(/** @type {any} */ e) => { this.kind = e.target.value; }}>${KINDS.map((kind) => html`<option value=${kind} ?selected=${kind === this.kind}>${t(`passKind.${kind}`)}</option>`)}</select></label>
        ${phone ? html`<label class="field">${t('passes.owner')}<gh-people-field .field=${'person'} .site=${this.site} .needed=${true}></gh-people-field></label>
          <label class="field">${t('passes.phoneKey')}<textarea class="mono" name="phoneKey" rows="3" required maxlength="400" spellcheck="false"></textarea></label>
          <p class="quiet small">${t('passes.phoneWhat')}</p>`
          : html`<label class="field">${t('passes.holder')}<input name="holder" required maxlength="200" autocomplete="off"></label>`}
        <fieldset class="checks"><legend>${t('passes.gates')}</legend>${this.points.map((point) => html`<label class="check"><input type=${one ? 'radio' : 'checkbox'} name="gates" value=${point.id} ?required=${one}> ${this.gateName(point.id)}</label>`)}</fieldset>
        <label class="field">${t('passes.from')}<input name="from" type="datetime-local" required .value=${local(now)}></label>
        ${one ? html`<p class="quiet small">${t('passes.codeOnce')}</p>` : html`
          <label class="field">${t('passes.to')}<input name="to" type="datetime-local" required .value=${local(now + (phone ? 365 * 24 : 12) * HOURS)}></label>
          ${phone ? nothing : html`<label class="field">${t('passes.entries')}<input name="entries" type="number" min="1" max="255" required .value=${'1'}></label>`}`}
        <div><button class="primary">${t('passes.do')}</button></div></form></section>`;
  }

  list() {
    return this.items.length
      ? html`<ul class="commands">${repeat(this.items, (pass) => pass.id, (pass) => this.line(pass))}</ul>`
      : html`<p class="notice">${t('passes.none')}</p>`;
  }

  /** @param {any} pass */
  window(pass) {
    const zone = zoneOf(this.site);
    return t('passes.window', { from: moment(pass.validFrom, zone), to: moment(pass.validTo, zone) });
  }

  /** @param {any} pass */
  line(pass) {
    const facts = [t(`passKind.${pass.kind}`), pass.entries ? t('passes.entriesOf', { entries: pass.entries }) : '', this.window(pass), pass.gates.map((/** @type {string} */ id) => this.gateName(id)).join(', ')].filter(Boolean);
    return html`<li class="stack"><span><strong>${pass.holder}</strong> ${pass.revokedAt ? html`<span class="chip bad">${t('passes.revoked')}</span>` : nothing}<br>
      <span class="quiet small">${facts.join(' · ')}</span>${pass.revokedAt ? html`<br><span class="quiet small">${t('passes.revokedBy', { by: pass.revokedBy, ago: ago(pass.revokedAt) })}</span>` : nothing}</span>
      ${pass.revokedAt ? nothing : html`<div class="row"><button @click=${() => this.look(pass)}>${t('passes.show')}</button><button class="danger" @click=${() => this.revoke(pass)}>${t('passes.revoke')}</button></div>`}</li>`;
  }

  dialog() {
    const pass = this.shown;
    if (!pass) {
      return nothing;
    }
    return html`<dialog class="pass" aria-labelledby="pass-title" @close=${() => { this.shown = null; }}><div class="stack">
      <h2 id="pass-title">${pass.holder}</h2>
      ${pass.qr ? qr(pass.qr, t(`passKind.${pass.kind}`)) : html`<p class="code">${pass.text}</p>`}
      ${pass.kind === 'PHONE' ? html`<p class="quiet small">${t('passes.phoneScan')}</p><details class="calm"><summary>${t('passes.phoneText')}</summary><pre class="wrap small">${pass.text}</pre></details>` : nothing}
      <p>${this.window(pass)}<br><span class="quiet">${pass.gates.map((/** @type {string} */ id) => this.gateName(id)).join(', ')}</span></p>
      <div class="row no-print"><button class="primary" @click=${() => window.print()}>${t('passes.print')}</button><button @click=${() => /** @type {HTMLDialogElement|null} */ (this.querySelector('dialog'))?.close()}>${t('passes.close')}</button></div></div></dialog>`;
  }
}

customElements.define('gh-passes', Passes);
