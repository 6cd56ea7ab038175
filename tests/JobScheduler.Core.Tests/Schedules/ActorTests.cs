using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Schedules;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Schedules;

/// <summary>Who resumed, changed or deleted a definition is in its row, and with the runs that were canceled for it.</summary>
public sealed class ActorTests : IDisposable
{
    private static readonly Caller Boss = ScheduleProcess.Me with { Actor = "boss" };
    private static readonly JobDefinition Definition = new() { Target = new HandlerTarget { Name = "echo" } };

    private readonly FakeTimeProvider _time = new(ScheduleProcess.Start);
    private readonly MemoryStorage _memory;
    private readonly ScheduleProcess _process;

    public ActorTests()
    {
        _memory = new MemoryStorage(_time);
        _process = new ScheduleProcess(_memory, _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private JobCatalog Jobs => _process.Get<JobCatalog>();

    private ScheduleCatalog Schedules => _process.Get<ScheduleCatalog>();

    public void Dispose() => _process.Dispose();

    [Fact]
    public async Task Resumed_job_names_who_made_it_and_who_resumed_it()
    {
        await PutJobAsync();
        await Jobs.PauseAsync(ScheduleProcess.Me, "job", null, null, false, Cancellation);
        _time.Advance(TimeSpan.FromMinutes(1));

        await Jobs.ResumeAsync(Boss, "job", Cancellation);

        var job = await Jobs.GetAsync(ScheduleProcess.Tenant, "job", Cancellation);
        Assert.Equal(("me", ScheduleProcess.Start), (job.CreatedBy, job.UpdatedAt));
        Assert.Equal(("boss", ScheduleProcess.Start.AddMinutes(1)), (job.ChangedBy, job.ChangedAt));
    }

    [Fact]
    public async Task Job_that_resumes_by_itself_names_who_asked_for_it()
    {
        await PutJobAsync();
        await Jobs.PauseAsync(Boss, "job", null, _time.GetUtcNow().AddSeconds(30), false, Cancellation);
        await _process.TickAsync(TimeSpan.FromSeconds(40));

        var job = await Jobs.GetAsync(ScheduleProcess.Tenant, "job", Cancellation);

        Assert.Null(job.Pause);
        Assert.Equal("boss", job.ChangedBy);
        Assert.InRange(job.ChangedAt!.Value, ScheduleProcess.Start.AddSeconds(30), ScheduleProcess.Start.AddSeconds(32));
    }

    [Fact]
    public async Task Deleted_job_names_who_deleted_it_and_so_do_its_canceled_runs()
    {
        await PutJobAsync();
        var run = await AcceptAsync();
        await Jobs.DeleteAsync(Boss, "job", WriteCondition.None, Cancellation);

        var tombstone = Row(Keys.Job(ScheduleProcess.Tenant, "job"));
        Assert.True(RecordRow.IsDeleted(tombstone));
        Assert.Equal(
            ("me", "boss"), (tombstone.Columns.Text(RecordRow.CreatedByColumn), tombstone.Columns.Text(RecordRow.ChangedByColumn)));
        Assert.Equal("boss", Assert.Single(Sweeps()).By);
        await _process.TickAsync(TimeSpan.FromSeconds(5));

        await AssertCanceledAsync(run, RunReasons.JobDeleted);
    }

    [Fact]
    public async Task Runs_withdrawn_by_a_pause_name_who_paused()
    {
        await PutJobAsync();
        var run = await AcceptAsync();

        await Jobs.PauseAsync(Boss, "job", null, null, withdrawPending: true, Cancellation);
        await _process.TickAsync(TimeSpan.FromSeconds(5));

        await AssertCanceledAsync(run, RunReasons.Withdrawn);
    }

    [Fact]
    public async Task Resumed_schedule_names_who_made_it_and_who_resumed_it()
    {
        await PutScheduleAsync();
        await Schedules.PauseAsync(ScheduleProcess.Me, "job", "s", null, null, false, Cancellation);

        var resumed = await Schedules.ResumeAsync(Boss, "job", "s", Cancellation);

        Assert.Equal(("me", "boss", ScheduleProcess.Start), (resumed.CreatedBy, resumed.ChangedBy, resumed.ChangedAt));
        Assert.Equal("boss", Row(Keys.Schedule(ScheduleProcess.Tenant, "job", "s")).Columns.Text(RecordRow.ChangedByColumn));
    }

    [Fact]
    public async Task Deleted_schedule_withdraws_in_the_name_of_who_deleted_it()
    {
        await PutScheduleAsync();

        await Schedules.DeleteAsync(Boss, "job", "s", withdrawPending: true, WriteCondition.None, Cancellation);

        Assert.Equal(("s", "boss"), Sweeps().Select(sweep => (sweep.Schedule, sweep.By)).Single());
    }

    [Fact]
    public async Task Changed_and_deleted_calendar_names_who_did_it()
    {
        await _process.PutAsync("de", new CalendarDefinition { Dates = [new DateOnly(2026, 12, 25)] });
        var changed = await _process.Calendars.PutAsync(
            Boss, "de", new CalendarDefinition { Dates = [new DateOnly(2026, 12, 26)] }, WriteCondition.None, Cancellation);
        Assert.Equal(("me", "boss"), (changed.Record.CreatedBy, changed.Record.ChangedBy));

        await _process.DeleteAsync("de");

        var tombstone = Row(Keys.Calendar(ScheduleProcess.Tenant, "de"));
        Assert.Equal("me", tombstone.Columns.Text(RecordRow.ChangedByColumn));
        Assert.Null(tombstone.Columns.Text(RecordRow.DefinitionColumn));
    }

    private Task<Written<JobRecord>> PutJobAsync() =>
        Jobs.PutAsync(ScheduleProcess.Me, "job", Definition, null, WriteCondition.None, Cancellation);

    private async Task PutScheduleAsync()
    {
        await PutJobAsync();
        await Schedules.PutAsync(
            ScheduleProcess.Me,
            "job",
            "s",
            new ScheduleDefinition { Spec = new CronSpec { Cron = "0 3 * * *" } },
            null,
            WriteCondition.None,
            Cancellation);
    }

    private async Task<string> AcceptAsync() =>
        (await _process.Get<RunIntake>().AcceptAsync(
            ScheduleProcess.Me, new RunRequest { JobId = "job", After = TimeSpan.FromHours(1) }, Cancellation)).Run.Id;

    private async Task AssertCanceledAsync(string id, string reason)
    {
        var run = await _process.Get<RunReader>().GetAsync(ScheduleProcess.Tenant, id, Cancellation);
        Assert.Equal((RunState.Canceled, reason, "boss", ScheduleProcess.Start), (run.State, run.Reason, run.Cancel?.By, run.Cancel?.At));
    }

    private IEnumerable<SweepAlarm> Sweeps() => _memory.Partitions.SelectMany(_memory.Rows)
        .Where(row => AlarmKey.KindOf(row.Key) == SweepAlarm.Kind)
        .Select(SweepAlarm.TryRead)
        .OfType<SweepAlarm>();

    private Row Row(string key) => _memory.Partitions.SelectMany(_memory.Rows).Single(row => row.Key == key);
}
