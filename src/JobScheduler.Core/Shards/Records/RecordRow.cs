using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using JobScheduler.Storage;

namespace JobScheduler.Shards.Records;

/// <summary>The columns that the rows of all definitions share.</summary>
public abstract class RecordRow
{
    public const string DefinitionColumn = "definition";

    /// <summary>The blob of a definition that is too large for the row.</summary>
    public const string DefinitionBlobColumn = "definitionBlob";
    public const string CreatedColumn = "created";
    public const string CreatedByColumn = "createdBy";
    public const string UpdatedColumn = "updated";

    /// <summary>When and by whom the row was last written, or deleted.</summary>
    public const string ChangedColumn = "changed";
    public const string ChangedByColumn = "changedBy";

    /// <summary>Unique to each write; proves whether one with unknown outcome took effect.</summary>
    public const string StampColumn = "stamp";

    /// <summary>
    /// Set on a tombstone: the row of a deleted record, kept while its deletion takes effect elsewhere.
    /// </summary>
    public const string DeletedColumn = "deleted";

    public static bool IsDeleted(Row row) => row.Columns.Time(DeletedColumn) is not null;

    public static string? BlobOf(Row row) => row.Columns.Text(DefinitionBlobColumn);

    /// <summary>Who last wrote a row, and when.</summary>
    public static Columns Changed(string by, DateTimeOffset at) => new() { { ChangedColumn, (ColumnValue)at }, { ChangedByColumn, by } };

    /// <summary>The value of a text; null if this version does not understand it.</summary>
    protected static TValue? Parse<TValue>(string? text, JsonTypeInfo<TValue> type)
        where TValue : class
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize(text, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>
/// How one kind of definition is stored: its key, its home shard, its row. A feature that has such records derives from it and registers
/// itself with <see cref="RecordRegistration.AddRecords"/>.
/// </summary>
/// <param name="kind">What refusals call it: <c>job</c>. Its list is called <c>jobs</c>.</param>
public abstract class RecordRow<T>(string kind) : RecordRow
    where T : StoredRecord
{
    /// <summary>Larger definitions go to a blob: a column holds 32 K characters.</summary>
    private const int InlineCharacters = 24_000;

    public string Kind { get; } = kind;

    /// <summary>Whether callers see the stamp as ETag instead of the row's: for rows that are not only written by callers.</summary>
    public virtual bool ShowsStamp => false;

    /// <summary>
    /// Whether a missing row proves its deletion after an unknown outcome: true if rows are deleted at once, or their tombstones outlast
    /// every retry. It proves the whole commit, so it must not be true if another deletion may have been faster.
    /// </summary>
    public virtual bool AbsenceProvesDeletion => false;

    /// <summary>Whether absence may be cached for as long as a record.</summary>
    public virtual bool RemembersAbsence => false;

    public abstract RecordKey KeyOf(string tenant, string id);

    /// <summary>The prefix of the keys of a tenant's rows; the id follows.</summary>
    public abstract string PrefixOf(string tenant);

    /// <summary>Whether both have the same definition.</summary>
    public bool IsSame(T a, T b) => WriteDefinition(a) == WriteDefinition(b);

    /// <summary>The record of a row; null if it cannot be read, or is a tombstone.</summary>
    public async ValueTask<T?> ReadAsync(RecordKey key, Row row, IBlobStore blobs, CancellationToken cancellation)
    {
        if (IsDeleted(row))
        {
            return null;
        }

        var inBlobs = 0L;
        var text = row.Columns.Text(DefinitionColumn);
        if (string.IsNullOrEmpty(text) && BlobOf(row) is { } blob && await blobs.GetAsync(blob, 0, cancellation) is { } content)
        {
            text = Encoding.UTF8.GetString(content.Span);
            inBlobs = JsonSize.Of(text);
        }

        return text is null || Read(row, text) is not { } record ? null : (T)((StoredRecord)record with
        {
            Tenant = key.Tenant,
            Id = key.Name,
            CreatedBy = row.Columns.Text(CreatedByColumn) ?? "",
            CreatedAt = row.Columns.Time(CreatedColumn) ?? DateTimeOffset.MinValue,
            UpdatedAt = row.Columns.Time(UpdatedColumn) ?? DateTimeOffset.MinValue,
            ChangedBy = row.Columns.Text(ChangedByColumn),
            ChangedAt = row.Columns.Time(ChangedColumn),
            InBlobs = inBlobs,
            ETag = ETagOf(row),
        });
    }

    internal string ETagOf(Row row) => ShowsStamp ? row.Columns.Text(StampColumn) ?? "" : row.ETag;

    /// <summary>The columns of a record; writes the blob of a large definition first.</summary>
    internal async ValueTask<Columns> WriteAsync(
        T record, string stamp, string? kept, IBlobStore blobs, CancellationToken cancellation)
    {
        var text = WriteDefinition(record);
        var blob = kept;
        if (kept is null && text.Length > InlineCharacters && BlobName(record, stamp) is { } name)
        {
            // A new name each time: a write that loses against another must not replace the blob of that one.
            await blobs.PutAsync(blob = name, Encoding.UTF8.GetBytes(text), cancellation);
        }

        var columns = new Columns
        {
            { DefinitionColumn, blob is null ? text : null },
            { DefinitionBlobColumn, blob },
            { CreatedColumn, (ColumnValue)record.CreatedAt },
            { CreatedByColumn, record.CreatedBy },
            { UpdatedColumn, (ColumnValue)record.UpdatedAt },
            { StampColumn, stamp },
            { ChangedByColumn, record.ChangedBy },
        };
        columns.Add(ChangedColumn, record.ChangedAt is { } changed ? (ColumnValue)changed : default(ColumnValue?));
        return columns.Merge(Write(record));
    }

    /// <summary>What remains of a row when its record is deleted; null: nothing, the row is deleted.</summary>
    protected internal virtual Columns? Tombstone(Row row) => null;

    /// <summary>The record, without the members of <see cref="StoredRecord"/>; null if it cannot be read.</summary>
    protected abstract T? Read(Row row, string definition);

    protected abstract string WriteDefinition(T record);

    /// <summary>The additional columns of this kind.</summary>
    protected virtual Columns Write(T record) => Columns.None;

    /// <summary>
    /// The blob for a large definition, by a name unique to the write; null: definitions of this kind are never that large.
    /// </summary>
    protected virtual string? BlobName(T record, string unique) => null;
}
