using System.Text.Json;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Operations;

/// <summary>An operation in its home shard, and its one alarm.</summary>
internal static class OperationRow
{
    private const string PlanColumn = "plan";
    private const string TenantColumn = "tenant";
    private const string IdColumn = "id";

    public static Columns Write(OperationPlan plan) => new() { { PlanColumn, JsonSerializer.Serialize(plan, CoreJson.Compact.OperationPlan) } };

    public static OperationPlan? TryRead(Row row) => RunColumns.Json(row.Columns, PlanColumn, CoreJson.Default.OperationPlan);

    public static string AlarmKey(DateTimeOffset at, string id) => Keys.Alarm(at, AlarmKind.Operation, id);

    public static Columns WriteAlarm(string tenant, string id) => new() { { TenantColumn, tenant }, { IdColumn, id } };

    public static (string Tenant, string Id)? TryReadAlarm(Row row) =>
        row.Columns.Text(TenantColumn) is { } tenant && row.Columns.Text(IdColumn) is { } id ? (tenant, id) : null;

    public static Operation ToOperation(string id, OperationPlan plan) => new(id, plan.Kind, plan.State, plan.Done, plan.Total, plan.Error);
}
