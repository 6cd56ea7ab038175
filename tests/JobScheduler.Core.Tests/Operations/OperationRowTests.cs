using System.Text.Json;
using JobScheduler.DeadLetters;
using JobScheduler.Operations;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Core.Tests.Operations;

/// <summary>The row of an operation, also as the first version reads and writes it.</summary>
public sealed class OperationRowTests
{
    private const string Tenant = "acme";

    private static readonly OperationRecord Redrive = new(
        Tenant,
        "one",
        new OperationHead
        {
            Kind = RedriveOperation.Word,
            Actor = "me",
            Done = 3,
            Refused = 1,
            Refusals = [new OperationRefusal("x", "because")],
            StartedAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
        },
        JsonSerializer.Serialize(
            new RedriveWork { DeadLetters = new DeadLetterQuery(JobId: "job"), Max = 10, Page = ["a", "b"] },
            DeadLetterJson.Compact.RedriveWork));

    [Fact]
    public void Row_is_read_as_it_was_written()
    {
        var read = OperationRow.TryRead(Tenant, RowOf(OperationRow.Write(Redrive)))!;

        Assert.Equal((Redrive.Id, Redrive.Work), (read.Id, read.Work));
        Assert.Equivalent(Redrive.Head, read.Head, strict: true);
    }

    [Fact]
    public void Process_of_the_first_version_finds_head_and_work_in_the_plan()
    {
        // It knows this column only, and writes it back alone.
        var plan = OperationRow.Write(Redrive).Select(["plan"]);

        using var text = JsonDocument.Parse(plan.Text("plan")!);
        Assert.Equal("redrive", text.RootElement.GetProperty("kind").GetString());
        Assert.Equal("Running", text.RootElement.GetProperty("state").GetString());
        Assert.Equal("job", text.RootElement.GetProperty("deadLetters").GetProperty("jobId").GetString());
        var read = OperationRow.TryRead(Tenant, RowOf(plan))!;
        Assert.Equal((3, "me"), (read.Head.Done, read.Head.Actor));
        Assert.Equal(["a", "b"], JsonSerializer.Deserialize(read.Work, DeadLetterJson.Default.RedriveWork)!.Page!);
    }

    [Fact]
    public void Cancel_changes_the_plan_as_well()
    {
        var canceled = Redrive with { Head = Redrive.Head with { State = OperationState.Canceled } };
        var row = RowOf(OperationRow.Write(Redrive).Merge(OperationRow.WriteHead(canceled)));

        Assert.Contains("\"state\":\"Canceled\"", row.Columns.Text("plan"), StringComparison.Ordinal);
        Assert.Equal(OperationState.Canceled, OperationRow.TryRead(Tenant, row)!.Head.State);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("[1]")]
    public void Work_that_is_no_object_has_no_plan(string work)
    {
        var row = RowOf(OperationRow.Write(Redrive with { Work = work }));

        Assert.Equal("", row.Columns.Text("plan"));
        Assert.Equal(work, OperationRow.TryRead(Tenant, row)!.Work);
    }

    private static Row RowOf(Columns columns) => new(Keys.Operation(Tenant, "one"), "1", columns);
}
