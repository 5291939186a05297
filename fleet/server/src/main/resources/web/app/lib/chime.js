// A short sound for what is critical; whoever wants quiet turns it off, and this browser remembers.
// @ts-check

const KEPT = 'gatehouse.sound';
/** Two notes, in hertz, each so many seconds long. */
const NOTES = [880, 660];
const SECONDS = 0.18;

export function sounds() {
  return localStorage.getItem(KEPT) !== 'off';
}

/** @param {boolean} on */
export function letSound(on) {
  localStorage.setItem(KEPT, on ? 'on' : 'off');
}

/** Nothing is heard where a browser wants a click first, or has no sound. */
export function chime() {
  if (!sounds() || typeof AudioContext === 'undefined') {
    return;
  }
  const audio = new AudioContext();
  NOTES.forEach((note, i) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = note;
    volume.gain.value = 0.08;
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + i * SECONDS);
    tone.stop(audio.currentTime + (i + 1) * SECONDS);
  });
  setTimeout(() => audio.close().catch(() => {}), 2000);
}
