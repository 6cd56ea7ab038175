using JobScheduler.Shards.Records;
using Microsoft.Extensions.Primitives;

namespace JobScheduler.Api.Http;

/// <summary>
/// Reads <c>"*" / #entity-tag</c> (RFC 9110, 8.8.3 and 13.1). The framework's parser is not used: it takes a backslash in a tag for an
/// escape.
/// </summary>
internal static class EntityTagList
{
    private const string Weak = "W/";

    /// <summary>Null: not of this form, or no tag in it.</summary>
    /// <param name="header">Several lines mean one list.</param>
    public static EntityTags? TryParse(StringValues header)
    {
        var rest = string.Join(',', header.ToArray()).AsSpan().Trim(" \t");
        if (rest is "*")
        {
            return EntityTags.Any;
        }

        var tags = new List<EntityTag>();
        while ((rest = rest.TrimStart(" \t,")).Length > 0)
        {
            var isWeak = rest.StartsWith(Weak, StringComparison.Ordinal);
            rest = isWeak ? rest[Weak.Length..] : rest;
            var end = rest is ['"', .. var value] ? value.IndexOf('"') : -1;
            if (end < 0 || rest.Slice(1, end).IndexOfAnyInRange('\0', ' ') >= 0 || rest.Slice(1, end).Contains('\x7f'))
            {
                return null;
            }

            tags.Add(new EntityTag(rest.Slice(1, end).ToString(), isWeak));
            rest = rest[(end + 2)..].TrimStart(" \t");
            if (rest is not ([] or [',', ..]))
            {
                return null;
            }
        }

        return tags.Count > 0 ? new EntityTags(tags) : null;
    }
}
