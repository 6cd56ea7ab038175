using System.Globalization;
using System.Text;
using JobScheduler.Client.Json;

namespace JobScheduler.Client.Sending;

/// <summary>Paths of the API, relative to the server.</summary>
internal static class ApiPath
{
    private const string Root = "api/v1";

    /// <summary>Segments under <c>api/v1</c>, escaped.</summary>
    /// <exception cref="ArgumentException">A segment is empty or a dot segment: the path would name another resource.</exception>
    public static string Of(params ReadOnlySpan<string> segments)
    {
        var path = Root;
        foreach (var segment in segments)
        {
            path += string.IsNullOrEmpty(segment) || segment is "." or ".."
                ? throw new ArgumentException($"'{segment}' is not an id")
                : "/" + Uri.EscapeDataString(segment);
        }

        return path;
    }

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Builds the query of a path; nulls are left out.</summary>
internal sealed class QueryText(string path)
{
    private readonly StringBuilder _text = new(path);
    private char _separator = '?';

    public QueryText Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _text.Append(_separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _separator = '&';
        }

        return this;
    }

    public QueryText Add(string name, bool? value) => Add(name, value is null ? null : value.Value ? "true" : "false");

    public QueryText Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public QueryText Add(string name, DateTimeOffset? value) => Add(name, value is null ? null : Timestamp.Format(value.Value));

    public QueryText Add(string name, TimeSpan? value) => Add(name, value is null ? null : SentDurationConverter.Format(value.Value));

    public QueryText AddEach(string name, IEnumerable<string>? values)
    {
        foreach (var value in values ?? [])
        {
            Add(name, value);
        }

        return this;
    }

    public override string ToString() => _text.ToString();
}
