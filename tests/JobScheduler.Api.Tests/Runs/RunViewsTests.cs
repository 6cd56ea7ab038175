using System.Text.Json;
using JobScheduler.Api.Runs;
using JobScheduler.Runs;

namespace JobScheduler.Api.Tests.Runs;

public sealed class RunViewsTests
{
    [Fact]
    public void Of_aRunForMissedFires_tellsHowManyAndSinceWhen()
    {
        var run = new RunRecord
        {
            Id = "id",
            State = RunState.Skipped,
            Reason = RunReasons.Missed,
            Spec = new RunSpec
            {
                Tenant = "default",
                CreatedBy = "me",
                Target = new HandlerTarget { Name = "echo" },
                Missed = new MissedFires(3, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(2)),
            },
        };
        var json = JsonSerializer.SerializeToElement(RunViews.Of(run), WireJson.Default.Run);
        Assert.Equal(
            """{"count":3,"first":"1970-01-01T00:00:00.000Z","last":"1970-01-01T02:00:00.000Z"}""",
            json.GetProperty("missed").GetRawText());
        Assert.Equal(("skipped", "missed"), (json.GetProperty("state").GetString(), json.GetProperty("reason").GetString()));
        var single = RunViews.Of(run with { Spec = run.Spec with { Missed = null } });
        Assert.Equal(JsonValueKind.Null, JsonSerializer.SerializeToElement(single, WireJson.Default.Run).GetProperty("missed").ValueKind);
    }
}
