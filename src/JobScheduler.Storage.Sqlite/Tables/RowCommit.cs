using System.Globalization;

namespace JobScheduler.Storage.Sqlite;

/// <summary>All operations of one commit, or none. Rows are encoded by the caller's thread; only a merge needs the writer's.</summary>
internal sealed class RowCommit(string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation)
    : Write<CommitResult>(cancellation)
{
    private readonly byte[]?[] _data = [.. operations.Select(operation =>
        operation.Action is RowAction.Insert or RowAction.Replace ? ColumnCodec.Encode(operation.Columns) : null)];

    public override int Rows => operations.Count;

    public override long Bytes => operations.Sum(operation => (long)operation.Size);

    protected override CommitResult Apply(WriterSession session)
    {
        var statements = session.Rows;
        if (operations.Count == 1)
        {
            // A single statement is atomic by itself.
            return ApplyAll(session);
        }

        statements.Mark.Run();
        var result = ApplyAll(session);
        if (!result.Succeeded)
        {
            statements.GoBack.Run();
        }

        statements.Forget.Run();
        return result;
    }

    private CommitResult ApplyAll(WriterSession session)
    {
        var etags = new string?[operations.Count];
        for (var i = 0; i < operations.Count; i++)
        {
            var (failure, etag) = Apply(operations[i], _data[i], session);
            if (failure is { } reason)
            {
                return CommitResult.Failed(i, reason);
            }

            etags[i] = etag?.ToString(CultureInfo.InvariantCulture);
        }

        return CommitResult.Success(etags);
    }

    private (CommitFailure? Failure, long? ETag) Apply(RowOperation operation, byte[]? data, WriterSession session)
    {
        var rows = session.Rows;
        var next = session.Numbers.Next();
        switch (operation.Action)
        {
            case RowAction.Insert:
                return To(rows.Insert, operation).Bind(3, next).Bind(4, data).Run() == 1 ? (null, next) : (CommitFailure.Exists, null);
            case RowAction.Upsert when To(rows.Insert, operation).Bind(3, next).Bind(4, ColumnCodec.Encode(operation.Columns)).Run() == 1:
                return (null, next);
            case RowAction.Merge or RowAction.Upsert:
                var (failure, merged) = Merge(operation, rows);
                return failure is null && To(rows.Replace, operation).Bind(3, next).Bind(4, merged).Run() == 1
                    ? (null, next)
                    : (failure, null);
            case RowAction.Replace when operation.ETag is null:
                return To(rows.Replace, operation).Bind(3, next).Bind(4, data).Run() == 1 ? (null, next) : (CommitFailure.Missing, null);
            case RowAction.Replace:
                return To(rows.ReplaceSame, operation).Bind(3, next).Bind(4, data).Bind(5, ETag(operation)).Run() == 1
                    ? (null, next)
                    : (WhyNot(operation, rows), null);
            case RowAction.Delete when operation.ETag is null:
                return To(rows.Delete, operation).Run() == 1 ? (null, null) : (CommitFailure.Missing, null);
            default:
                return To(rows.DeleteSame, operation).Bind(3, ETag(operation)).Run() == 1 ? (null, null) : (WhyNot(operation, rows), null);
        }
    }

    private (CommitFailure? Failure, byte[]? Merged) Merge(RowOperation operation, RowStatements rows)
    {
        var find = To(rows.Find, operation);
        using (find.Begin())
        {
            if (!find.Step())
            {
                return (CommitFailure.Missing, null);
            }

            if (operation.ETag is not null && find.Number(0) != ETag(operation))
            {
                return (CommitFailure.Changed, null);
            }

            var merged = ColumnCodec.Decode(find.Bytes(1)).Merge(operation.Columns);
            StorageLimits.CheckRow(RowOperation.Replace(operation.Key, merged));
            return (null, ColumnCodec.Encode(merged));
        }
    }

    private CommitFailure WhyNot(RowOperation operation, RowStatements rows)
    {
        var find = To(rows.Find, operation);
        using (find.Begin())
        {
            return find.Step() ? CommitFailure.Changed : CommitFailure.Missing;
        }
    }

    private Statement To(Statement statement, RowOperation operation) => statement.Bind(1, partition).Bind(2, operation.Key);

    // An ETag that is not a number was not issued here and matches no row: ours are all positive.
    private static long ETag(RowOperation operation) =>
        long.TryParse(operation.ETag, NumberStyles.None, CultureInfo.InvariantCulture, out var etag) ? etag : 0;
}

/// <summary>The statements that write rows, and the savepoint that a failed commit rolls back to.</summary>
internal sealed class RowStatements(Database database) : IDisposable
{
    public Statement Find { get; } = database.Prepare("SELECT etag, data FROM rows WHERE partition = ?1 AND key = ?2");

    public Statement Insert { get; } = database.Prepare(
        "INSERT INTO rows (partition, key, etag, data) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING");

    public Statement Replace { get; } = database.Prepare("UPDATE rows SET etag = ?3, data = ?4 WHERE partition = ?1 AND key = ?2");

    public Statement ReplaceSame { get; } = database.Prepare(
        "UPDATE rows SET etag = ?3, data = ?4 WHERE partition = ?1 AND key = ?2 AND etag = ?5");

    public Statement Delete { get; } = database.Prepare("DELETE FROM rows WHERE partition = ?1 AND key = ?2");

    public Statement DeleteSame { get; } = database.Prepare("DELETE FROM rows WHERE partition = ?1 AND key = ?2 AND etag = ?3");

    public Statement Mark { get; } = database.Prepare("SAVEPOINT before");

    public Statement Forget { get; } = database.Prepare("RELEASE before");

    public Statement GoBack { get; } = database.Prepare("ROLLBACK TO before");

    public void Dispose()
    {
        foreach (var statement in (Statement[])[Find, Insert, Replace, ReplaceSame, Delete, DeleteSame, Mark, Forget, GoBack])
        {
            statement.Dispose();
        }
    }
}
