using System.Text.Json;
using JobScheduler.DeadLetters;
using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Schedules;
using JobScheduler.Targets;
using JobScheduler.Targets.Handlers;

namespace JobScheduler.Core.Tests.Jobs;

/// <summary>
/// Those who call the core without the API can give what no request can: words that only a newer version knows, and nothing where
/// something is required. Both are refused, and never stored.
/// </summary>
public sealed class UnknownWordTests
{
    private static readonly TargetRules Targets = new([new HandlerTargetRule(new HandlerRegistry([]))]);
    private static readonly JobDefinition Job = new() { Target = new HandlerTarget { Name = "echo" } };
    private static readonly CronSpec Daily = CronSpec.Of("0 9 * * *");

    public static TheoryData<string, Action<ErrorList>> Wrong => new()
    {
        { "priority", errors => new DefinitionRules(Targets).Check(Job with { Priority = Priority.Unknown }, errors) },
        { "placement", errors => new DefinitionRules(Targets).Check(Job with { Placement = Placement.Unknown }, errors) },
        {
            "retry.backoff",
            errors => new DefinitionRules(Targets).Check(Job with { Retry = new RetryPolicy { Backoff = Backoff.Unknown } }, errors)
        },
        { "target", errors => new DefinitionRules(Targets).Check(Job with { Target = null! }, errors) },
        { "priority", errors => new RunRules(Targets).Check(new RunRequest { JobId = "a", Priority = Priority.Unknown }, errors) },
        { "overlap", errors => new RunRules(Targets).Check(new RunRequest { JobId = "a", Overlap = OverlapChoice.Unknown }, errors) },
        { "priority", errors => TriggerRules.Check(new TriggerRequest { Priority = Priority.Unknown }, errors) },
        { "overlap", errors => TriggerRules.Check(new TriggerRequest { Overlap = OverlapChoice.Unknown }, errors) },
        { "spec", errors => ScheduleRules.Check(new ScheduleDefinition { Spec = null! }, errors) },
        { "spec.dst.gap", errors => ScheduleRules.CheckSpec(Daily with { Dst = new DstPolicy { Gap = GapRule.Unknown } }, "spec", errors) },
        {
            "spec.dst.overlap",
            errors => ScheduleRules.CheckSpec(Daily with { Dst = new DstPolicy { Overlap = RepeatRule.Unknown } }, "spec", errors)
        },
        {
            "spec.calendars[0].shift",
            errors => ScheduleRules.CheckSpec(Daily with { Calendars = [new CalendarUse("a", CalendarShift.Unknown)] }, "spec", errors)
        },
        {
            "policy.misfire",
            errors => ScheduleRules.Check(
                new ScheduleDefinition { Spec = Daily, Policy = new SchedulePolicy { Misfire = MisfireRule.Unknown } }, errors)
        },
        { "rate", errors => RedriveRules.Check(new DeadLetterRedrive { Rate = default(Rate) }, errors) },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Rules_ofWhatNoRequestCanGive_nameTheField(string field, Action<ErrorList> check)
    {
        var errors = new ErrorList();
        check(errors);
        Assert.Contains(field, errors.ToDictionary().Keys);
    }

    [Fact]
    public void Rows_holdNamesOfMembers_andNeverUnknown()
    {
        var policy = new SchedulePolicy { Misfire = MisfireRule.FireAll };
        var definition = new ScheduleDefinition { Spec = Daily, Policy = policy };
        Assert.Contains(
            "\"misfire\":\"FireAll\"",
            JsonSerializer.Serialize(definition, ScheduleJson.Compact.ScheduleDefinition),
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => JsonSerializer.Serialize(
            definition with { Policy = policy with { Misfire = MisfireRule.Unknown } }, ScheduleJson.Compact.ScheduleDefinition));
        foreach (var stored in new[] { "Unknown", "Later", "1" })
        {
            var json = $$"""{ "spec": { "type": "cron", "cron": "0 9 * * *" }, "policy": { "misfire": "{{stored}}" } }""";
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ScheduleJson.Default.ScheduleDefinition));
        }
    }
}
