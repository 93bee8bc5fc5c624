// Passkeys: the browser asks the telephone, the computer or a key for a signature, and the form carries it.
// The one thing here that no page does without scripts; whoever has none uses an authenticator app.

const bytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const identified = (rows = []) => rows.map((row) => ({ ...row, id: bytes(row.id) }));

const options = (asked) => ({
  ...asked,
  challenge: bytes(asked.challenge),
  ...(asked.user && { user: { ...asked.user, id: bytes(asked.user.id) } }),
  ...(asked.excludeCredentials && { excludeCredentials: identified(asked.excludeCredentials) }),
  ...(asked.allowCredentials && { allowCredentials: identified(asked.allowCredentials) }),
});

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

const answer = (credential) => ({
  id: credential.id,
  rawId: text(credential.rawId),
  type: credential.type,
  clientExtensionResults: {},
  response: Object.fromEntries(
    PARTS.filter((part) => credential.response[part]).map((part) => [part, text(credential.response[part])]),
  ),
});

const ask = (asked) =>
  "creation_options" in asked
    ? navigator.credentials.create({ publicKey: options(asked.creation_options.publicKey) })
    : navigator.credentials.get({ publicKey: options(asked.request_options.publicKey) });

const tell = (form, reason) => {
  const error = form.querySelector("[data-passkey-error]");
  error.textContent = error.dataset[reason];
  error.hidden = false;
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const asked = JSON.parse(document.getElementById("passkey-options").textContent);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!window.PublicKeyCredential) return tell(form, "unsupported");
    try {
      form.elements.credential.value = JSON.stringify(answer(await ask(asked)));
    } catch (error) {
      return tell(form, error.name === "InvalidStateError" ? "known" : error.name === "SecurityError" ? "address" : "failed");
    }
    form.submit();
  });
}
