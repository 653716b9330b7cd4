// The texts that scripts show come with the page, in its language.
const given = document.getElementById("texts");
const texts = given ? JSON.parse(given.textContent) : {};
const forms = new Intl.PluralRules(document.documentElement.lang || "en");

// The text of a key, with the values in its places.
export function text(key, values = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

// The text of a key for as many as n; n is one of its values.
export function plural(key, n, values = {}) {
  const form = `${key}.${forms.select(n)}`;
  return text(form in texts ? form : `${key}.other`, { n, ...values });
}
