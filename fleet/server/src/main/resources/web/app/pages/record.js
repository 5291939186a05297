// A signed commissioning record, as it is printed: who, when, what was checked, with what result, and what proves it.
// @ts-check
import { busy, html, moment, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { measured, outcomeChip, said } from '../lib/commission.js';
import { Page } from '../lib/page.js';

class CommissioningRecord extends Page {
  static properties = { site: { attribute: false }, position: { attribute: false }, record: { attribute: false }, it: { state: true }, genuine: { state: true } };

  constructor() {
    super();
    this.site = '';
    this.position = '';
    this.record = '';
    /** @type {any} */
    this.it = null;
    /** Whether the signature holds; nothing where the browser cannot tell. @type {boolean|null} */
    this.genuine = null;
  }

  /** The same page is shown for another record. @param {Map<string, any>} changed */
  updated(changed) {
    if (changed.get('record')) {
      this.it = null;
      this.genuine = null;
      this.read();
    }
  }

  path() {
    return `/sites/${this.site}/positions/${this.position}`;
  }

  async load() {
    this.it = await api.get(`${this.path()}/records/${this.record}`);
    this.genuine = await holds(this.it.proof).catch(() => null);
  }

  render() {
    return html`<p class="no-print"><a href=${`/commission/${this.site}/${this.position}`}>← ${this.it?.record.name ?? this.position}</a></p>
      <div class="spread page-head"><h1 tabindex="-1">${t('record.title')}</h1><button class="no-print" @click=${() => window.print()}>${t('record.print')}</button></div>
      ${this.problemLine()}${this.loading ? busy() : this.it ? this.content() : nothing}`;
  }

  content() {
    const record = this.it.record;
    return html`<section class="card stack print">
      <dl class="facts">
        <dt>${t('record.position')}</dt><dd>${record.name} <span class="mono small">${record.site}/${record.position}</span></dd>
        <dt>${t('record.box')}</dt><dd>${record.box?.serial ?? record.box?.label ?? '–'} · ${record.profile}</dd>
        <dt>${t('record.technician')}</dt><dd>${record.technician}</dd>
        <dt>${t('record.at')}</dt><dd>${moment(record.signedAt)}</dd>
        <dt>${t('record.verdict')}</dt><dd><strong>${t(`service.${record.verdict}`)}</strong></dd>
        ${record.note ? html`<dt>${t('checklist.note')}</dt><dd>${record.note}</dd>` : nothing}</dl>
      <div class="scroll" tabindex="0" role="region" aria-label=${t('record.checks')}><table><thead><tr><th scope="col">${t('record.check')}</th><th scope="col">${t('record.outcome')}</th><th scope="col">${t('record.seen')}</th></tr></thead>
        <tbody>${record.checks.map((/** @type {any} */ one) => html`<tr><td>${said(one.name)}${one.mandatory ? ' *' : ''}</td><td>${outcomeChip(one.outcome)}</td><td>${this.seen(one)}</td></tr>`)}</tbody></table></div>
      <p class="quiet small">${t('record.star')}</p>
      <div class="photos">${record.photos.map((/** @type {any} */ one) => html`<img alt=${t('checklist.photo', { at: moment(one.taken), who: one.by })} src=${`/api/v1${this.path()}/photos/${one.id}`}>`)}</div>
      <p class="small ${this.genuine === false ? 'notice bad' : 'quiet'}">${this.genuine ? t('record.genuine') : this.genuine === false ? t('record.forged') : t('record.unproven')}<br><span class="mono wrap">${this.it.proof.signature}</span></p></section>`;
  }

  /** @param {any} check */
  seen(check) {
    const seen = check.seen ?? {};
    return [said(check.cause?.text), check.reason, ...(seen.events ?? []).map((/** @type {any} */ one) => t(`event.${one.type}`)), seen.value === undefined ? '' : measured(seen.value, check.unit), seen.firmware].filter((part) => part !== undefined && part !== '').join(' · ');
  }
}

/** @param {string} text */
function bytes(text) {
  return Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
}

/** @param {any} proof */
async function holds(proof) {
  const key = await crypto.subtle.importKey('spki', bytes(proof.key), { name: 'Ed25519' }, false, ['verify']);
  const content = bytes(proof.content);
  const title = new TextEncoder().encode(proof.title);
  const signed = new Uint8Array(title.length + content.length);
  signed.set(title);
  signed.set(content, title.length);
  return crypto.subtle.verify({ name: 'Ed25519' }, key, bytes(proof.signature), signed);
}

customElements.define('gh-record', CommissioningRecord);
