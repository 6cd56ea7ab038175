using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Operations;

/// <summary>An operation in its home shard, and its one alarm.</summary>
internal static class OperationRow
{
    private const string PlanColumn = "plan";
    private const string TenantColumn = "tenant";
    private const string IdColumn = "id";

    public static Columns Write(OperationPlan plan) => new() { { PlanColumn, JsonSerializer.Serialize(plan, OperationJson.Compact.OperationPlan) } };

    public static OperationPlan? TryRead(Row row) => row.Columns.Json(PlanColumn, OperationJson.Default.OperationPlan);

    public static string AlarmOf(DateTimeOffset at, string id) => new AlarmKey(at, OperationAlarms.KindName, id);

    public static Columns WriteAlarm(string tenant, string id) => new() { { TenantColumn, tenant }, { IdColumn, id } };

    public static (string Tenant, string Id)? TryReadAlarm(Row row) =>
        row.Columns.Text(TenantColumn) is { } tenant && row.Columns.Text(IdColumn) is { } id ? (tenant, id) : null;

    public static Operation ToOperation(string id, OperationPlan plan) => new(id, plan.Kind, plan.State, plan.Done, plan.Total, plan.Error);
}
