using System.Globalization;
using System.Text;
using JobScheduler.Client.Json;

namespace JobScheduler.Client.Sending;

/// <summary>Builds the query of a path; what is null is left out.</summary>
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
