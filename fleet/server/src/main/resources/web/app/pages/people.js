// The people of a site: found by name, by pinyin, by id.
// @ts-check
import { ago, busy, html, locale, nothing, repeat, t } from '/kit/kit.js';
import { api, may, query, session } from '../lib/api.js';
import { STATUSES, TYPES, fields, siteChoice, siteOf, statusChip, typeWord } from '../lib/access.js';
import { Page } from '../lib/page.js';
import { go } from '../lib/route.js';

class People extends Page {
  static properties = { people: { state: true }, next: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.people = [];
    this.next = '';
    /** @type {Record<string, string>} */
    this.filter = Object.fromEntries(new URLSearchParams(location.search));
    this.filter.site = siteOf(this.filter.site);
    this.typed = 0;
    /** Whether all names may be taken along. */
    this.takes = false;
  }

  /** @param {Record<string, any>} more */
  address(more) {
    const { site, ...rest } = this.filter;
    return `/sites/${site}/people${query({ ...rest, limit: 100, ...more })}`;
  }

  async load() {
    if (!this.filter.site) {
      return;
    }
    this.takes = may(await session(), ['admin', 'operator', 'auditor']);
    const page = await api.get(this.address({}));
    this.people = page.items;
    this.next = page.next ?? '';
  }

  async more() {
    await this.attempt(async () => {
      const page = await api.get(this.address({ after: this.next }));
      this.people = [...this.people, ...page.items];
      this.next = page.next ?? '';
    });
  }

  /** @param {Event} changed */
  apply(changed) {
    changed.preventDefault();
    const form = /** @type {HTMLFormElement} */ (changed.currentTarget);
    this.filter = Object.fromEntries([...new FormData(form)].filter(([, value]) => value).map(([name, value]) => [name, String(value)]));
    this.filter.site = siteOf(this.filter.site);
    history.replaceState(null, '', `/people${query(this.filter)}`);
    this.read();
  }

  /** While somebody types: a moment after the last letter. @param {Event} input */
  soon(input) {
    const form = input.currentTarget;
    clearTimeout(this.typed);
    this.typed = window.setTimeout(() => this.apply(/** @type {any} */ ({ preventDefault() {}, currentTarget: form })), 250);
  }

  /** @param {Event} submit */
  async add(submit) {
    submit.preventDefault();
    const { id, name, type } = fields(submit);
    if (await this.attempt(() => api.put(`/sites/${this.filter.site}/people/${encodeURIComponent(id)}`, { name, type }))) {
      go(`/people/${this.filter.site}/${id}`);
    }
  }

  render() {
    if (!this.filter.site) {
      return html`${this.head('nav.people')}<p class="notice">${t('people.noSite')}</p>`;
    }
    return html`
      ${this.head('nav.people', html`<div class="row">${this.files()}<a class="button" href="/people/${this.filter.site}/import">${t('people.import')}</a></div>`)}
      <form class="filters" role="search" @submit=${(/** @type {Event} */ e) => this.apply(e)} @change=${(/** @type {Event} */ e) => this.apply(e)} @input=${(/** @type {Event} */ e) => this.soon(e)}>
        ${siteChoice(this.filter.site)}
        <label class="field">${t('people.search')}<input name="q" type="search" placeholder=${t('people.searchExample')} .value=${this.filter.q ?? ''}></label>
        ${this.choice('type', TYPES, typeWord)}${this.choice('status', STATUSES, (one) => t(`personStatus.${one}`))}
      </form>
      <details class="calm card"><summary>${t('people.add')}</summary>
        <form class="filters" @submit=${(/** @type {Event} */ e) => this.add(e)}>
          <label class="field">${t('person.id')}<input name="id" required maxlength="63" pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*"></label>
          <label class="field">${t('person.name')}<input name="name" required maxlength="200"></label>
          <label class="field">${t('people.type')}<select name="type">${TYPES.map((one) => html`<option value=${one}>${typeWord(one)}</option>`)}</select></label>
          <button class="primary">${t('people.add')}</button></form></details>
      ${this.loading ? busy() : this.list()}
      ${this.next ? html`<p><button @click=${() => this.more()}>${t('page.more')}</button></p>` : nothing}`;
  }

  /** The list as a file: all that answer. */
  files() {
    if (!this.takes) {
      return nothing;
    }
    const { q, type, status } = this.filter;
    const asked = [q, type ? `type:${type.toLowerCase()}` : '', status ? `status:${status.toLowerCase().replace('_', '-')}` : ''].filter(Boolean).join(' ');
    const file = (/** @type {string} */ format) => `/api/v1/sites/${this.filter.site}/exports/people${query({ q: asked, format, lang: locale() })}`;
    return html`<a class="button" href=${file('csv')} download="people.csv">${t('page.csv')}</a><a class="button" href=${file('ndjson')} download="people.ndjson">${t('page.ndjson')}</a>`;
  }

  /** @param {string} name @param {string[]} values @param {(one: string) => string} word */
  choice(name, values, word) {
    return html`<label class="field">${t(`people.${name}`)}
      <select name=${name}><option value="">${t('page.all')}</option>
      ${values.map((one) => html`<option value=${one} ?selected=${this.filter[name] === one}>${word(one)}</option>`)}</select></label>`;
  }

  list() {
    if (!this.people.length) {
      const searched = Object.keys(this.filter).some((name) => name !== 'site');
      return html`<p class="notice">${t(searched ? 'people.none' : 'people.empty')}</p>`;
    }
    return html`<ul class="devices">${repeat(this.people, (one) => one.id, (one) => html`
      <li><a class="device card" href="/people/${this.filter.site}/${one.id}">
        <span class="who"><strong>${one.name}</strong><span class="quiet small">${[typeWord(one.type), one.id].join(' · ')}</span></span>
        <span>${statusChip(one.status)}</span>
        <span class="quiet small">${one.rules.groups.join(' · ')}</span>
        <span class="small">${t('people.cards', { count: one.cards })}</span>
        <span class="quiet small">${one.lastUsed ? t('people.used', { ago: ago(one.lastUsed) }) : ''}</span>
      </a></li>`)}</ul>`;
  }
}

customElements.define('gh-people', People);
