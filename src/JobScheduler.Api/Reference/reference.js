"use strict";
// Shows the OpenAPI document and sends requests from it. What comes from the server is only ever set as text, never as HTML.
(() => {
  const deepest = 4;
  const byId = id => document.getElementById(id);
  const base = document.documentElement.dataset.base;
  const { operationsOf, parametersOf, bodyOf, exampleBodyOf, linksOf, exampleOf, isOpen, requestOf, curlOf } = Requests;
  let spec;

  // What answers have had for parameters of other routes. Kept for this tab alone, and gone with it.
  const linked = JSON.parse(sessionStorage.getItem("linked") || "{}");

  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "on") {
        for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
      } else if (value !== undefined && value !== null && value !== false) {
        node.setAttribute(name, value === true ? "" : value);
      }
    }
    node.append(...children.filter(child => child !== undefined && child !== null));
    return node;
  };

  const resolve = schema => {
    if (!schema) return {};
    if (schema.$ref) {
      const found = schema.$ref.replace(/^#\//, "").split("/").reduce((node, part) => node && node[part], spec) || {};
      return { ...found, description: schema.description || found.description, default: schema.default ?? found.default };
    }
    const parts = (schema.oneOf || []).filter(part => part.type !== "null");
    return parts.length === 1 ? { ...resolve(parts[0]), nullable: true } : schema;
  };

  const kindOf = schema => {
    const known = resolve(schema);
    const types = [].concat(known.type || []).filter(type => type !== "null");
    const nullable = known.nullable || [].concat(known.type || []).includes("null");
    let text = known.enum ? known.enum.filter(value => value !== null).join(" | ") : types.join(" | ") || (known.anyOf ? "object" : "any");
    if (types[0] === "array") text = `${kindOf(known.items)}[]`;
    if (known.format && !known.enum && types[0] === "string") text = known.format;
    return nullable ? `${text} · null` : text;
  };

  const members = (schema, depth) => {
    const known = resolve(schema);
    const inner = known.items ? resolve(known.items) : known;
    const variants = inner.anyOf || [];
    const rows = Object.entries(inner.properties || {}).map(([name, property]) => {
      const deep = resolve(property);
      const below = deep.items ? resolve(deep.items) : deep;
      const required = (inner.required || []).includes(name);
      const text = make("td", {}, make("span", { class: "kind" }, kindOf(property) + (required ? " · required" : "") + (deep.default !== undefined ? ` · default ${deep.default}` : "") + (property.readOnly ? " · set by the server" : "")));
      if (deep.description) text.append(make("div", {}, deep.description));
      if (depth < deepest && (below.properties || below.anyOf)) {
        text.append(make("details", { class: "schema" }, make("summary", {}, "members"), make("div", { class: "nested" }, members(property, depth + 1))));
      }
      return make("tr", {}, make("td", {}, name), text);
    });
    const box = make("div");
    if (rows.length) box.append(make("table", {}, make("tbody", {}, ...rows)));
    if (depth < deepest) {
      for (const variant of variants) {
        const one = resolve(variant);
        const type = one.properties && one.properties.type && one.properties.type.enum ? one.properties.type.enum[0] : "variant";
        box.append(make("details", { class: "schema" }, make("summary", {}, `type "${type}"`), make("div", { class: "nested" }, members(variant, depth + 1))));
      }
    }
    return box;
  };

  const contentOf = answer => answer.content && answer.content[Object.keys(answer.content)[0]].schema;

  const pathOf = path => make("span", { class: "path" }, ...path.split(/(\{[^}]+\})/).map(part => (part.startsWith("{") ? make("i", {}, part) : part)));

  const show = (box, answer, text, took) => {
    const type = answer.headers.get("content-type") || "";
    let body = text;
    if (/json/.test(type)) {
      try { body = JSON.stringify(JSON.parse(text), null, 2); } catch { body = text; }
    }
    const headers = ["location", "etag", "retry-after", "allow"].filter(name => answer.headers.get(name)).map(name => `${name}: ${answer.headers.get(name)}`).join("\n");
    box.replaceChildren(
      make("div", { class: "line" },
        make("span", { class: `status ${answer.ok ? "good" : "bad"}` }, `${answer.status} ${answer.statusText}`),
        make("span", { class: "time" }, `${Math.round(took)} ms`)),
      headers ? make("pre", { tabindex: "0" }, headers) : "",
      body ? make("pre", { tabindex: "0" }, body) : "");
  };

  const formOf = operation => `form-${operation.operationId}`;

  const requestIn = (verb, path, operation, form) => requestOf(
    verb, path, operation,
    parameter => form.elements[`${parameter.in}.${parameter.name}`].value,
    form.elements.body ? form.elements.body.value : "");

  // Fills in what was still unknown when a form was made.
  const learn = found => {
    Object.assign(linked, found);
    sessionStorage.setItem("linked", JSON.stringify(linked));
    for (const [key, value] of Object.entries(found)) {
      const [operation, name] = key.split(".");
      const field = document.querySelector(`#form-${CSS.escape(operation)} [name="path.${CSS.escape(name)}"]`);
      if (field && (!field.value || field.dataset.linked)) {
        field.value = value;
        field.dataset.linked = "yes";
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  };

  const send = async (verb, path, operation, form, box) => {
    const request = requestIn(verb, path, operation, form);
    const key = byId("key").value.trim();
    const headers = Object.fromEntries(request.headers);
    if (key && !isOpen(operation)) headers["X-Api-Key"] = key;
    const started = performance.now();
    try {
      const answer = await fetch(base + request.path, { method: request.method, headers, body: request.body, credentials: "same-origin" });
      const text = await answer.text();
      show(box, answer, text, performance.now() - started);
      try { learn(linksOf(operation, answer.status, JSON.parse(text))); } catch { /* Not JSON: nothing to learn. */ }
    } catch (error) {
      box.replaceChildren(make("div", { class: "line" }, make("span", { class: "status bad" }, `No answer: ${error.message}`)));
    }
  };

  const copy = async (text, button) => {
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      // Without HTTPS browsers offer no clipboard: the command is selected, to be copied by hand.
      const range = document.createRange();
      range.selectNodeContents(button.closest(".curl").querySelector("pre"));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      button.textContent = document.execCommand("copy") ? "Copied" : "Selected";
    }
    setTimeout(() => { button.textContent = before; }, 1500);
  };

  const curl = (verb, path, operation, form) => {
    const text = make("pre", { tabindex: "0" });
    const withKey = make("input", { type: "checkbox" });
    const button = make("button", { type: "button" }, "Copy");
    const update = () => {
      const key = isOpen(operation) ? null : withKey.checked ? byId("key").value.trim() : undefined;
      text.textContent = curlOf(location.origin + base, requestIn(verb, path, operation, form), key);
    };
    button.addEventListener("click", () => { update(); copy(text.textContent, button); });
    withKey.addEventListener("change", update);
    form.addEventListener("input", update);
    const box = make("details", { class: "curl" }, make("summary", {}, "As a curl command"), text,
      make("div", { class: "buttons" }, button, isOpen(operation) ? undefined : make("label", { class: "check" }, withKey, "with the key itself, not $KEY")));
    box.addEventListener("toggle", update);
    return box;
  };

  const tryForm = (verb, path, operation) => {
    const box = make("div", { class: "answer", role: "status" });
    const fields = parametersOf(operation).map(parameter => {
      const input = make("input", { name: `${parameter.in}.${parameter.name}`, required: parameter.required === true, autocapitalize: "off",
        placeholder: parameter.in === "path" ? "required" : kindOf(parameter.schema), spellcheck: "false" });
      input.value = exampleOf(operation, parameter, linked);
      if (input.value && parameter.example === undefined) input.dataset.linked = "yes";
      input.addEventListener("input", event => { if (event.isTrusted) delete input.dataset.linked; });
      return make("label", { title: parameter.description }, make("span", {}, parameter.name), input);
    });
    const body = bodyOf(operation);
    const button = make("button", { class: "send", type: "submit" }, "Send");
    const form = make("form", { class: "try", id: formOf(operation) }, make("h4", {}, "Try it"), ...fields);
    if (body) {
      const text = make("textarea", { class: "json", name: "body", spellcheck: "false", autocapitalize: "off", "aria-label": "Body", wrap: "off" });
      text.value = exampleBodyOf(operation);
      text.rows = Math.min(24, Math.max(3, text.value.split("\n").length + 1));
      form.append(text);
    }
    form.append(make("div", { class: "buttons" }, button), box, curl(verb, path, operation, form));
    form.addEventListener("submit", async event => {
      event.preventDefault();
      button.disabled = true;
      await send(verb, path, operation, form, box);
      button.disabled = false;
    });
    return form;
  };

  const documentation = operation => {
    const box = make("div");
    if (operation.description) box.append(make("p", {}, operation.description));
    if (parametersOf(operation).length) {
      box.append(make("h4", {}, "Parameters"), make("table", {}, make("tbody", {}, ...parametersOf(operation).map(parameter => make("tr", {},
        make("td", {}, parameter.name),
        make("td", {}, make("span", { class: "kind" }, `${parameter.in} · ${kindOf(parameter.schema)}`), parameter.description ? make("div", {}, parameter.description) : undefined))))));
    }
    const body = bodyOf(operation);
    if (body) box.append(make("h4", {}, `Body · ${body.type}${body.required ? "" : " · may be left out"}`), members(body.schema, 0));
    const statuses = Object.entries(operation.responses || {});
    box.append(make("h4", {}, "Answers"), make("div", { class: "statuses" }, ...statuses.map(([status, answer]) => make("span", {}, make("b", {}, status), ` ${answer.description}`))));
    const good = statuses.find(([status, answer]) => status < "300" && contentOf(answer));
    if (good) box.append(make("details", { class: "schema" }, make("summary", {}, `members of ${good[0]}`), make("div", { class: "nested" }, members(contentOf(good[1]), 0))));
    return box;
  };

  const route = (verb, path, operation) => {
    const details = make("details", { class: "route", id: operation.operationId },
      make("summary", {}, make("span", { class: `verb ${verb}` }, verb.toUpperCase()), pathOf(path),
        isOpen(operation) ? make("span", { class: "open" }, "anonymous") : undefined,
        make("span", { class: "summary" }, operation.summary || "")));
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(make("div", { class: "inside" }, documentation(operation), tryForm(verb, path, operation)));
    });
    return details;
  };

  const openNamed = () => {
    const target = location.hash && byId(location.hash.slice(1));
    if (target && target.matches("details.route")) {
      target.open = true;
      target.scrollIntoView();
    }
  };

  const build = () => {
    byId("version").textContent = spec.info.version;
    byId("description").textContent = spec.info.description;
    const groups = new Map();
    for (const entry of operationsOf(spec)) {
      const tag = (entry.operation.tags || ["Other"])[0];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(entry);
    }
    for (const [tag, routes] of groups) {
      byId("index").append(make("section", {}, make("h3", {}, tag), ...routes.map(({ verb, operation }) =>
        make("a", { href: `#${operation.operationId}` }, make("span", { class: `verb ${verb}` }, verb === "delete" ? "DEL" : verb.toUpperCase()), operation.summary))));
      byId("content").append(make("section", { class: "group" }, make("h2", {}, tag), ...routes.map(({ verb, path, operation }) => route(verb, path, operation))));
    }
    openNamed();
  };

  const filter = () => {
    const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    document.querySelectorAll("details.route").forEach(node => {
      const text = node.firstElementChild.textContent.toLowerCase();
      const hidden = !words.every(word => text.includes(word));
      node.classList.toggle("hidden", hidden);
      const link = document.querySelector(`#index a[href="#${node.id}"]`);
      if (link) link.classList.toggle("hidden", hidden);
    });
    document.querySelectorAll(".group, #index section").forEach(group => {
      group.classList.toggle("hidden", !group.querySelector("details.route:not(.hidden), a:not(.hidden)"));
    });
  };

  const signIn = async () => {
    const who = byId("who");
    const key = byId("key").value.trim();
    // Kept for this tab alone, and gone with it.
    sessionStorage.setItem("key", key);
    who.className = "who";
    who.textContent = "not signed in";
    try {
      // Without a key the host's own sign-in may do.
      const answer = await fetch(base + "/api/v1/auth/me", { headers: key ? { "X-Api-Key": key } : {}, credentials: "same-origin" });
      if (!key && !answer.ok) return;
      const me = await answer.json();
      who.classList.add(answer.ok ? "good" : "bad");
      who.textContent = answer.ok ? `${me.name} · ${me.tenant}` : "not valid";
    } catch {
      who.classList.add("bad");
      who.textContent = "no answer";
    }
  };

  // On a narrow screen the routes are a menu, which closes once one is chosen.
  const toggleMenu = open => {
    byId("side").classList.toggle("shown", open);
    byId("menu").setAttribute("aria-expanded", String(open));
  };

  byId("menu").addEventListener("click", () => toggleMenu(byId("menu").getAttribute("aria-expanded") !== "true"));
  byId("index").addEventListener("click", event => {
    const link = event.target.closest("a");
    if (!link) return;
    toggleMenu(false);
    // Also when the address has it already.
    if (link.hash === location.hash) { event.preventDefault(); openNamed(); }
  });
  document.addEventListener("keydown", event => { if (event.key === "Escape") toggleMenu(false); });
  byId("search").addEventListener("input", filter);
  byId("key").addEventListener("change", signIn);
  byId("access").addEventListener("submit", event => { event.preventDefault(); signIn(); });
  window.addEventListener("hashchange", openNamed);
  byId("key").value = sessionStorage.getItem("key") || "";
  fetch(base + "/openapi/v1.json")
    .then(answer => answer.json())
    .then(document => { spec = document; build(); return signIn(); })
    .catch(error => { byId("description").textContent = `The OpenAPI document could not be read: ${error.message}`; });
})();
