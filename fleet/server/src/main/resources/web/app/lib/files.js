// Files on their way in and out of the page.
// @ts-check

/** A file in Base64. @param {File} file @returns {Promise<string>} */
export function content(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}

/** Gives the bytes to the person as a file. @param {Blob} bytes @param {string} name */
export function save(bytes, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
