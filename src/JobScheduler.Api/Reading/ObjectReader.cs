using System.Text.Json;
using JobScheduler.Text;

namespace JobScheduler.Api.Reading;

/// <summary>
/// Reads the members of one JSON object strictly and collects what is wrong instead of stopping at it. A member that is null is
/// like one that is not there. <see cref="Close"/> refuses the members that nobody asked for.
/// </summary>
public sealed partial class ObjectReader
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];
    private readonly HashSet<string> _foreign = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly ErrorList _errors;

    private ObjectReader(JsonElement element, string path, ErrorList errors)
    {
        _path = path;
        _errors = errors;
        foreach (var member in element.EnumerateObject())
        {
            _members[member.Name] = member.Value;
        }
    }

    /// <summary>The names asked for so far.</summary>
    public IReadOnlyList<string> Known => _known;

    /// <summary>A reader of the element; null, with an error, when it is no object.</summary>
    public static ObjectReader? Open(JsonElement element, string path, ErrorList errors)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            return new ObjectReader(element, path, errors);
        }

        errors.Add(path.Length == 0 ? MalformedException.Body : path, $"must be an object, not {Shown(element)}");
        return null;
    }

    /// <summary>Refuses the members that were not asked for, naming those that may be given.</summary>
    public void Close()
    {
        foreach (var name in _members.Keys.Except(_known).Except(_foreign))
        {
            _errors.Add(PathOf(MemberName.Shown(name)), $"is not known here; known are {string.Join(", ", _known)}");
        }
    }

    /// <summary>Lets members be given whose value does not count.</summary>
    public void Ignore(params ReadOnlySpan<string> names) => _known.AddRange(names);

    /// <summary>
    /// Members that objects of another kind have. A null of them is let through, because clients with one class for all kinds write it;
    /// a value is refused with the kind it belongs to.
    /// </summary>
    public void LeaveTo(string kind, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _foreign.Add(name);
            if (Has(name))
            {
                Refuse(name, $"belongs to {kind}; leave it out, or null");
            }
        }
    }

    public bool Has(string name) => _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string? Text(string name, bool required = false) =>
        Find(name, required) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? TextOf(value, name)
        : Wrong<string>(name, "must be a string", value);

    /// <summary>An id that callers give, such as a job's.</summary>
    public string? Id(string name)
    {
        var id = Text(name);
        if (id is not null && !Identifier.IsValid(id))
        {
            Refuse(name, $"must be an id: {Identifier.Rule}");
        }

        return id;
    }

    public bool? Flag(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : WrongValue<bool>(name, "must be true or false", value);

    public int? Whole(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : WrongValue<int>(name, "must be a whole number within 32 bits", value);

    public long? BigWhole(string name, bool required = false) =>
        Find(name, required) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number
        : WrongValue<long>(name, "must be a whole number within 64 bits", value);

    public double? Number(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number
        : WrongValue<double>(name, "must be a number", value);

    public TimeSpan? Span(string name, bool required = false) => Find(name, required) is { } value ? SpanOf(value, PathOf(name)) : null;

    public DateTimeOffset? Time(string name, bool required = false) =>
        Find(name, required) is not { } value ? null
        : value.ValueKind == JsonValueKind.String && TextOf(value, name) is { } text && TimeText.TryParse(text, out var time) ? time
        : WrongValue<DateTimeOffset>(name, TimeText.Rule, value);

    public DateOnly? Date(string name, bool required = false) => Find(name, required) is { } value ? DateOf(value, PathOf(name)) : null;

    public T? Choice<T>(string name, bool required = false)
        where T : struct, Enum =>
        Find(name, required) is not { } value ? null
        : value.ValueKind == JsonValueKind.String && TextOf(value, name) is { } text && EnumText.TryParse(text, out T choice) ? choice
        : WrongValue<T>(name, $"must be one of {EnumText.Names<T>()}", value);

    /// <summary>The value as the text it was given in.</summary>
    public RawJson? Raw(string name) => Find(name) is { } value ? new RawJson(value.GetRawText()) : null;

    public ObjectReader? Inner(string name, bool required = false) =>
        Find(name, required) is { } value ? Open(value, PathOf(name), _errors) : null;

    /// <summary>Adds an error for a member.</summary>
    public void Refuse(string name, string message) => _errors.Add(PathOf(name), message);

    private JsonElement? Find(string name, bool required = false)
    {
        _known.Add(name);
        if (Has(name))
        {
            return _members[name];
        }

        if (required)
        {
            _errors.Add(PathOf(name), "is required");
        }

        return null;
    }

    private TimeSpan? SpanOf(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String && Duration.TryParse(TextAt(value, path), out var span))
        {
            return span;
        }

        _errors.Add(path, $"must be a duration such as 250ms, 1h30m or PT5M, from 0s to {Duration.Format(Duration.Longest)}");
        return null;
    }

    private DateOnly? DateOf(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String && DateText.TryParse(TextAt(value, path), out var date))
        {
            return date;
        }

        _errors.Add(path, $"{DateText.Rule}, not {Shown(value)}");
        return null;
    }

    private string? TextOf(JsonElement value, string name) => TextAt(value, PathOf(name));

    private string? TextAt(JsonElement value, string path)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            _errors.Add(path, "contains half of a surrogate pair");
            return null;
        }
    }

    private T? Wrong<T>(string name, string message, JsonElement value)
        where T : class => Refuse<T>(PathOf(name), message, value);

    private T? WrongValue<T>(string name, string message, JsonElement value)
        where T : struct
    {
        _errors.Add(PathOf(name), $"{message}, not {Shown(value)}");
        return null;
    }

    private T? Refuse<T>(string path, string message, JsonElement value)
        where T : class
    {
        _errors.Add(path, $"{message}, not {Shown(value)}");
        return null;
    }

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Null => "null",
        _ => MemberName.Shown(value.GetRawText()),
    };

    private string PathOf(string name) => ErrorList.Path(_path, name);
}
