// How a phone comes to trust this server. Shown to everybody: whoever needs it cannot sign in yet.
// @ts-check
import { GhElement, html, locale, nothing, setLocale, t } from '/kit/kit.js';

const KINDS = ['ios', 'android', 'harmony', 'windows', 'mac', 'linux'];
const FILES = { ios: 'ca.mobileconfig', android: 'ca.crt', harmony: 'ca.crt', windows: 'ca.crt', mac: 'ca.crt', linux: 'ca.pem' };

class Trust extends GhElement {
  static properties = { fingerprint: { state: true }, next: { state: true } };

  constructor() {
    super();
    this.fingerprint = '';
    this.next = '';
  }

  connectedCallback() {
    super.connectedCallback();
    fetch('/trust/fingerprint').then((answer) => answer.text()).then((text) => { this.fingerprint = text; }, () => {});
    fetch('/trust/next-fingerprint').then((answer) => (answer.ok ? answer.text() : '')).then((text) => { this.next = text; }, () => {});
  }

  /** The kind of machine that this probably is. */
  own() {
    const agent = navigator.userAgent;
    const found = [[/iPhone|iPad/, 'ios'], [/HarmonyOS|OpenHarmony/, 'harmony'], [/Android/, 'android'], [/Windows/, 'windows'], [/Macintosh/, 'mac']]
      .find(([pattern]) => /** @type {RegExp} */ (pattern).test(agent));
    return found ? found[1] : 'linux';
  }

  render() {
    const own = this.own();
    return html`<main class="trust stack">
      <div class="spread page-head"><h1 tabindex="-1">${t('trust.title')}</h1>
        <button @click=${() => setLocale(locale() === 'en' ? 'zh-CN' : 'en')} lang=${locale() === 'en' ? 'zh-CN' : 'en'}>${locale() === 'en' ? '中文' : 'English'}</button></div>
      <p>${t('trust.why')}</p>
      ${KINDS.map((kind) => html`<details class="card" ?open=${kind === own}><summary><strong>${t(`trust.${kind}`)}</strong></summary>
        <ol>${t(`trust.${kind}Steps`).split('\n').map((step) => html`<li>${step}</li>`)}</ol>
        <p><a href=${`/trust/${FILES[/** @type {keyof FILES} */ (kind)]}`} download>${t('trust.get')}</a></p></details>`)}
      <section class="card stack"><h2>${t('trust.compare')}</h2><p>${t('trust.compareWhat')}</p><p><code class="wrap">${this.fingerprint}</code></p></section>
      ${this.next ? html`<section class="card stack"><h2>${t('trust.next')}</h2><p>${t('trust.nextWhat')}</p><p><a href="/trust/next.crt" download>${t('trust.nextGet')}</a></p><p><code class="wrap">${this.next}</code></p></section>` : nothing}
      <p><a href="/">${t('trust.back')}</a></p></main>`;
  }
}

customElements.define('gh-trust', Trust);
