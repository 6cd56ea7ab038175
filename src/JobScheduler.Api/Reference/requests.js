"use strict";
// What the OpenAPI document says of a request, and the request as a command for a shell. Knows no page, so that a test can send the same.
const Requests = (() => {
  const verbs = ["get", "post", "put", "patch", "delete"];

  // In the order of the document: examples use what those before them have made.
  const operationsOf = spec => Object.entries(spec.paths).flatMap(([path, operations]) => Object.entries(operations)
    .filter(([verb]) => verbs.includes(verb)).map(([verb, operation]) => ({ verb, path, operation })));

  // Those of the route alone: what all share says the description, and pretty is of no use where answers are indented anyway.
  const parametersOf = operation => (operation.parameters || []).filter(parameter => !parameter.$ref);

  const bodyOf = operation => {
    const content = operation.requestBody && operation.requestBody.content;
    if (!content) return undefined;
    const type = Object.keys(content)[0];
    return { type, schema: content[type].schema, example: content[type].example, required: operation.requestBody.required };
  };

  const exampleBodyOf = operation => {
    const body = bodyOf(operation);
    return body && body.example !== undefined ? JSON.stringify(body.example, null, 2) : "";
  };

  const keyOf = (operation, parameter) => `${operation.operationId}.${parameter.name}`;

  // Values by parameter, keyed as above, that an answer has for other operations.
  const linksOf = (operation, status, answer) => {
    const links = ((operation.responses || {})[status] || {}).links || {};
    const found = {};
    for (const link of Object.values(links)) {
      for (const [name, expression] of Object.entries(link.parameters)) {
        const value = expression.replace("$response.body#/", "").split("/").reduce((node, part) => node && node[part], answer);
        if (value !== undefined && value !== null) found[`${link.operationId}.${name}`] = String(value);
      }
    }
    return found;
  };

  const exampleOf = (operation, parameter, linked) => {
    const value = parameter.example ?? (linked || {})[keyOf(operation, parameter)];
    return value === undefined ? "" : String(value);
  };

  // Whether a key has to be sent.
  const isOpen = operation => !(operation.security && operation.security.length);

  // The request with these values; a part of the path that has none keeps its name in braces.
  const requestOf = (verb, path, operation, valueOf, text) => {
    const query = new URLSearchParams();
    const headers = [];
    for (const parameter of parametersOf(operation)) {
      const value = valueOf(parameter).trim();
      if (!value) continue;
      if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
      else if (parameter.in === "header") headers.push([parameter.name, value]);
      else if (parameter.schema.type === "array") value.split(",").forEach(item => query.append(parameter.name, item.trim()));
      else query.append(parameter.name, value);
    }
    const body = bodyOf(operation);
    const sent = body && text ? text : undefined;
    if (sent !== undefined) headers.push(["Content-Type", body.type]);
    return { method: verb.toUpperCase(), path: path + (query.size ? `?${query}` : ""), headers, body: sent };
  };

  // Inside single quotes a POSIX shell takes every character as it is, but the quote itself.
  const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;

  // Names in braces become variables: the shell says so if one is not set, and curl does not take the braces for a pattern.
  const variable = name => name.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase();
  const quotedPath = url => url.split(/(\{\w+\})/).filter(Boolean)
    .map(part => (part.startsWith("{") ? `"\${${variable(part.slice(1, -1))}:?}"` : quoted(part))).join("");

  // A command that sends the request. The key is the variable KEY unless one is given; null: none is sent.
  const curlOf = (origin, request, key) => {
    const lines = [`curl -sS${request.method === "GET" ? "" : ` -X ${request.method}`} ${quotedPath(origin + request.path)}`];
    if (key !== null) lines.push(key === undefined ? '-H "X-Api-Key: $KEY"' : `-H ${quoted(`X-Api-Key: ${key}`)}`);
    for (const [name, value] of request.headers) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
    if (request.body !== undefined) lines.push(`--data-raw ${quoted(request.body)}`);
    return lines.join(" \\\n  ");
  };

  return { operationsOf, parametersOf, bodyOf, exampleBodyOf, linksOf, exampleOf, isOpen, requestOf, curlOf };
})();
if (typeof module !== "undefined") module.exports = Requests;
