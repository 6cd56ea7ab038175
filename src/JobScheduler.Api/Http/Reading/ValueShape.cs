using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace JobScheduler.Api.Http;

/// <summary>Reads a value of one type from JSON, strictly: errors are added to a list, and reading continues.</summary>
internal abstract class ValueShape
{
    private const int Repeated = 512;

    /// <summary>Replaces a required value that could not be read; null: none is needed.</summary>
    public virtual object? Blank => null;

    /// <summary>The value; null, with an error, if it cannot be read. Never called for a JSON null.</summary>
    public abstract object? Read(JsonElement value, FieldPath path, ErrorList errors);

    /// <summary>A value in the form in which a message may repeat it.</summary>
    protected static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Null => "null",
        _ => MemberName.Shown(StartOf(JsonMarshal.GetRawUtf8Value(value))),
    };

    /// <summary>Adds an error that says what would be right, and what was given.</summary>
    protected static object? Refuse(FieldPath path, string rule, JsonElement value, ErrorList errors)
    {
        if (errors.IsFull)
        {
            errors.AddUnlisted();
        }
        else
        {
            errors.AddShape(path.IsRoot ? MalformedException.Body : path.ToString(), $"{rule}, not {Shown(value)}");
        }

        return null;
    }

    /// <summary>Adds an error about a member of what is being read.</summary>
    protected static void RefuseMember(FieldPath path, string member, string message, ErrorList errors)
    {
        if (errors.IsFull)
        {
            errors.AddUnlisted();
        }
        else
        {
            errors.AddShape(path.Of(member), message);
        }
    }

    /// <summary>The text of a string; null, with an error, if .NET cannot represent it.</summary>
    protected static string? TextOf(JsonElement value, FieldPath path, ErrorList errors)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            if (errors.IsFull)
            {
                errors.AddUnlisted();
            }
            else
            {
                errors.AddShape(path.ToString(), "contains an unpaired surrogate");
            }

            return null;
        }
    }

    // More than a message repeats, in full characters.
    private static string StartOf(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(
        text.Length <= Repeated ? text : text[..(text[..Repeated].LastIndexOfAnyExceptInRange((byte)0x80, (byte)0xBF))]);
}

/// <summary>Texts that are parsed: durations, times, dates, words of enumerations.</summary>
/// <param name="rule">What would be right: "must be …".</param>
/// <param name="blank">The default of the type.</param>
/// <param name="parse">Returns null for an invalid value.</param>
internal class TextShape(string rule, object blank, Func<string, object?> parse) : ValueShape
{
    public override object Blank => blank;

    public override object? Read(JsonElement value, FieldPath path, ErrorList errors)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return Refuse(path, rule, value, errors);
        }

        return TextOf(value, path, errors) is not { } text ? null : parse(text) ?? Refuse(path, rule, value, errors);
    }
}

/// <summary>Times. One beyond the years that requests may name has a meaning, but none that can be worked with.</summary>
internal sealed class TimeShape() : TextShape(
    TimeText.Rule, default(DateTimeOffset), text => TimeText.TryParse(text, out var time) ? time : null)
{
    public override object? Read(JsonElement value, FieldPath path, ErrorList errors)
    {
        var time = base.Read(value, path, errors);
        if (time is not DateTimeOffset given || Timestamp.IsInRange(given))
        {
            return time;
        }

        if (errors.IsFull)
        {
            errors.AddUnlisted();
        }
        else
        {
            errors.AddOutOfRange(path.ToString(), Timestamp.RangeRule);
        }

        return null;
    }
}

/// <summary>Numbers and booleans.</summary>
/// <param name="rule">What would be right: "must be …".</param>
/// <param name="blank">The default of the type.</param>
/// <param name="parse">Returns null for an invalid value.</param>
internal sealed class PlainShape(string rule, object blank, Func<JsonElement, object?> parse) : ValueShape
{
    public override object Blank => blank;

    public override object? Read(JsonElement value, FieldPath path, ErrorList errors) => parse(value) ?? Refuse(path, rule, value, errors);
}

/// <summary>Any JSON as an element of the document, valid as long as the document is.</summary>
internal sealed class ElementShape : ValueShape
{
    public override object Blank => default(JsonElement);

    public override object Read(JsonElement value, FieldPath path, ErrorList errors) => value;
}

/// <summary>Any JSON, as its original text.</summary>
internal sealed class AnyShape : ValueShape
{
    public override object Read(JsonElement value, FieldPath path, ErrorList errors) => RawJson.Of(value);
}

/// <summary>Arrays. An item that cannot be read is replaced by its blank, so that the others keep their positions.</summary>
internal sealed class ListShape<T>(ValueShape item) : ValueShape
{
    public override object Blank => Array.Empty<T>();

    public override object? Read(JsonElement value, FieldPath path, ErrorList errors)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return Refuse(path, "must be an array", value, errors);
        }

        var items = new List<T>(value.GetArrayLength());
        foreach (var element in value.EnumerateArray())
        {
            path.Enter(items.Count);
            items.Add((T)(item.Read(element, path, errors) ?? item.Blank)!);
            path.Leave();
        }

        return items;
    }
}

/// <summary>Objects whose values are strings.</summary>
internal sealed class TextMapShape : ValueShape
{
    public override object? Read(JsonElement value, FieldPath path, ErrorList errors)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Refuse(path, "must be an object", value, errors);
        }

        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var name = member.Name;
            path.Enter(name);
            if (member.Value.ValueKind != JsonValueKind.String)
            {
                Refuse(path, "must be a string", member.Value, errors);
            }
            else if (TextOf(member.Value, path, errors) is { } text)
            {
                map[name] = text;
            }

            path.Leave();
        }

        return map;
    }
}
