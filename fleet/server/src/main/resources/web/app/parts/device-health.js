// Why a device is shown as it is: each fact by itself, its neighbours, its battery, what is odd, and how it came and went.
// @ts-check
import { GhElement, ago, has, html, moment, nothing, span, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { metricName, valueText } from '../lib/measures.js';
import { presenceChip } from '../lib/says.js';

class DeviceHealth extends GhElement {
  static properties = { path: { attribute: false }, zone: { attribute: false }, health: { state: true } };

  constructor() {
    super();
    this.path = '';
    /** @type {string|undefined} */
    this.zone = undefined;
    /** @type {any} */
    this.health = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => this.read(), 15000);
    this.read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  async read() {
    // what it was is shown on when the fleet does not answer: the page itself says that
    this.health = await api.get(`${this.path}/health`).catch(() => this.health);
  }

  render() {
    const { health } = this;
    if (!health) {
      return nothing;
    }
    return html`
      <ul class="facts-list">${health.facts.map((/** @type {any} */ one) => this.fact(one))}</ul>
      <p class="small quiet">${t(`pattern.${health.pattern}`, { span: span(health.patienceSeconds) })}</p>
      ${this.neighbours(health.neighbours)}${this.battery(health.battery)}${this.boots(health.boots)}
      ${health.findings.length ? html`<h3>${t('health.findings')}</h3><ul class="facts-list">${health.findings.map((/** @type {any} */ one) => this.finding(one))}</ul>` : nothing}
      ${health.history.length ? html`<details><summary>${t('health.history')}</summary><ol class="facts-list">${health.history.map((/** @type {any} */ one) => html`
        <li>${presenceChip(one)} ${this.when(one.at)} <span class="small quiet">${has(`presenceReason.${one.reason}`) ? t(`healthReason.${one.reason}`) : one.reason}</span></li>`)}</ol></details>` : nothing}`;
  }

  /** @param {any} one */
  fact(one) {
    return html`<li><span class="chip ${one.well ? 'good' : 'warn'}"><span aria-hidden="true">${one.well ? '✓' : '–'}</span>${t(`healthFact.${one.fact}`)}</span>
      <span>${t(one.well ? `healthWell.${one.fact}` : `healthNot.${one.fact}`)}</span> ${one.at ? this.when(one.at) : nothing}</li>`;
  }

  /** @param {string} iso */
  when(iso) {
    return html`<time class="small quiet" datetime=${iso} title=${moment(iso, this.zone)}>${ago(iso)}</time>`;
  }

  /** @param {any} neighbours */
  neighbours(neighbours) {
    return neighbours && neighbours.silent > 0
      ? html`<p>${t('health.neighbours', { silent: neighbours.silent, devices: neighbours.devices, gateway: neighbours.gateway })}</p>`
      : nothing;
  }

  /** @param {any} battery */
  battery(battery) {
    if (!battery) {
      return nothing;
    }
    const said = t(`battery.${battery.state}`, { count: battery.days ?? 0 });
    const sure = battery.state !== 'FALLING'
      ? ''
      : battery.latest === undefined ? t('battery.noLatest', { count: battery.earliest ?? battery.days }) : t('battery.between', { earliest: battery.earliest ?? battery.days, latest: battery.latest });
    return html`<p><strong>${metricName('battery')} ${valueText(battery.percent, '%EL')}</strong>: ${said} <span class="small quiet">${sure} ${battery.state === 'FALLING' ? t('battery.basedOn', { count: battery.basedOnDays }) : nothing}</span></p>`;
  }

  /** @param {any} boots */
  boots(boots) {
    // the first start that was ever heard is no restart
    return boots
      ? html`<p class="small">${t('health.boots', { count: boots.lastDay - (boots.known === boots.lastDay ? 1 : 0) })} ${t('health.sinceBoot', { span: span(boots.hoursSince * 3600) })}</p>`
      : nothing;
  }

  /** @param {any} one */
  finding(one) {
    return html`<li><span class="chip ${one.over ? '' : 'warn'}">${t(`deviceFinding.${one.kind}`)}</span>
      ${one.metric ? metricName(one.metric) : nothing} <span class="small quiet">${t('health.times', { count: one.count })}</span> ${this.when(one.last)}</li>`;
  }
}

customElements.define('gh-device-health', DeviceHealth);
