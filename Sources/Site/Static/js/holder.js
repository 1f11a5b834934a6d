// A holder's opening key: made here, kept as a file under a passphrase; only the public half is sent.
import { exportEncryptedPKCS8, makeHolderKey } from './sealing.js';
import { act, save, texts } from './act.js';

const form = document.querySelector('[data-holder-key]');
form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const status = form.querySelector('[data-status]');
  const say = texts();
  const passphrase = form.elements.passphrase.value;
  if (!form.reportValidity()) return;
  if (passphrase !== form.elements.again.value) {
    status.textContent = say.differ;
    return;
  }
  form.querySelector('button').disabled = true;
  status.textContent = say.working;
  try {
    const key = await makeHolderKey();
    const pem = await exportEncryptedPKCS8(key, passphrase);
    // The file first: a key that is declared and lost would stop the opening.
    save(`opening-key-${form.dataset.number}.pem`, pem, 'application/x-pem-file');
    await act(form, 'section', form.dataset.number, 'declareOpeningKey', { publicKey: key.publicKey });
    status.textContent = say.done;
  } catch (error) {
    status.textContent = `${say.failed} ${error.message}`;
    form.querySelector('button').disabled = false;
  }
});
