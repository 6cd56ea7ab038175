using JobScheduler.DeadLetters;
using JobScheduler.Gates;
using JobScheduler.Jobs;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Schedules;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Scenarios.Simulation;

/// <summary>Someone outside who asks any process that is alive, and asks again when it fails, as a good client does.</summary>
/// <param name="world">Where.</param>
/// <param name="only">The one process that is asked; null: any.</param>
internal sealed class Client(World world, SimulatedProcess? only = null)
{
    public const string Tenant = "acme";
    private const string Actor = "me";

    /// <summary>On whose behalf it asks.</summary>
    public static readonly Caller Me = new(Tenant, Actor);

    private readonly List<string> _accepted = [];

    /// <summary>The runs that were answered with success.</summary>
    public IReadOnlyList<string> Accepted => _accepted;

    public async Task<T> AskAsync<TService, T>(Func<TService, Task<T>> call)
        where TService : notnull
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await (only ?? world.Alive).AskAsync(services => call(services.GetRequiredService<TService>()));
            }
            catch (Exception error) when (IsPassing(error) && (tries < 60 || error is RefusalException))
            {
                await world.WaitAsync(TimeSpan.FromSeconds(1));
            }
        }
    }

    public async Task<string> AcceptAsync(RunRequest request, string tenant = Tenant)
    {
        var accepted = await AskAsync<RunIntake, AcceptedRun>(
            intake => intake.AcceptAsync(Me with { Tenant = tenant }, request, CancellationToken.None));
        _accepted.Add(accepted.Run.Id);
        return accepted.Run.Id;
    }

    public Task<string> AcceptAsync(
        string handler, int times = 1, double seconds = 0, RetryPolicy? retry = null, Timeouts? timeouts = null, TimeSpan? after = null) =>
        AcceptAsync(Request(handler, times, seconds) with { Retry = retry, Timeouts = timeouts, After = after });

    public async Task<IReadOnlyList<string>> AcceptManyAsync(IReadOnlyList<RunRequest> requests, string tenant = Tenant)
    {
        var outcomes = await AskAsync<RunIntake, IReadOnlyList<IntakeOutcome>>(
            intake => intake.AcceptManyAsync(Me with { Tenant = tenant }, requests, CancellationToken.None));
        var ids = outcomes.Select(outcome => outcome.Accepted!.Run.Id).ToList();
        _accepted.AddRange(ids);
        return ids;
    }

    public static RunRequest Request(string handler, int times = 1, double seconds = 0) => new()
    {
        Target = new HandlerTarget { Name = handler },
        Input = new RawJson(FormattableString.Invariant($$"""{"times":{{times}},"seconds":{{seconds}}}""")),
    };

    public Task<RunRecord> GetAsync(string run, string tenant = Tenant) =>
        AskAsync<RunReader, RunRecord>(reader => reader.GetAsync(tenant, run, CancellationToken.None));

    public Task<IReadOnlyList<AttemptRecord>> AttemptsAsync(string run) =>
        AskAsync<RunReader, IReadOnlyList<AttemptRecord>>(reader => reader.AttemptsAsync(Tenant, run, CancellationToken.None));

    public Task<RunRecord> CancelAsync(string run) =>
        AskAsync<Cancels, RunRecord>(cancels => cancels.CancelAsync(Me, run, CancellationToken.None));

    public Task<RunRecord> RedriveAsync(string run) =>
        AskAsync<Redriver, RunRecord>(
            async redriver => (await redriver.RedriveAsync(Me, run, null, currentDefinition: false, CancellationToken.None)).Run);

    public Task<bool> HeartbeatAsync(string run, long fence, double? progress = null, string? message = null) =>
        AskAsync<Callbacks, bool>(callbacks => callbacks.HeartbeatAsync(
            Me, null, run, new HeartbeatReport { Fence = fence, Progress = progress, Message = message }, CancellationToken.None));

    public Task<RunRecord> CompleteAsync(string run, long fence, bool succeeded = true, string message = "no") =>
        AskAsync<Callbacks, RunRecord>(callbacks => callbacks.CompleteAsync(
            Me,
            null,
            run,
            succeeded ? Completion.Succeeded(fence, new RawJson("1")) : Completion.Failed(fence, "target", message),
            CancellationToken.None));

    public Task<Written<JobRecord>> PutJobAsync(string job, JobDefinition definition) =>
        AskAsync<JobCatalog, Written<JobRecord>>(
            catalog => catalog.PutAsync(Me, job, definition, null, new WriteCondition(), CancellationToken.None));

    public Task<Written<GroupRecord>> PutGroupAsync(string group, int max) =>
        AskAsync<GroupCatalog, Written<GroupRecord>>(catalog => catalog.PutAsync(
            Me, group, new GroupDefinition { Max = max }, new WriteCondition(), CancellationToken.None));

    public Task<JobRecord> PauseAsync(string job, DateTimeOffset? until = null, bool withdraw = false) =>
        AskAsync<JobCatalog, JobRecord>(catalog => catalog.PauseAsync(Me, job, null, until, withdraw, CancellationToken.None));

    public Task<JobRecord> ResumeAsync(string job) =>
        AskAsync<JobCatalog, JobRecord>(catalog => catalog.ResumeAsync(Me, job, CancellationToken.None));

    public Task<bool> DeleteJobAsync(string job) => AskAsync<JobCatalog, bool>(async catalog =>
    {
        await catalog.DeleteAsync(Me, job, new WriteCondition(), CancellationToken.None);
        return true;
    });

    public Task<Written<ScheduleRecord>> PutScheduleAsync(
        string job, string schedule, ScheduleDefinition definition, bool? paused = null) =>
        AskAsync<ScheduleCatalog, Written<ScheduleRecord>>(catalog => catalog.PutAsync(
            Me, job, schedule, definition, paused is { } wish
                ? new SchedulePauseWish(wish)
                : null, new WriteCondition(), CancellationToken.None));

    public Task<ScheduleRecord> GetScheduleAsync(string job, string schedule) =>
        AskAsync<ScheduleCatalog, ScheduleRecord>(catalog => catalog.GetAsync(Tenant, job, schedule, CancellationToken.None));

    public Task<ScheduleRecord> PauseScheduleAsync(string job, string schedule, DateTimeOffset? until = null, bool withdraw = false) =>
        AskAsync<ScheduleCatalog, ScheduleRecord>(
            catalog => catalog.PauseAsync(Me, job, schedule, "note", until, withdraw, CancellationToken.None));

    public Task<ScheduleRecord> ResumeScheduleAsync(string job, string schedule) =>
        AskAsync<ScheduleCatalog, ScheduleRecord>(catalog => catalog.ResumeAsync(Me, job, schedule, CancellationToken.None));

    /// <summary>Also when an earlier try took effect whose answer was lost.</summary>
    public Task<bool> DeleteScheduleAsync(string job, string schedule, bool withdraw = false) =>
        AskAsync<ScheduleCatalog, bool>(async catalog =>
        {
            try
            {
                await catalog.DeleteAsync(Me, job, schedule, withdraw, new WriteCondition(), CancellationToken.None);
                return true;
            }
            catch (RefusalException refusal) when (refusal.Kind == RefusalKind.NotFound)
            {
                return false;
            }
        });

    public async Task<RunRecord> TriggerAsync(string job, string schedule, TriggerRequest? request = null)
    {
        var accepted = await AskAsync<ScheduleActions, AcceptedRun>(
            actions => actions.TriggerAsync(Me, job, schedule, request ?? new TriggerRequest(), CancellationToken.None));
        _accepted.Add(accepted.Run.Id);
        return accepted.Run;
    }

    public Task<Written<CalendarRecord>> PutCalendarAsync(string calendar, CalendarDefinition definition) =>
        AskAsync<CalendarCatalog, Written<CalendarRecord>>(
            catalog => catalog.PutAsync(Me, calendar, definition, new WriteCondition(), CancellationToken.None));

    public Task<Operation> BackfillAsync(string job, string schedule, BackfillRequest request) =>
        AskAsync<ScheduleActions, Operation>(actions => actions.BackfillAsync(Me, job, schedule, request, CancellationToken.None));

    public Task<Operation> RedriveManyAsync(DeadLetterRedrive plan) =>
        AskAsync<DeadLetterBox, Operation>(box => box.RedriveManyAsync(new Caller(Tenant, Actor), plan, CancellationToken.None));

    public Task<Operation> OperationAsync(string id) =>
        AskAsync<OperationBoard, Operation>(board => board.GetAsync(Tenant, id, CancellationToken.None));

    public Task<Operation> CancelOperationAsync(string id) =>
        AskAsync<OperationBoard, Operation>(board => board.CancelAsync(new Caller(Tenant, Actor), id, CancellationToken.None));

    public Task<Operation> StartAsync(OperationStart start) =>
        AskAsync<OperationBoard, Operation>(board => board.StartAsync(new Caller(Tenant, Actor), start, CancellationToken.None));

    /// <summary>Waits until the operation is no longer running, and returns it.</summary>
    public async Task<Operation> UntilOperationEndedAsync(string id, TimeSpan? patience = null)
    {
        for (var until = world.Time.Now + (patience ?? TimeSpan.FromMinutes(20)); ; await world.WaitAsync(TimeSpan.FromMilliseconds(250)))
        {
            var operation = await OperationAsync(id);
            if (operation.State != OperationState.Running)
            {
                return operation;
            }

            Assert.True(world.Time.Now < until, $"operation {id} did not end\n{world}");
        }
    }

    /// <summary>Waits until the run has a state, and returns it.</summary>
    public async Task<RunRecord> UntilAsync(string run, Func<RunRecord, bool> holds, TimeSpan? patience = null)
    {
        await world.UntilAsync(
            () => world.Watched.Runs.TryGetValue("R~" + run, out var seen) && holds(seen), patience ?? TimeSpan.FromMinutes(20));
        return world.Watched.Runs["R~" + run];
    }

    public Task<RunRecord> UntilEndedAsync(string run, TimeSpan? patience = null) =>
        UntilAsync(run, seen => seen.State.IsTerminal(), patience);

    private static bool IsPassing(Exception error) => error
        is StorageException
        or ProcessDiedException
        or InvalidOperationException { Message: "the storage has not been opened" }
        or RefusalException { Kind: RefusalKind.Unavailable };
}
