using System.Globalization;
using JobScheduler.Jobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace JobScheduler.Api.Http;

/// <summary>
/// Reads query parameters strictly, collecting all errors. The dispatcher, which knows the route, refuses unknown names.
/// </summary>
public sealed class QueryReader(IQueryCollection query)
{
    public const int LargestPage = 1000;
    private const int Longest = 4000;
    private const int MostValues = 50;

    private readonly ErrorList _errors = new();

    /// <exception cref="MalformedException">Something could not be read.</exception>
    /// <exception cref="RefusalException">Everything could be read, but does not go together.</exception>
    public void Close()
    {
        MalformedException.ThrowIfMalformed(_errors);
        _errors.ThrowIfAny();
    }

    public PageRequest Page()
    {
        var limit = Whole("limit", 1, LargestPage) ?? 100;
        return new PageRequest(limit, Text("continuation"));
    }

    public string? Text(string name)
    {
        var values = Values(name);
        if (values.Count > 1)
        {
            _errors.AddShape(name, "may be given only once");
        }

        return values is [{ Length: > 0 } value, ..] ? value : null;
    }

    /// <summary>An id that callers give, such as a job's.</summary>
    public string? Id(string name)
    {
        var text = Text(name);
        if (text is not null && !Identifier.IsValid(text))
        {
            _errors.AddShape(name, $"must be an id: {Identifier.Rule}");
        }

        return text;
    }

    public IReadOnlyList<string> Many(string name)
    {
        var values = Values(name);
        if (values.Count > MostValues)
        {
            _errors.AddShape(name, $"may be given at most {MostValues} times");
            return [];
        }

        return [.. values.Where(value => !string.IsNullOrEmpty(value)).Select(value => value!)];
    }

    public int? Whole(string name, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least
            && value <= most)
        {
            return value;
        }

        _errors.AddShape(name, $"must be a whole number from {least} to {most}");
        return null;
    }

    /// <summary>A position, opaque to callers.</summary>
    public long? Position(string name, long most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= most)
        {
            return value;
        }

        _errors.AddShape(name, $"must be a whole number from 0 to {most}");
        return null;
    }

    public bool? Flag(string name)
    {
        var text = Text(name);
        if (text is not (null or "true" or "false"))
        {
            _errors.AddShape(name, "must be true or false");
        }

        return text is null ? null : text == "true";
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        // A plus sign that was not percent-encoded arrives as a space.
        if (!TimeText.TryParse(text.Replace(' ', '+'), out var time))
        {
            _errors.AddShape(name, TimeText.Rule);
            return null;
        }

        if (!Timestamp.IsInRange(time))
        {
            _errors.AddShape(name, Timestamp.RangeRule);
            return null;
        }

        return time;
    }

    /// <summary>Two times, the second of which is exclusive and after the first; each may be left open.</summary>
    public (DateTimeOffset? From, DateTimeOffset? To) Range(string first = "from", string beyond = "to")
    {
        var (from, to) = (Time(first), Time(beyond));
        Conditions.CheckRange(from, to, _errors, first, beyond);
        return (from, to);
    }

    public TimeSpan? Span(string name, TimeSpan longest)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Duration.TryParse(text, out var span) && span <= longest)
        {
            return span;
        }

        _errors.AddShape(name, $"must be a duration from 0s to {Duration.Format(longest)}, such as 30s");
        return null;
    }

    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (EnumText.TryParse(text, out T choice))
        {
            return choice;
        }

        _errors.AddShape(name, $"must be one of {EnumText.Names<T>()}, not {MemberName.Shown(text)}");
        return null;
    }

    public IReadOnlyList<T> Choices<T>(string name)
        where T : struct, Enum
    {
        var choices = new List<T>();
        foreach (var text in Many(name))
        {
            if (EnumText.TryParse(text, out T choice))
            {
                choices.Add(choice);
            }
            else
            {
                _errors.AddShape(name, $"must be one of {EnumText.Names<T>()}, not {MemberName.Shown(text)}");
            }
        }

        return choices;
    }

    /// <summary>Labels as <c>key:value</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels(string name) => LabelText.Parse(Many(name), name, _errors);

    private StringValues Values(string name)
    {
        var values = query[name];
        if (values.Any(value => value?.Length > Longest))
        {
            _errors.AddShape(name, $"is longer than {Longest} characters");
            return StringValues.Empty;
        }

        return values;
    }
}

/// <summary>Label conditions of filters: <c>key:value</c>, split at the first colon, which no key contains.</summary>
internal static class LabelText
{
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(IReadOnlyList<string> texts, string path, ErrorList errors)
    {
        if (texts.Count > LabelRules.Most)
        {
            errors.AddShape(path, $"has {texts.Count} labels; at most {LabelRules.Most} are allowed");
            return [];
        }

        var labels = new List<KeyValuePair<string, string>>(texts.Count);
        foreach (var text in texts)
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (text.Length - colon - 1 > LabelRules.LongestValue)
            {
                errors.AddShape(path, $"has a label whose value is longer than {LabelRules.LongestValue} characters");
            }
            else if (colon > 0 && TextRules.IsLabelKey(text[..colon]))
            {
                labels.Add(new KeyValuePair<string, string>(text[..colon], text[(colon + 1)..]));
            }
            else
            {
                errors.AddShape(path, "must be key:value, such as team:finance");
            }
        }

        return labels;
    }
}
