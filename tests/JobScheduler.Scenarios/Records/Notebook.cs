using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Scenarios.Records;

/// <summary>A process that keeps notes, composed as a feature would do it. Time moves while a call waits to try again.</summary>
internal sealed class Notebook : IDisposable
{
    public const int Shards = 4;
    public static readonly Caller Me = new("acme", "me");

    private readonly FakeTimeProvider _time;
    private readonly ServiceProvider _services;

    public Notebook(IStorage storage, FakeTimeProvider time, FaultPlan? plan = null)
    {
        _time = time;
        Storage = new FaultyStorage(storage, plan ?? FaultPlan.None);
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton<IStorage>(Storage)
            .AddJobSchedulerCore()
            .AddRecords<Note, NoteRow>()
            .Configure<ShardOptions>(options => options.Count = Shards)
            .BuildServiceProvider();
    }

    public FaultyStorage Storage { get; }

    public RecordRow<Note> Rows => _services.GetRequiredService<RecordRow<Note>>();

    public RecordCache<Note> Cache => _services.GetRequiredService<RecordCache<Note>>();

    private RecordStore<Note> Records => _services.GetRequiredService<RecordStore<Note>>();

    public Task<Written<Note>> PutAsync(string id, string text, WriteCondition? condition = null, Caller? by = null)
    {
        var key = Rows.KeyOf(Me.Tenant, id);
        return ReadyAsync(Records.PutAsync(by ?? Me, key, condition ?? WriteCondition.None, found =>
        {
            var note = new Note { Text = text, Edition = NoteRow.EditionOf(found.Row) + 1 };
            return ValueTask.FromResult(
                new RecordChange<Note>(note, (draft, columns) => draft.Insert(NoteRow.EditionKey(key, note.Edition), columns!)));
        }, CancellationToken.None));
    }

    public Task<Written<Note>?> AppendAsync(string id, string text) => ReadyAsync(Records.ChangeAsync(
        Me,
        Rows.KeyOf(Me.Tenant, id),
        WriteCondition.None,
        found => ValueTask.FromResult(new RecordChange<Note>(found.Old! with { Text = found.Old.Text + text })),
        CancellationToken.None));

    /// <summary>As <see cref="AppendAsync"/>, but others go on between reading and writing, and time does not move.</summary>
    public Task<Written<Note>?> AppendSlowlyAsync(string id, string text) => Records.ChangeAsync(
        Me,
        Rows.KeyOf(Me.Tenant, id),
        WriteCondition.None,
        async found =>
        {
            await Task.Yield();
            return new RecordChange<Note>(found.Old! with { Text = found.Old.Text + text });
        },
        CancellationToken.None);

    public Task DeleteAsync(string id, WriteCondition? condition = null, Caller? by = null) =>
        ReadyAsync(
            Records.DeleteAsync(by ?? Me, Rows.KeyOf(Me.Tenant, id), condition ?? WriteCondition.None, null, CancellationToken.None));

    public Task<Note> GetAsync(string id) => Records.GetAsync(Me.Tenant, id, CancellationToken.None);

    public Task<Page<Note>> ListAsync(int limit, string? continuation = null, Func<Note, bool>? filter = null) =>
        Records.ListAsync(Me.Tenant, filter, new PageRequest(limit, continuation), CancellationToken.None);

    public void Dispose() => _services.Dispose();

    private async Task<T> ReadyAsync<T>(Task<T> call)
    {
        await ReadyAsync((Task)call);
        return await call;
    }

    private async Task ReadyAsync(Task call)
    {
        for (var i = 0; i < 2_000 && !call.IsCompleted; i++)
        {
            await Task.Yield();
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        await call.WaitAsync(TestContext.Current.CancellationToken);
    }
}
