using Azure;
using Azure.Data.Tables;

namespace JobScheduler.Storage.Azure;

/// <summary>Columns as native properties of an entity, so that people can read and filter them in the portal.</summary>
internal static class EntityCodec
{
    private const int NameLength = 255;

    // What the service itself keeps with an entity.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase) { "PartitionKey", "RowKey", "Timestamp", "odata.etag" };

    /// <exception cref="ArgumentException">A column's name is none that the service takes.</exception>
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

    /// <exception cref="ArgumentException">The name is reserved, or no identifier of letters, digits and underscores.</exception>
    public static void CheckName(string name)
    {
        var plain = name.Length is > 0 and <= NameLength
            && !char.IsAsciiDigit(name[0])
            && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
        if (!plain || Reserved.Contains(name))
        {
            throw new ArgumentException($"'{name}' is no name of a column: letters, digits and _, and none of {string.Join(", ", Reserved)}", nameof(name));
        }
    }

    private static Columns Columns(TableEntity entity)
    {
        var columns = new Columns();
        foreach (var (name, value) in entity)
        {
            // Properties of other types are a person's, made in the portal: they mean nothing here, and merges keep them.
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
