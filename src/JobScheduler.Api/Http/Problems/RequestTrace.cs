using System.Collections;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Api.Http;

/// <summary>
/// The name of a request in problems and in the log: the id of its trace, or the host's id of the request where nothing traces. It is
/// chosen once, so that both have the same.
/// </summary>
public static class RequestTrace
{
    /// <summary>The name of the value in the scope of log lines.</summary>
    public const string Name = "TraceId";

    private static readonly object Item = new();

    public static string IdOf(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Items[Item] is string known)
        {
            return known;
        }

        var id = Activity.Current?.TraceId is { } trace && trace != default ? trace.ToHexString() : context.TraceIdentifier;
        context.Items[Item] = id;
        return id;
    }

    /// <summary>Puts the id around all log lines that are written in the flow of the request.</summary>
    public static IDisposable? Begin(ILogger log, HttpContext context) => log.BeginScope(new Scope(IdOf(context)));

    // A list of values is what logging providers look for; its text is for those that print scopes.
    private sealed class Scope(string id) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 1;

        public KeyValuePair<string, object?> this[int index] =>
            index == 0 ? new(Name, id) : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return this[0];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}:{id}");
    }
}
