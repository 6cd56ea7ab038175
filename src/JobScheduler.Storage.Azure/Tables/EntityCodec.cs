using System.Buffers;
using Azure;
using Azure.Data.Tables;

namespace JobScheduler.Storage.Azure;

/// <summary>Columns as native properties of an entity, so that people can read and filter them in the portal.</summary>
internal static class EntityCodec
{
    private const int NameLength = 255;

    // Properties that the service itself adds to an entity.
    private static readonly HashSet<string> Reserved =
        new(StringComparer.OrdinalIgnoreCase) { "PartitionKey", "RowKey", "Timestamp", "odata.etag" };

    /// <exception cref="ArgumentException">The service does not accept the name of a column.</exception>
    public static TableEntity Encode(string partition, RowOperation operation)
    {
        var entity = new TableEntity(partition, operation.Key);
        foreach (var (name, value) in operation.Columns)
        {
            CheckName(name);
            entity.Add(name, value.Kind switch
            {
                ColumnKind.Text => SafeText.Encode(value.Text),
                ColumnKind.Number => value.Number,
                ColumnKind.Flag => value.Flag,
                _ => value.Time,
            });
        }

        return entity;
    }

    public static Row Decode(TableEntity entity) => new(entity.RowKey, Text(entity.ETag), Columns(entity));

    public static string Text(ETag etag) => RowETag.Write(etag);

    /// <exception cref="ArgumentException">The name is reserved, or not an identifier of letters, digits and underscores.</exception>
    public static void CheckName(string name)
    {
        var plain = name.Length is > 0 and <= NameLength
            && !char.IsAsciiDigit(name[0])
            && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
        if (!plain || Reserved.Contains(name))
        {
            throw new ArgumentException(
                $"'{name}' is not the name of a column: letters, digits and _, and none of {string.Join(", ", Reserved)}", nameof(name));
        }
    }

    private static Columns Columns(TableEntity entity)
    {
        var columns = new Columns();
        foreach (var (name, value) in entity)
        {
            // Properties of other types were added by a person in the portal: they mean nothing here, and merges keep them.
            if (!Reserved.Contains(name) && Value(value) is { } found)
            {
                columns.Add(name, found);
            }
        }

        return columns;
    }

    private static ColumnValue? Value(object? value) => value switch
    {
        string text => SafeText.Decode(text),
        long number => number,
        int number => (long)number,
        bool flag => flag,
        DateTimeOffset time => time,
        _ => null,
    };
}

/// <summary>
/// ETags of rows. The service gives out <c>W/"datetime'2026-11-24T13%3A08%3A11.0733895Z'"</c>; only the part between the apostrophes
/// varies, and unlike the whole it can be quoted in an HTTP header.
/// </summary>
internal static class RowETag
{
    private const string Before = "W/\"datetime'";
    private const string After = "'\"";

    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789-:.%TZA");

    // The service rejects an ETag that it cannot have issued as malformed, where the port requires "changed".
    // This one is well-formed, and older than the service: no row has it.
    private static readonly ETag Nobodys = new(Before + "1970-01-01T00%3A00%3A00.0000000Z" + After);

    public static string Write(ETag etag)
    {
        var text = etag.ToString("H");
        return text.StartsWith(Before, StringComparison.Ordinal) && text.EndsWith(After, StringComparison.Ordinal)
            ? text[Before.Length..^After.Length]
            : text;
    }

    public static ETag Read(string text) =>
        text.Length is > 20 and < 50 && char.IsAsciiDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(Characters)
            ? new ETag(Before + text + After)
            : Nobodys;
}
