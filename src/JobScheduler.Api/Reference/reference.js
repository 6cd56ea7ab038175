"use strict";
// Shows the OpenAPI document and sends requests from it. What comes from the server is only ever set as text, never as HTML.
(() => {
  const verbs = ["get", "post", "put", "patch", "delete"];
  const deepest = 4;
  const byId = id => document.getElementById(id);
  const base = document.documentElement.dataset.base;
  let spec;

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

  // Those of the route alone: what all share says the description, and pretty is of no use where answers are indented anyway.
  const parametersOf = operation => (operation.parameters || []).filter(parameter => !parameter.$ref);

  const bodyOf = operation => {
    const content = operation.requestBody && operation.requestBody.content;
    if (!content) return undefined;
    const type = Object.keys(content)[0];
    return { type, schema: content[type].schema, example: content[type].example, required: operation.requestBody.required };
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
      headers ? make("pre", {}, headers) : "",
      body ? make("pre", {}, body) : "");
  };

  const send = async (verb, path, operation, form, box) => {
    const query = new URLSearchParams();
    const headers = {};
    const key = byId("key").value.trim();
    if (key && operation.security && operation.security.length) headers["X-Api-Key"] = key;
    for (const parameter of parametersOf(operation)) {
      const value = form.elements[`${parameter.in}.${parameter.name}`].value.trim();
      if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
      else if (value && parameter.in === "header") headers[parameter.name] = value;
      else if (value && parameter.schema.type === "array") value.split(",").forEach(item => query.append(parameter.name, item.trim()));
      else if (value) query.append(parameter.name, value);
    }
    const body = bodyOf(operation);
    const text = body && form.elements.body.value;
    if (text) headers["Content-Type"] = body.type;
    const started = performance.now();
    try {
      const answer = await fetch(base + path + (query.size ? `?${query}` : ""), { method: verb.toUpperCase(), headers, body: text || undefined, credentials: "same-origin" });
      show(box, answer, await answer.text(), performance.now() - started);
    } catch (error) {
      box.replaceChildren(make("div", { class: "line" }, make("span", { class: "status bad" }, `No answer: ${error.message}`)));
    }
  };

  const tryForm = (verb, path, operation) => {
    const box = make("div", { class: "answer", role: "status" });
    const fields = parametersOf(operation).map(parameter => make("label", { title: parameter.description }, parameter.name,
      make("input", { name: `${parameter.in}.${parameter.name}`, required: parameter.required === true, placeholder: parameter.in === "path" ? "required" : kindOf(parameter.schema), spellcheck: "false" })));
    const body = bodyOf(operation);
    const button = make("button", { class: "send", type: "submit" }, "Send");
    const form = make("form", { class: "try" }, make("h4", {}, "Try it"), ...fields);
    if (body) {
      const text = make("textarea", { class: "json", name: "body", spellcheck: "false", "aria-label": "Body" });
      text.value = body.example === undefined ? "" : JSON.stringify(body.example, null, 2);
      form.append(text);
    }
    form.append(make("div", { class: "buttons" }, button), box);
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
        operation.security && operation.security.length ? undefined : make("span", { class: "open" }, "anonymous"),
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
    for (const [path, operations] of Object.entries(spec.paths)) {
      for (const verb of verbs.filter(name => operations[name])) {
        const tag = (operations[verb].tags || ["Other"])[0];
        if (!groups.has(tag)) groups.set(tag, []);
        groups.get(tag).push({ verb, path, operation: operations[verb] });
      }
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
