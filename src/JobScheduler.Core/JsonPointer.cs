using System.Text.Json;

namespace JobScheduler;

/// <summary>JSON pointers: which value of a document is meant. Source: RFC 6901.</summary>
public static class JsonPointer
{
    public const string Rule = "must be a JSON pointer such as /customerId or /order/0/region; a ~ is written ~0, a / within a name ~1";

    /// <summary>Whether a text is a pointer to a member: a pointer to the whole document, which is empty, is none.</summary>
    public static bool IsValid(string path)
    {
        if (path.Length == 0 || path[0] != '/')
        {
            return false;
        }

        for (var at = path.IndexOf('~', StringComparison.Ordinal); at >= 0; at = path.IndexOf('~', at + 1))
        {
            if (at + 1 == path.Length || path[at + 1] is not ('0' or '1'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The value that a pointer names; null if the document has none. Of equal names the last one counts.</summary>
    public static JsonElement? Find(JsonElement document, string path)
    {
        var found = document;
        foreach (var part in path.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (found.ValueKind == JsonValueKind.Object && found.TryGetProperty(name, out var member))
            {
                found = member;
            }
            else if (found.ValueKind == JsonValueKind.Array && IndexOf(name) is { } index && index < found.GetArrayLength())
            {
                found = found[index];
            }
            else
            {
                return null;
            }
        }

        return found;
    }

    /// <summary>Digits without a leading zero.</summary>
    private static int? IndexOf(string name) =>
        name.Length is > 0 and < 10 && name.All(char.IsAsciiDigit) && (name.Length == 1 || name[0] != '0')
            ? int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)
            : null;
}
