// The way to every page: beside the content on a desk, in groups; under the thumb on a phone, where a few entries stand and
// all others wait on a sheet behind "More".
// @ts-check
import { GhElement, has, html, locale, nothing, setLocale, setTheme, t, theme } from '/kit/kit.js';
import { firstOf, grouped } from '../lib/pages.js';
import { place } from '../lib/route.js';

/** As the stylesheet has it. */
const PHONE = '(max-width: 760px)';

class Menu extends GhElement {
  static properties = { who: { attribute: false }, pages: { attribute: false }, attention: { type: Number }, narrow: { state: true }, open: { state: true } };

  constructor() {
    super();
    this.who = null;
    /** @type {import('../lib/pages.js').PageEntry[]} */
    this.pages = [];
    this.attention = 0;
    this.media = window.matchMedia(PHONE);
    this.narrow = this.media.matches;
    this.open = false;
    this.turned = () => { this.narrow = this.media.matches; this.shut(); };
    this.moved = () => this.arrived();
  }

  connectedCallback() {
    super.connectedCallback();
    this.media.addEventListener('change', this.turned);
    window.addEventListener('gh-place', this.moved);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.media.removeEventListener('change', this.turned);
    window.removeEventListener('gh-place', this.moved);
  }

  async arrived() {
    this.shut();
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector('nav.pages [aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** @returns {HTMLDialogElement|null} */
  sheet() {
    return this.querySelector('dialog.sheet');
  }

  more() {
    this.sheet()?.showModal();
    this.open = true;
  }

  shut() {
    this.sheet()?.close();
    this.open = false;
  }

  /** A tap beside the sheet is a tap on its backdrop. @param {Event} click */
  beside(click) {
    if (click.target === this.sheet()) {
      this.shut();
    }
  }

  /** @param {string} name */
  leave(name) {
    this.shut();
    this.dispatchEvent(new CustomEvent(name));
  }

  turnTheme() {
    const order = /** @type {Array<'system'|'light'|'dark'>} */ (['system', 'light', 'dark']);
    setTheme(order[(order.indexOf(theme()) + 1) % 3]);
    this.requestUpdate();
  }

  render() {
    return this.narrow ? this.thumb() : this.desk();
  }

  desk() {
    return html`<nav class="pages" aria-label=${t('nav.label')}>${grouped(this.pages).map(([group, pages]) => html`
      ${group ? html`<span class="group" id=${`group-${group}`}>${t(`navGroup.${group}`)}</span>` : nothing}
      ${pages.map((page) => this.link(page))}`)}</nav>`;
  }

  thumb() {
    const first = firstOf(this.who, this.pages);
    const elsewhere = !first.some((page) => this.isHere(page));
    return html`<nav class="pages" aria-label=${t('nav.label')}>${first.map((page) => this.link(page, 'Short'))}
        <button class="more" aria-haspopup="dialog" aria-expanded=${this.open} data-here=${elsewhere} @click=${() => this.more()}><span class="icon" aria-hidden="true">⋯</span><span>${t('nav.more')}</span>${first.some((page) => page.path === '/') ? nothing : this.count()}</button></nav>
      <dialog class="sheet" aria-labelledby="all-pages" @close=${() => { this.open = false; }} @click=${(/** @type {Event} */ e) => this.beside(e)}>
        <div class="stack"><div class="spread"><h2 id="all-pages" tabindex="-1" autofocus>${t('nav.all')}</h2><button @click=${() => this.shut()}>${t('page.close')}</button></div>
        <div class="row"><button class="grow" @click=${() => this.leave('find')}>${t('palette.open')}…</button></div>
        ${grouped(this.pages).map(([group, pages]) => this.group(group, pages))}
        <div class="row"><button @click=${() => this.turnTheme()}>${t('theme.change', { theme: t(`theme.${theme()}`) })}</button>
          <button lang=${locale() === 'en' ? 'zh-CN' : 'en'} @click=${() => setLocale(locale() === 'en' ? 'zh-CN' : 'en')}>${locale() === 'en' ? '中文' : 'English'}</button>
          <button @click=${() => this.leave('sign-out')}>${t('session.signOut')}</button></div></div></dialog>`;
  }

  /** @param {string} group @param {import('../lib/pages.js').PageEntry[]} pages */
  group(group, pages) {
    const name = group || 'daily';
    return html`<section aria-labelledby=${`group-${name}`}><h3 class="quiet small" id=${`group-${name}`}>${t(`navGroup.${name}`)}</h3>
      <div class="sheet-links">${pages.map((page) => this.link(page))}</div></section>`;
  }

  /** @param {import('../lib/pages.js').PageEntry} page */
  isHere(page) {
    return page.path === `/${place()[0] ?? ''}`;
  }

  count() {
    return this.attention > 0 ? html`<span class="count">${this.attention}</span>` : nothing;
  }

  /** @param {import('../lib/pages.js').PageEntry} page @param {string} [size] where there is little room, and a word for it */
  link(page, size = '') {
    return html`<a href=${page.path} aria-current=${this.isHere(page) ? 'page' : 'false'}><span class="icon" aria-hidden="true">${page.icon}</span><span>${t(has(page.key + size) ? page.key + size : page.key)}</span>${page.path === '/' ? this.count() : nothing}</a>`;
  }
}

customElements.define('gh-menu', Menu);
