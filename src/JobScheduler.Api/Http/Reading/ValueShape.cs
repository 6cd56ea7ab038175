using System.Text.Json;

namespace JobScheduler.Api.Http;

/// <summary>How a value of one type is read from JSON, strictly: what is wrong is added to a list, and reading goes on.</summary>
internal abstract class ValueShape
{
    /// <summary>Stands for a value that could not be read, where there has to be one; null where there need not.</summary>
    public virtual object? Blank => null;

    /// <summary>The value; null, with an error, when it cannot be read. Never called for a JSON null.</summary>
    public abstract object? Read(JsonElement value, string path, ErrorList errors);

    /// <summary>A value as a message may repeat it.</summary>
    protected static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Null => "null",
        _ => MemberName.Shown(value.GetRawText()),
    };

    /// <summary>Adds an error that says what would be right, and what was given.</summary>
    protected static object? Refuse(string path, string rule, JsonElement value, ErrorList errors)
    {
        errors.AddShape(path.Length == 0 ? MalformedException.Body : path, $"{rule}, not {Shown(value)}");
        return null;
    }

    /// <summary>A string's text; null, with an error, when it cannot be one in .NET.</summary>
    protected static string? TextOf(JsonElement value, string path, ErrorList errors)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            errors.AddShape(path, "contains an unpaired surrogate");
            return null;
        }
    }
}

/// <summary>Texts that are parsed: durations, times, dates, words of enumerations.</summary>
/// <param name="rule">What would be right: "must be …".</param>
/// <param name="blank">Of the type.</param>
/// <param name="parse">Null: it is none.</param>
internal sealed class TextShape(string rule, object blank, Func<string, object?> parse) : ValueShape
{
    public override object Blank => blank;

    public override object? Read(JsonElement value, string path, ErrorList errors)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return Refuse(path, rule, value, errors);
        }

        return TextOf(value, path, errors) is not { } text ? null : parse(text) ?? Refuse(path, rule, value, errors);
    }
}

/// <summary>Numbers and booleans.</summary>
/// <param name="rule">What would be right: "must be …".</param>
/// <param name="blank">Of the type.</param>
/// <param name="parse">Null: it is none.</param>
internal sealed class PlainShape(string rule, object blank, Func<JsonElement, object?> parse) : ValueShape
{
    public override object Blank => blank;

    public override object? Read(JsonElement value, string path, ErrorList errors) => parse(value) ?? Refuse(path, rule, value, errors);
}

/// <summary>Any JSON, as it stands in the document, to be read later and no longer than that lives.</summary>
internal sealed class ElementShape : ValueShape
{
    public override object Blank => default(JsonElement);

    public override object Read(JsonElement value, string path, ErrorList errors) => value;
}

/// <summary>Any JSON, as the text it was given in.</summary>
internal sealed class AnyShape : ValueShape
{
    public override object Read(JsonElement value, string path, ErrorList errors) => RawJson.Of(value);
}
