using Azure.Data.Tables;

namespace JobScheduler.Storage.Azure;

/// <summary>
/// A query in the service's language. The SDK quotes values, and names of columns are identifiers: injection is impossible.
/// </summary>
/// <remarks>
/// The service may return more than was asked for, never less: the reader checks each row again. The emulator compares times by the
/// millisecond, so bounds in time are sent wider by one.
/// </remarks>
internal static class ReadFilter
{
    private static readonly TimeSpan Width = TimeSpan.FromMilliseconds(1);

    /// <exception cref="ArgumentException">A filter names a column that cannot exist.</exception>
    public static string Of(RowQuery query)
    {
        var conditions = new List<string>
        {
            TableClient.CreateQueryFilter($"PartitionKey eq {query.Partition}"),
            TableClient.CreateQueryFilter($"RowKey ge {query.From}"),
            TableClient.CreateQueryFilter($"RowKey lt {query.To}"),
        };
        foreach (var filter in query.Filters)
        {
            EntityCodec.CheckName(filter.Column);
            if (Condition(filter) is { } condition)
            {
                conditions.Add(condition);
            }
        }

        return string.Join(" and ", conditions);
    }

    private static string? Condition(ColumnFilter filter) => (filter.Value.Kind, filter.Comparison) switch
    {
        (ColumnKind.Time, Comparison.NotEqual) => null,
        (ColumnKind.Time, Comparison.Less or Comparison.LessOrEqual) => $"{filter.Column} lt {Literal(filter.Value.Time + Width)}",
        (ColumnKind.Time, Comparison.Greater or Comparison.GreaterOrEqual) => $"{filter.Column} gt {Literal(filter.Value.Time - Width)}",
        _ => $"{filter.Column} {Operator(filter.Comparison)} {Literal(filter.Value)}",
    };

    private static string Operator(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "eq",
        Comparison.NotEqual => "ne",
        Comparison.Less => "lt",
        Comparison.LessOrEqual => "le",
        Comparison.Greater => "gt",
        Comparison.GreaterOrEqual => "ge",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "unknown comparison"),
    };

    private static string Literal(ColumnValue value) => value.Kind switch
    {
        ColumnKind.Text => TableClient.CreateQueryFilter($"{SafeText.Encode(value.Text)}"),
        ColumnKind.Number => TableClient.CreateQueryFilter($"{value.Number}"),
        ColumnKind.Flag => TableClient.CreateQueryFilter($"{value.Flag}"),
        _ => TableClient.CreateQueryFilter($"{value.Time}"),
    };
}
