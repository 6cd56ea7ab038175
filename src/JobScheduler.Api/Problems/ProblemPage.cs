using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using JobScheduler.Api.Http;

namespace JobScheduler.Api.Problems;

/// <summary>The pages about errors. They have the style of the reference page, and no script.</summary>
internal static class ProblemPage
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All kinds, each with a link to its page.</summary>
    /// <param name="path">Below which the API is mapped.</param>
    public static string OfAll(string path)
    {
        var rows = string.Concat(ProblemKind.All.Select(kind =>
            $"""<tr><td>{kind.Status}</td><td><a href="{Text(path + kind.Type)}">{Text(kind.Title)}</a></td></tr>""" + "\n"));
        return Page(path, "Errors", $"""
            <h1>Errors</h1>
            <p>Errors are problem details (RFC 9457). The member <code>type</code> leads to one of these pages, <code>detail</code> says
            what is wrong with the request, and <code>errors</code> names every refused field at once.</p>
            <table class="plain"><tbody>
            {rows}</tbody></table>
            """);
    }

    /// <summary>One kind.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="path">Below which the API is mapped.</param>
    public static string Of(ProblemKind kind, string path)
    {
        var about = ProblemText.Describe(kind);
        return Page(path, about.Title, $"""
            <p class="status">{about.Status.ToString(CultureInfo.InvariantCulture)} · {Text(about.Type)}</p>
            <h1>{Text(about.Title)}</h1>
            <p>{Text(about.Explanation)}</p>
            <h2>What leads to it</h2>
            {List(about.Causes)}
            <h2>What to do</h2>
            {List(about.WhatToDo)}
            <h2>Example</h2>
            <pre tabindex="0">{Text(Example(about.Example))}</pre>
            <p><a href="{Text(path)}/problems">All errors</a></p>
            """);
    }

    private static string Page(string path, string title, string content) => $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{Text(title)} · JobScheduler</title>
          <link rel="icon" href="{Text(path)}/reference/icon.svg" type="image/svg+xml">
          <link rel="stylesheet" href="{Text(path)}/reference/reference.css">
        </head>
        <body>
        <header class="top"><a class="brand" href="{Text(path)}/reference"><img src="{Text(path)}/reference/icon.svg" alt="" width="28"
          height="28"><span>JobScheduler</span></a></header>
        <main class="article">
        {content}
        </main>
        </body>
        </html>

        """;

    private static string List(IEnumerable<string> items) =>
        $"<ul>{string.Concat(items.Select(item => $"<li>{Text(item)}</li>"))}</ul>";

    private static string Example(Problem problem)
    {
        using var output = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(output, Layout))
        {
            JsonSerializer.Serialize(writer, problem, WireJson.Default.Problem);
        }

        return Encoding.UTF8.GetString(output.Written.Span);
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
