// Conditions that people made up, with what each would have raised lately; and the ladder by which alarms go up.
// @ts-check
import { amount, busy, day, html, nothing, t } from '/kit/kit.js';
import { api, may, session } from '../lib/api.js';
import { Page } from '../lib/page.js';

const SEVERITIES = ['CRITICAL', 'WARNING', 'INFO'];
const FRESH = { id: '', name: '', source: 'DEVICES', query: 'battery:<20', minutes: 60, number: 1, severity: 'WARNING', enabled: true };

class AlarmRules extends Page {
  static properties = { rules: { state: true }, ladders: { state: true }, edited: { state: true }, preview: { state: true }, mine: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.rules = [];
    /** @type {any} */
    this.ladders = {};
    /** @type {any} */
    this.edited = null;
    /** @type {any} */
    this.preview = null;
    this.mine = false;
  }

  async load() {
    this.mine = may(await session(), ['admin']);
    [this.rules, this.ladders] = [(await api.get('/alarm-rules')).items, await api.get('/alarm-ladders')];
  }

  /** @param {HTMLFormElement} form */
  read_(form) {
    const said = new FormData(form);
    const source = String(said.get('source'));
    return {
      name: String(said.get('name')).trim(), source, query: String(said.get('query')).trim(), minutes: Number(said.get('minutes')),
      ...(source === 'EVENTS' ? { number: Number(said.get('number') || 1) } : {}), severity: String(said.get('severity')), enabled: said.get('enabled') === 'on',
    };
  }

  form() {
    return /** @type {HTMLFormElement} */ (this.querySelector('form.rule'));
  }

  async look() {
    this.preview = null;
    await this.attempt(async () => { this.preview = await api.post('/alarm-rule-previews?days=14', this.read_(this.form())); });
  }

  /** @param {Event} submit */
  async save(submit) {
    submit.preventDefault();
    const rule = this.read_(this.form());
    const id = this.edited.id || `rule-${Date.now().toString(36)}`;
    if (await this.attempt(() => api.put(`/alarm-rules/${id}`, rule))) {
      this.edited = null;
      this.preview = null;
      await this.read();
    }
  }

  /** @param {any} rule */
  async forget(rule) {
    if (window.confirm(t('rules.forgetSure', { name: rule.name })) && await this.attempt(() => api.remove(`/alarm-rules/${rule.id}`))) {
      await this.read();
    }
  }

  /** @param {Event} submit */
  async climb(submit) {
    submit.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const ladders = Object.fromEntries(SEVERITIES.map((one) => [one, String(form.get(one)).split(/[,，\s]+/).filter(Boolean).map(Number)]));
    await this.attempt(async () => { this.ladders = await api.put('/alarm-ladders', ladders); });
  }

  render() {
    return html`${this.head('nav.alarmRules', html`<a href="/alarms">${t('nav.alarms')}</a>`)}
      <p class="quiet">${t('rules.what')}</p>
      ${this.loading ? busy() : html`${this.list()}${this.edited ? this.editor(this.edited) : nothing}${this.ladder()}`}`;
  }

  list() {
    return html`<section class="stack" aria-labelledby="rules"><div class="spread"><h2 id="rules">${t('rules.list')}</h2>
        ${this.mine ? html`<button @click=${() => { this.edited = { ...FRESH }; this.preview = null; }}>${t('rules.add')}</button>` : nothing}</div>
      ${this.rules.length ? html`<ul class="attention">${this.rules.map((one) => html`<li class="card"><div class="spread"><h3>${one.name}</h3><span class="chip">${t(`severity.${one.severity}`)}</span></div>
        <p><code class="wrap">${one.query}</code></p><p class="small quiet">${t(`rules.says.${one.source}`, { minutes: one.minutes, number: one.number })}${one.enabled ? nothing : html` · ${t('rules.off')}`}</p>
        ${this.mine ? html`<div class="row"><button @click=${() => { this.edited = one; this.preview = null; }}>${t('rules.change')}</button><button @click=${() => this.forget(one)}>${t('rules.forget')}</button></div>` : nothing}</li>`)}</ul>`
    : html`<p class="notice">${t('rules.none')}</p>`}</section>`;
  }

  /** @param {any} rule */
  editor(rule) {
    return html`<section class="card" aria-labelledby="edit"><form class="rule stack" @submit=${(/** @type {Event} */ e) => this.save(e)}>
      <h2 id="edit">${t(rule.id ? 'rules.change' : 'rules.add')}</h2>
      <label class="field">${t('rules.name')}<input name="name" required maxlength="200" .value=${rule.name}></label>
      <label class="field">${t('rules.source')}<select name="source" @change=${(/** @type {any} */ e) => { this.edited = { ...rule, ...this.read_(this.form()), source: e.target.value }; }}>
        ${['DEVICES', 'EVENTS'].map((one) => html`<option value=${one} ?selected=${rule.source === one}>${t(`rules.source.${one}`)}</option>`)}</select></label>
      <label class="field">${t('rules.query')}<input name="query" required maxlength="1000" spellcheck="false" .value=${rule.query}></label>
      <div class="pair"><label class="field">${t(`rules.minutes.${rule.source}`)}<input name="minutes" type="number" min="0" max="10080" required .value=${String(rule.minutes)}></label>
        ${rule.source === 'EVENTS' ? html`<label class="field">${t('rules.number')}<input name="number" type="number" min="1" max="10000" .value=${String(rule.number ?? 1)}></label>` : nothing}</div>
      <label class="field">${t('rules.severity')}<select name="severity">${SEVERITIES.map((one) => html`<option value=${one} ?selected=${rule.severity === one}>${t(`severity.${one}`)}</option>`)}</select></label>
      <label class="check"><input type="checkbox" name="enabled" .checked=${rule.enabled}>${t('rules.enabled')}</label>
      ${this.past()}
      <div class="row"><button class="primary" type="submit">${t('rules.save')}</button><button type="button" @click=${() => this.look()}>${t('rules.preview')}</button><button type="button" @click=${() => { this.edited = null; }}>${t('page.cancel')}</button></div>
    </form></section>`;
  }

  past() {
    if (!this.preview) {
      return nothing;
    }
    if (this.preview.now !== undefined) {
      return html`<p class="notice" role="status">${t('rules.now', { count: this.preview.now })}</p>`;
    }
    const days = this.preview.days;
    return days.length ? html`<div class="scroll" tabindex="0"><table><thead><tr><th>${t('rules.day')}</th><th class="number">${t('rules.alarms')}</th><th class="number">${t('rules.devices')}</th></tr></thead>
      <tbody>${days.map((/** @type {any} */ one) => html`<tr><td>${day(one.day, 'UTC')}</td><td class="number">${amount(one.alarms)}</td><td class="number">${amount(one.devices)}</td></tr>`)}</tbody></table></div>`
      : html`<p class="notice good" role="status">${t('rules.quiet')}</p>`;
  }

  ladder() {
    return html`<section class="card" aria-labelledby="ladder"><form class="stack" @submit=${(/** @type {Event} */ e) => this.climb(e)}><h2 id="ladder">${t('rules.ladder')}</h2><p class="quiet small">${t('rules.ladderSays')}</p>
      ${SEVERITIES.map((one) => html`<label class="field">${t(`severity.${one}`)}<input name=${one} ?disabled=${!this.mine} pattern="[0-9, ，]*" .value=${(this.ladders[one] ?? []).join(', ')}></label>`)}
      ${this.mine ? html`<div class="row"><button type="submit">${t('rules.save')}</button></div>` : nothing}</form></section>`;
  }
}

customElements.define('gh-alarm-rules', AlarmRules);
