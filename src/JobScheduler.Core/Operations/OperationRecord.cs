using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Operations;

/// <summary>An operation: the head, which is the same for all kinds, and the work, which only its kind reads.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Id">Its id.</param>
/// <param name="Head">What it is, and its progress.</param>
/// <param name="Work">The kind's own JSON.</param>
public sealed record OperationRecord(string Tenant, string Id, OperationHead Head, string Work)
{
    /// <summary>On whose behalf it acts.</summary>
    public Caller Caller => new(Tenant, Head.Actor);

    /// <summary>The view shown by the API.</summary>
    internal Operation View() => new()
    {
        Id = Id,
        Kind = Head.Kind,
        State = Head.State,
        Done = Head.Done,
        Total = Head.Total,
        Refused = Head.Refused,
        Refusals = Head.Refusals ?? [],
        Error = Head.Error,
        CreatedBy = Head.Actor,
        CreatedAt = Head.StartedAt,
        EndedAt = Head.EndedAt,
    };
}

/// <summary>What all kinds of operations share: the column <c>head</c>.</summary>
public sealed record OperationHead
{
    public required string Kind { get; init; }

    /// <summary>Who started it; recorded as the actor of everything it does.</summary>
    public required string Actor { get; init; }

    public OperationState State { get; init; }

    public string? Error { get; init; }

    public int Done { get; init; }

    public int Refused { get; init; }

    /// <summary>The first ten refusals; null: none.</summary>
    public IReadOnlyList<OperationRefusal>? Refusals { get; init; }

    public int? Total { get; init; }

    /// <summary>Only records older than the operation are processed, so that it ends.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it is running, and for operations that ended under a version that did not write it.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who canceled it, at <see cref="EndedAt"/>; null: nobody.</summary>
    public string? CanceledBy { get; init; }

    /// <summary>Steps that failed since the last one that succeeded.</summary>
    public int FailedSteps { get; init; }

    /// <summary>Steps put off since the last one that succeeded; they do not count as failed.</summary>
    public int PutOffs { get; init; }
}

/// <summary>
/// An operation in its home shard, and its one alarm.
/// <para>
/// The first version had one column, <c>plan</c>, with the members of the head and of the work side by side. It is read as both if the
/// new columns are missing: the work of a kind has the same member names. It is also still written, so that during an upgrade a process
/// of that version that owns the clock can go on with the operation: it replaces the row with a <c>plan</c> alone.
/// </para>
/// </summary>
public static class OperationRow
{
    public const string HeadColumn = "head";
    private const string WorkColumn = "work";
    private const string PlanColumn = "plan";

    /// <summary>A column holds 32 K characters.</summary>
    private const int LongestPlan = 30_000;

    private const string TenantColumn = "tenant";
    private const string IdColumn = "id";

    public static Columns Write(OperationRecord operation) => WriteHead(operation).Merge(new Columns { { WorkColumn, operation.Work } });

    /// <summary>The columns that change with the head.</summary>
    public static Columns WriteHead(OperationRecord operation)
    {
        var head = JsonSerializer.Serialize(operation.Head, OperationJson.Compact.OperationHead);
        return new Columns { { HeadColumn, head }, { PlanColumn, Plan(head, operation.Work) } };
    }

    /// <summary>Both as one object; empty if that would be too long for a column, or the work is no object.</summary>
    private static string Plan(string head, string work)
    {
        if (head.Length + work.Length > LongestPlan || JsonNode.Parse(work) is not JsonObject plan)
        {
            return "";
        }

        foreach (var (name, value) in JsonNode.Parse(head)!.AsObject())
        {
            plan[name] = value?.DeepClone();
        }

        return plan.ToJsonString(OperationJson.Compact.Options);
    }

    /// <summary>Null if the row is not a readable operation (edited by hand).</summary>
    public static OperationRecord? TryRead(string tenant, Row row)
    {
        var plan = row.Columns.Text(PlanColumn) is { Length: > 0 } text ? text : null;
        return (row.Columns.Text(HeadColumn) ?? plan) is { } head && TryReadHead(head) is { } read
            ? new OperationRecord(
                tenant, row.Key[Keys.OperationPrefix(tenant).Length..], read, row.Columns.Text(WorkColumn) ?? plan ?? "{}")
            : null;
    }

    public static AlarmKey AlarmOf(DateTimeOffset at, string id) => new(at, OperationAlarms.KindName, id);

    public static Columns WriteAlarm(string tenant, string id) => new() { { TenantColumn, tenant }, { IdColumn, id } };

    public static (string Tenant, string Id)? TryReadAlarm(Row row) =>
        row.Columns.Text(TenantColumn) is { } tenant && row.Columns.Text(IdColumn) is { } id ? (tenant, id) : null;

    private static OperationHead? TryReadHead(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, OperationJson.Default.OperationHead);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What the rows of operations hold.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(EnumNames)])]
[JsonSerializable(typeof(OperationHead))]
internal sealed partial class OperationJson : JsonSerializerContext
{
    /// <inheritdoc cref="RowText.Compact"/>
    public static OperationJson Compact => Holder.Value;

    private static class Holder
    {
        public static readonly OperationJson Value = new(RowText.Compact(Default.Options));
    }
}
