using System.Text;
using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules.Calendars;

/// <summary>The rows of calendars (<c>C</c>).</summary>
internal static class CalendarRow
{
    public const string DefinitionColumn = "definition";
    public const string DefinitionBlobColumn = "definitionBlob";
    public const string CreatedColumn = "created";
    public const string CreatedByColumn = "createdBy";
    public const string UpdatedColumn = "updated";

    /// <summary>Unique to each write; proves whether one with unknown outcome took effect.</summary>
    public const string StampColumn = "stamp";

    /// <summary>
    /// Set while schedules are told of the deletion; such a calendar is not there for anyone else. Without the row, a deletion with
    /// unknown outcome could not be proved.
    /// </summary>
    public const string DeletedColumn = "deleted";

    /// <summary>Larger definitions go to a blob: a column holds 32 K characters.</summary>
    private const int InlineCharacters = 24_000;

    /// <summary>The columns; writes the blob of a large definition first.</summary>
    /// <param name="calendar">What is written.</param>
    /// <param name="stamp">Unique to this write; also names its blob, as a write that loses must not replace what the winner refers to.</param>
    /// <param name="blobs">Where large definitions are.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async ValueTask<Columns> WriteAsync(CalendarRecord calendar, string stamp, IBlobStore blobs, CancellationToken cancellation)
    {
        var text = JsonSerializer.Serialize(calendar.Definition, CalendarJson.Compact.CalendarDefinition);
        string? blob = null;
        if (text.Length > InlineCharacters)
        {
            blob = $"calendars/{calendar.Tenant}/{calendar.Id}/{stamp}";
            await blobs.PutAsync(blob, Encoding.UTF8.GetBytes(text), cancellation);
        }

        return new Columns
        {
            { DefinitionColumn, blob is null ? text : null },
            { DefinitionBlobColumn, blob },
            { CreatedColumn, (ColumnValue)calendar.CreatedAt },
            { CreatedByColumn, calendar.CreatedBy },
            { UpdatedColumn, (ColumnValue)calendar.UpdatedAt },
            { StampColumn, stamp },
        };
    }

    /// <summary>The columns of a calendar that was deleted.</summary>
    public static Columns WriteDeleted(string stamp, DateTimeOffset at) => new()
    {
        { DeletedColumn, (ColumnValue)at },
        { StampColumn, stamp },
    };

    /// <summary>The calendar of a row; null when it was deleted, or cannot be read.</summary>
    public static async ValueTask<CalendarRecord?> ReadAsync(string tenant, string id, Row row, IBlobStore blobs, CancellationToken cancellation)
    {
        var columns = row.Columns;
        if (IsDeleted(row))
        {
            return null;
        }

        var definition = columns.Json(DefinitionColumn, CalendarJson.Default.CalendarDefinition);
        if (definition is null && BlobOf(row) is { } blob && await blobs.GetAsync(blob, 0, cancellation) is { } content)
        {
            definition = JsonSerializer.Deserialize(content.Span, CalendarJson.Default.CalendarDefinition);
        }

        return definition is null ? null : new CalendarRecord
        {
            Tenant = tenant,
            Id = id,
            Definition = definition,
            CreatedBy = columns.Text(CreatedByColumn) ?? "",
            CreatedAt = columns.Time(CreatedColumn) ?? DateTimeOffset.MinValue,
            UpdatedAt = columns.Time(UpdatedColumn) ?? DateTimeOffset.MinValue,
            ETag = row.ETag,
        };
    }

    public static bool IsDeleted(Row row) => row.Columns.Time(DeletedColumn) is not null;

    public static string? BlobOf(Row row) => row.Columns.Text(DefinitionBlobColumn);

    /// <summary>The id in the key of a calendar's row.</summary>
    public static string IdOf(Row row, string tenant) => row.Key[Keys.CalendarPrefix(tenant).Length..];
}
