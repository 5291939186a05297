// The console's shell: who is signed in, where one is, what is live; everything else is a page.
// @ts-check
import { GhElement, html, locale, nothing, setLocale, setTheme, startTheme, startWords, t, theme } from '/kit/kit.js';
import { api, may, session, signOut } from './lib/api.js';
import { readZones } from './lib/zones.js';
import { hear, liveState, startLive, stopLive } from './lib/live.js';
import { forgetSeen, startKeeping, startWorker } from './lib/offline.js';
import { startOutbox } from './lib/outbox.js';
import { go, place, startRoutes } from './lib/route.js';
import './pages/sign-in.js';
import './pages/overview.js';
import './pages/events.js';
import { alarmPage } from './pages/alarms.js';
import './pages/alarm-rules.js';
import './pages/channels.js';
import './pages/devices.js';
import './pages/device.js';
import './pages/people.js';
import './pages/person.js';
import './pages/access.js';
import './pages/import.js';
import './pages/passes.js';
import './pages/gateways.js';
import './pages/backlog.js';
import './pages/gaps.js';
import './pages/orders.js';
import './pages/what-if.js';
import './pages/reports.js';
import './pages/patrol.js';
import './pages/patrol-plan.js';
import './pages/patrol-report.js';
import './pages/patrol-mail.js';
import './pages/patrol-keep.js';
import './pages/audit.js';
import './pages/account.js';
import './pages/claim.js';
import './pages/commission.js';
import './pages/work.js';
import './pages/quarantine-hook.js';
import './pages/checklist.js';
import './pages/swap.js';
import './pages/record.js';
import './pages/profiles.js';
import './pages/strangers.js';
import './pages/labels.js';
import './pages/device-import.js';
import './pages/installation.js';
import './pages/trust.js';
import './pages/accounts.js';
import './pages/changes.js';
import './pages/rollouts.js';
import './pages/firmware.js';
import './pages/rollout.js';
import './pages/queue.js';
import './pages/drift.js';
import './parts/menu.js';
import './pages/plans.js';
import './parts/palette.js';

const LOOKS = ['admin', 'operator', 'viewer', 'auditor'];
const DESK = [...LOOKS, 'gate-post'];
const CARES = [...LOOKS, 'technician'];
const SEES = [...DESK, 'technician', 'guard'];

const PAGES = [
  { path: '/', key: 'nav.overview', icon: '◉', letter: 'o', group: '' },
  { path: '/alarms', key: 'nav.alarms', icon: '△', letter: 'n', group: '' },
  { path: '/events', key: 'nav.events', icon: '≣', letter: 'e', group: '' },
  { path: '/people', key: 'nav.people', icon: '☷', letter: 'p', group: 'people' },
  { path: '/passes', key: 'nav.passes', icon: '▣', letter: 'q', group: 'people' },
  { path: '/access', key: 'nav.access', icon: '◧', letter: 'r', group: 'people' },
  { path: '/what-if', key: 'nav.whatIf', icon: '⁇', letter: 'w', group: 'people' },
  { path: '/reports', key: 'nav.reports', icon: '≡', letter: 't', group: 'people' },
  { path: '/orders', key: 'nav.orders', icon: '⚑', letter: 's', group: 'people' },
  { path: '/patrol', key: 'nav.patrol', icon: '⟳', letter: 'f', group: 'patrol' },
  { path: '/patrol-plan', key: 'nav.patrolPlan', icon: '⇢', letter: 'z', group: 'patrol' },
  { path: '/patrol-report', key: 'nav.patrolReport', icon: '∑', letter: 'F', group: 'patrol' },
  { path: '/patrol-mail', key: 'nav.patrolMail', icon: '✆', letter: 'M', group: 'patrol' },
  { path: '/patrol-keep', key: 'nav.patrolKeep', icon: '▥', letter: 'K', group: 'patrol' },
  { path: '/work', key: 'nav.work', icon: '⚒', letter: 'W', group: 'devices' },
  { path: '/devices', key: 'nav.devices', icon: '▦', letter: 'd', group: 'devices' },
  { path: '/plans', key: 'nav.plans', icon: '⊞', letter: 'P', group: 'devices' },
  { path: '/c', key: 'nav.claim', icon: '⊕', letter: 'c', group: 'devices' },
  { path: '/labels', key: 'nav.labels', icon: '▤', letter: 'y', group: 'devices' },
  { path: '/commission', key: 'nav.commission', icon: '☑', letter: 'k', group: 'devices' },
  { path: '/profiles', key: 'nav.profiles', icon: '❏', letter: 'l', group: 'devices' },
  { path: '/rollouts', key: 'nav.rollouts', icon: '⇉', letter: 'i', group: 'devices' },
  { path: '/firmware', key: 'nav.firmware', icon: '◫', letter: 'I', group: 'devices' },
  { path: '/queue', key: 'nav.queue', icon: '☰', letter: 'j', group: 'devices' },
  { path: '/drift', key: 'nav.drift', icon: '≠', letter: 'J', group: 'devices' },
  { path: '/gateways', key: 'nav.gateways', icon: '⌂', letter: 'g', group: 'devices' },
  { path: '/backlog', key: 'nav.backlog', icon: '⇡', letter: 'b', group: 'devices' },
  { path: '/gaps', key: 'nav.gaps', icon: '⋯', letter: 'm', group: 'devices' },
  { path: '/alarm-rules', key: 'nav.alarmRules', icon: '⚖', letter: 'N', group: 'office' },
  { path: '/channels', key: 'nav.channels', icon: '✉', letter: 'T', group: 'office' },
  { path: '/evidence', key: 'nav.audit', icon: '§', letter: 'v', group: 'office' },
  { path: '/accounts', key: 'nav.accounts', icon: '◎', letter: 'u', group: 'office' },
  { path: '/changes', key: 'nav.changes', icon: '✎', letter: 'h', group: 'office' },
  { path: '/quarantine-hook', key: 'nav.quarantineHook', icon: '◈', letter: 'C', group: 'office' },
  { path: '/installation', key: 'nav.installation', icon: '✚', letter: 'x', group: 'office' },
  { path: '/account', key: 'nav.account', icon: '☺', letter: 'a', group: 'office' },
];

/** Who sees what, as the contract has it; everybody where nothing is said. @type {Record<string, string[]>} */
const ROLES = {
  '/': SEES, '/events': SEES, '/devices': SEES, '/people': DESK, '/access': LOOKS, '/gateways': CARES, '/backlog': CARES, '/gaps': CARES, '/orders': DESK, '/evidence': CARES,
  '/passes': DESK, '/what-if': LOOKS, '/reports': LOOKS, '/c': ['admin', 'operator', 'technician'], '/strangers': CARES, '/commission': CARES, '/profiles': CARES,
  '/patrol': [...LOOKS, 'guard', 'gate-post'], '/patrol-plan': LOOKS, '/patrol-report': LOOKS, '/patrol-mail': ['admin', 'operator'], '/patrol-keep': LOOKS,
  '/rollouts': CARES, '/firmware': CARES, '/queue': [...DESK, 'technician'], '/drift': CARES,
  '/plans': SEES,
  '/alarms': [...DESK, 'technician'], '/alarm-rules': LOOKS, '/channels': ['admin'],
  '/work': ['admin', 'operator', 'technician'], '/quarantine-hook': ['admin'],
  '/labels': ['admin', 'operator', 'technician'], '/accounts': ['admin'], '/installation': ['admin'], '/changes': ['admin', 'auditor'],
};

class Console extends GhElement {
  static properties = { who: { state: true }, ready: { state: true }, attention: { state: true }, live: { state: true } };

  constructor() {
    super();
    this.who = null;
    this.ready = false;
    this.attention = 0;
    this.live = 'off';
    this.waitsForLetter = false;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('gh-place', () => this.moved());
    window.addEventListener('gh-signed-out', () => this.forget());
    window.addEventListener('gh-live-state', () => { this.live = liveState(); });
    document.addEventListener('keydown', (key) => this.pressed(key));
    hear('overview', (overview) => { this.attention = overview.attention.length; });
    this.start();
  }

  async start() {
    startWorker().catch(() => {});
    await this.welcome(await session());
    this.ready = true;
  }

  /** @param {any} who */
  async welcome(who) {
    if (who && !who.mustChangePassword) {
      await readZones().catch(() => readZones()).catch(() => {});
      startLive();
      startOutbox(who.user).catch(() => {});
      startKeeping().catch(() => {});
      api.get('/overview').then((overview) => { this.attention = overview.attention.length; }, (refused) => refused.code === 'SECOND_FACTOR_FIRST' && go('/account'));
    }
    this.who = who;
  }

  forget() {
    stopLive();
    this.who = null;
  }

  async leave() {
    await signOut();
    forgetSeen();
    this.forget();
    go('/');
  }

  moved() {
    this.requestUpdate();
    this.updateComplete.then(() => {
      /** @type {HTMLElement|null} */ (this.querySelector('main h1'))?.focus();
    });
  }

  /** @param {KeyboardEvent} key */
  pressed(key) {
    const typing = /** @type {HTMLElement} */ (key.target).matches?.('input, select, textarea');
    if ((key.ctrlKey || key.metaKey) && key.key.toLowerCase() === 'k' && this.who) {
      key.preventDefault();
      this.palette()?.open();
    } else if (!typing && !key.ctrlKey && !key.metaKey && !key.altKey && this.who && localStorage.getItem('gatehouse.keys') !== 'off') {
      this.letter(key);
    }
  }

  /** @param {KeyboardEvent} key */
  letter(key) {
    if (key.key === '?') {
      this.palette()?.help();
    } else if (key.key === 'Shift') {
      // on its way to a capital
    } else if (this.waitsForLetter) {
      this.waitsForLetter = false;
      const page = this.pages().find((one) => one.letter === key.key);
      if (page) {
        go(page.path);
      }
    } else if (key.key === 'g') {
      this.waitsForLetter = true;
      setTimeout(() => { this.waitsForLetter = false; }, 1500);
    }
  }

  /** @returns {any} */
  palette() {
    return this.querySelector('gh-palette');
  }

  render() {
    if (!this.ready) {
      return nothing;
    }
    if (place()[0] === 'trust') {
      return html`<gh-trust></gh-trust>`;
    }
    if (!this.who || this.who.mustChangePassword) {
      return html`<gh-sign-in .who=${this.who} @welcome=${(/** @type {any} */ e) => this.welcome(e.detail)}></gh-sign-in>`;
    }
    return html`
      <a class="skip" href="#content" @click=${(/** @type {Event} */ e) => { e.preventDefault(); /** @type {any} */ (this.querySelector('main')).focus(); }}>${t('nav.skip')}</a>
      <header class="bar">
        <a class="brand" href="/"><img src="/app/icon.svg" alt="" width="28" height="28"><span>${t('brand')}</span></a>
        <span class="grow"></span>
        <span class="chip dot ${this.live === 'on' ? 'good' : 'warn'}" role="status">${t(`live.${this.live}`)}</span>
        <button class="wide-only" @click=${() => this.palette()?.open()}>${t('palette.open')} <kbd>Ctrl K</kbd></button>
        <button @click=${() => setLocale(locale() === 'en' ? 'zh-CN' : 'en')} lang=${locale() === 'en' ? 'zh-CN' : 'en'}>${locale() === 'en' ? '中文' : 'English'}</button>
        <button class="wide-only" aria-label=${t('theme.change', { theme: t(`theme.${theme()}`) })} @click=${() => this.turnTheme()}>◐</button>
        <button class="wide-only" @click=${() => this.leave()}>${t('session.signOut')}</button>
      </header>
      <gh-menu .who=${this.who} .pages=${this.pages()} .attention=${this.attention} @find=${() => this.palette()?.open()} @sign-out=${() => this.leave()}></gh-menu>
      <main id="content" tabindex="-1">${this.page()}</main>
      <gh-palette .pages=${this.pages()}></gh-palette>`;
  }

  /** The pages that somebody with these roles can use. */
  pages() {
    return PAGES.filter((page) => !ROLES[page.path] || may(this.who, ROLES[page.path]));
  }

  turnTheme() {
    const order = /** @type {Array<'system'|'light'|'dark'>} */ (['system', 'light', 'dark']);
    setTheme(order[(order.indexOf(theme()) + 1) % 3]);
    this.requestUpdate();
  }

  /** @param {string} [site] @param {string} [person] */
  people(site, person) {
    if (site && person === 'import') {
      return html`<gh-import .site=${site}></gh-import>`;
    }
    return site && person ? html`<gh-person .site=${site} .person=${person}></gh-person>` : html`<gh-people></gh-people>`;
  }

  /** @param {string} [site] @param {string} [position] */
  commission(site, position) {
    const [, , , what, record] = place();
    if (!site || !position) {
      return html`<gh-commission></gh-commission>`;
    }
    if (what === 'swap') {
      return html`<gh-swap .site=${site} .position=${position}></gh-swap>`;
    }
    return what === 'record'
      ? html`<gh-record .site=${site} .position=${position} .record=${record ?? ''}></gh-record>`
      : html`<gh-checklist .site=${site} .position=${position}></gh-checklist>`;
  }

  page() {
    const [first, site, device] = place();
    switch (first) {
      case undefined:
        return html`<gh-overview></gh-overview>`;
      case 'alarms':
        return alarmPage(site, device);
      case 'alarm-rules':
        return html`<gh-alarm-rules></gh-alarm-rules>`;
      case 'channels':
        return html`<gh-channels></gh-channels>`;
      case 'events':
        return html`<gh-events></gh-events>`;
      case 'devices':
        return device ? html`<gh-device .who=${this.who} .site=${site} .device=${device}></gh-device>` : html`<gh-devices></gh-devices>`;
      case 'people':
        return this.people(site, device);
      case 'passes':
        return html`<gh-passes .site=${site}></gh-passes>`;
      case 'access':
        return html`<gh-access .site=${site} .kind=${device ?? 'doors'}></gh-access>`;
      case 'what-if':
        return html`<gh-what-if></gh-what-if>`;
      case 'reports':
        return html`<gh-reports .kind=${site ?? 'reads'}></gh-reports>`;
      case 'plans':
        return html`<gh-plans .who=${this.who} .site=${site ?? ''} .plan=${device ?? ''}></gh-plans>`;
      case 'patrol':
        return html`<gh-patrol .who=${this.who}></gh-patrol>`;
      case 'patrol-plan':
        return html`<gh-patrol-plan .who=${this.who}></gh-patrol-plan>`;
      case 'patrol-report':
        return html`<gh-patrol-report .who=${this.who}></gh-patrol-report>`;
      case 'patrol-mail':
        return html`<gh-patrol-mail .who=${this.who}></gh-patrol-mail>`;
      case 'patrol-keep':
        return html`<gh-patrol-keep .who=${this.who}></gh-patrol-keep>`;
      case 'c':
        return html`<gh-claim .code=${site ?? ''}></gh-claim>`;
      case 'labels':
        return site === 'import' ? html`<gh-device-import></gh-device-import>` : html`<gh-labels .who=${this.who}></gh-labels>`;
      case 'commission':
        return this.commission(site, device);
      case 'work':
        return html`<gh-work></gh-work>`;
      case 'quarantine-hook':
        return html`<gh-quarantine-hook></gh-quarantine-hook>`;
      case 'profiles':
        return html`<gh-profiles .who=${this.who}></gh-profiles>`;
      case 'strangers':
        return html`<gh-strangers></gh-strangers>`;
      case 'firmware':
        return html`<gh-firmware .who=${this.who}></gh-firmware>`;
      case 'rollouts':
        return site ? html`<gh-rollout .rollout=${site}></gh-rollout>` : html`<gh-rollouts></gh-rollouts>`;
      case 'queue':
        return html`<gh-queue .who=${this.who}></gh-queue>`;
      case 'drift':
        return html`<gh-drift .who=${this.who}></gh-drift>`;
      case 'gateways':
        return html`<gh-gateways .who=${this.who}></gh-gateways>`;
      case 'backlog':
        return html`<gh-backlog></gh-backlog>`;
      case 'gaps':
        return html`<gh-gaps></gh-gaps>`;
      case 'orders':
        return html`<gh-orders></gh-orders>`;
      case 'evidence':
        return html`<gh-audit .who=${this.who}></gh-audit>`;
      case 'accounts':
        return html`<gh-accounts .name=${site ?? ''}></gh-accounts>`;
      case 'installation':
        return html`<gh-installation></gh-installation>`;
      case 'changes':
        return html`<gh-changes .who=${this.who}></gh-changes>`;
      case 'account':
        return html`<gh-account .who=${this.who} @sign-out=${() => this.leave()}></gh-account>`;
      default:
        return html`<h1 tabindex="-1">${t('page.none')}</h1><p><a href="/">${t('nav.overview')}</a></p>`;
    }
  }
}

startTheme();
startRoutes();
await startWords();
customElements.define('gh-console', Console);
