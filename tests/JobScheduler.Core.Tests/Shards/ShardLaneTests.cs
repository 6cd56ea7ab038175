using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Shards;

public sealed class ShardLaneTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly MemoryStorage _memory;
    private readonly HeldTables _held;

    public ShardLaneTests()
    {
        _memory = new MemoryStorage(_time);
        _held = new HeldTables(_memory.Tables);
    }

    [Fact]
    public async Task Parts_that_arrive_during_a_commit_share_the_next_one()
    {
        var writer = Writer(_held);
        _held.Hold();
        var first = writer.CommitAsync(0, Insert("a"));
        var others = Enumerable.Range(0, 10).Select(i => writer.CommitAsync(0, Insert($"b{i}"))).ToList();
        _held.LetGo();

        Assert.All(await Task.WhenAll([first, .. others]), outcome => Assert.True(outcome.Succeeded));
        Assert.Equal([1, 10], _held.Sizes);
    }

    [Fact]
    public async Task Part_that_fails_is_evicted_and_the_others_take_effect()
    {
        await _memory.Tables.CommitAsync("00", [RowOperation.Insert("b", [])], CancellationToken.None);
        var writer = Writer(_held);
        _held.Hold();
        var first = writer.CommitAsync(0, Insert("a"));
        var bad = writer.CommitAsync(0, Insert("b"));
        var good = writer.CommitAsync(0, Insert("c"));
        _held.LetGo();

        Assert.True((await first).Succeeded);
        Assert.Equal(("b", CommitFailure.Exists), ((await bad).FailedKey, (await bad).Failure));
        Assert.True((await good).Succeeded);
    }

    [Fact]
    public async Task Second_toucher_of_a_row_waits_for_the_next_commit()
    {
        var writer = Writer(_held);
        _held.Hold();
        var first = writer.CommitAsync(0, Insert("a"));
        var inserts = writer.CommitAsync(0, Insert("row"));
        var deletes = writer.CommitAsync(0, Part(draft => draft.Delete("row"), "row"));
        _held.LetGo();

        Assert.All(await Task.WhenAll(first, inserts, deletes), outcome => Assert.True(outcome.Succeeded));
        Assert.Equal([1, 1, 1], _held.Sizes);
        Assert.Null(await _memory.Tables.GetAsync("00", "row", CancellationToken.None));
    }

    [Fact]
    public async Task More_rows_than_a_commit_holds_are_written_in_two()
    {
        var writer = Writer(_held);
        _held.Hold();
        var first = writer.CommitAsync(0, Insert("a"));
        var many = Enumerable.Range(0, 4)
            .Select(i => writer.CommitAsync(0, Insert([.. Enumerable.Range(0, 40).Select(j => $"{i}.{j}")])))
            .ToList();
        _held.LetGo();

        Assert.All(await Task.WhenAll([first, .. many]), outcome => Assert.True(outcome.Succeeded));
        Assert.Equal([1, 80, 80], _held.Sizes);
    }

    [Fact]
    public async Task Part_that_never_fits_or_cannot_be_composed_fails_alone()
    {
        var writer = Writer(_held);
        _held.Hold();
        var first = writer.CommitAsync(0, Insert("a"));
        var huge = writer.CommitAsync(0, Insert([.. Enumerable.Range(0, 101).Select(i => $"r{i}")]));
        var broken = writer.CommitAsync(0, Part(_ => throw new FormatException(), "x"));
        var tooLong = writer.CommitAsync(
            0, Part(draft => draft.Insert("t", new Columns { { "c", new string('x', StorageLimits.TextLength + 1) } }), "t"));
        var good = writer.CommitAsync(0, Insert("b"));
        _held.LetGo();

        Assert.True((await first).Succeeded);
        Assert.True((await good).Succeeded);
        await Assert.ThrowsAsync<InvalidOperationException>(() => huge);
        await Assert.ThrowsAsync<FormatException>(() => broken);
        await Assert.ThrowsAsync<ArgumentException>(() => tooLong);
    }

    [Theory]
    [InlineData(Fault.FailAfter)]
    [InlineData(Fault.FailBefore)]
    public async Task Unknown_or_transient_fault_ends_with_the_row_written_once(Fault fault)
    {
        var faulty = new FaultyStorage(_memory, FaultPlan.At(1, fault));
        var commit = Writer(faulty.Tables).CommitAsync(0, Insert("a"));
        while (!commit.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.True((await commit).Succeeded);
        Assert.NotNull(await _memory.Tables.GetAsync("00", "a", CancellationToken.None));
    }

    [Fact]
    public async Task Without_patience_a_transient_fault_is_the_callers()
    {
        var faulty = new FaultyStorage(_memory, FaultPlan.At(1, Fault.Throttled));
        var part = Insert("a") with { Patience = TimeSpan.Zero };

        var error = await Assert.ThrowsAsync<StorageException>(() => Writer(faulty.Tables).CommitAsync(0, part));

        Assert.Equal(StorageFault.Throttled, error.Fault);
        Assert.Null(await _memory.Tables.GetAsync("00", "a", CancellationToken.None));
    }

    [Fact]
    public async Task Proof_that_is_refused_leaves_its_part_unknown_and_the_lane_alive()
    {
        var tables = new RefusingTables(_memory.Tables) { Refuses = true };
        var writer = Writer(tables);

        var error = await Assert.ThrowsAsync<StorageException>(() => writer.CommitAsync(0, Insert("a")));
        Assert.Equal(StorageFault.Unknown, error.Fault);
        tables.Refuses = false;
        Assert.True((await writer.CommitAsync(0, Insert("b")).WaitAsync(TestContext.Current.CancellationToken)).Succeeded);
    }

    [Fact]
    public async Task Part_that_may_have_taken_effect_in_an_earlier_try_is_given_up_as_unknown()
    {
        var commit = Writer(new FadingTables(_memory.Tables)).CommitAsync(0, Insert("a"));
        while (!commit.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(StorageFault.Unknown, (await Assert.ThrowsAsync<StorageException>(() => commit)).Fault);
    }

    /// <summary>Both delete the row; the commit that is refused for it gets no answer, and shares itself with an insert.</summary>
    [Fact]
    public async Task Row_that_somebody_else_has_deleted_proves_nothing_for_others()
    {
        await _memory.Tables.CommitAsync("00", [RowOperation.Insert("row", [])], CancellationToken.None);
        var writer = Writer(new LateTables(_held, _memory.Tables));
        _held.Hold();
        var first = writer.CommitAsync(0, Insert("a"));
        var deletes = writer.CommitAsync(0, new CommitPart(draft => draft.Delete("row"), Proof.Gone("row"), TimeSpan.FromDays(1)));
        var inserts = writer.CommitAsync(0, Insert("b") with { Patience = TimeSpan.FromDays(1) });
        _held.LetGo();
        while (!inserts.IsCompleted || !deletes.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.True((await first).Succeeded);
        Assert.True((await inserts).Succeeded);
        Assert.NotNull(await _memory.Tables.GetAsync("00", "b", CancellationToken.None));
        Assert.Equal("row", (await deletes).FailedKey);
    }

    private static CommitPart Insert(params string[] keys) => Part(draft => Array.ForEach(keys, key => draft.Insert(key, [])), keys[0]);

    private static CommitPart Part(Action<CommitDraft> compose, string proof) =>
        new(compose, Proof.Exists(proof), TimeSpan.FromSeconds(30));

    private ShardWriter Writer(ITableStore tables)
    {
        var storage = new Parts(tables, _memory);
        var entropy = new Entropy();
        var gauge = new DispatchGauge(storage, new DispatchOptions(), _time);
        var polling = new QueuePolling(TimeSpan.Zero);
        var bells = new BellRinger(
            storage, new QueueSignals(_time), gauge, polling, new([]), new([]), _time, NullLogger<BellRinger>.Instance);
        return new ShardWriter(new ShardMap(1), storage, bells, _time, entropy, NullLogger<ShardWriter>.Instance);
    }

    private sealed record Parts(ITableStore Tables, MemoryStorage Memory) : IStorage
    {
        public IQueueStore Queues => Memory.Queues;

        public IBlobStore Blobs => Memory.Blobs;

        public ValueTask PrepareAsync(CancellationToken cancellation) => Memory.PrepareAsync(cancellation);
    }

    /// <summary>Does not say what became of a commit, and may not be read.</summary>
    private sealed class RefusingTables(ITableStore inner) : ITableStore
    {
        public bool Refuses { get; set; }

        public ValueTask<Row?> GetAsync(string partition, string key, CancellationToken cancellation) =>
            Refuses ? throw new StorageException(StorageFault.Permanent, "no permission") : inner.GetAsync(partition, key, cancellation);

        public ValueTask<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation) => inner.ReadAsync(query, cancellation);

        public ValueTask<CommitResult> CommitAsync(
            string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation) =>
            Refuses
                ? throw new StorageException(StorageFault.Unknown, "no answer")
                : inner.CommitAsync(partition, operations, cancellation);
    }

    /// <summary>Does not say what became of the first commit, whose row cannot be seen yet; refuses the others for now.</summary>
    private sealed class FadingTables(ITableStore inner) : ITableStore
    {
        private bool _fades;

        public ValueTask<Row?> GetAsync(string partition, string key, CancellationToken cancellation) =>
            inner.GetAsync(partition, key, cancellation);

        public ValueTask<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation) => inner.ReadAsync(query, cancellation);

        public ValueTask<CommitResult> CommitAsync(
            string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation)
        {
            var fault = _fades ? StorageFault.Transient : StorageFault.Unknown;
            _fades = true;
            throw new StorageException(fault, "on purpose");
        }
    }

    /// <summary>Somebody else deletes the row just before a commit does, whose answer is lost.</summary>
    private sealed class LateTables(ITableStore inner, ITableStore others) : ITableStore
    {
        private bool _isDeleted;

        public ValueTask<Row?> GetAsync(string partition, string key, CancellationToken cancellation) =>
            inner.GetAsync(partition, key, cancellation);

        public ValueTask<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation) => inner.ReadAsync(query, cancellation);

        public async ValueTask<CommitResult> CommitAsync(
            string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation)
        {
            if (_isDeleted || !operations.Any(operation => operation.Key == "row"))
            {
                return await inner.CommitAsync(partition, operations, cancellation);
            }

            _isDeleted = true;
            await others.CommitAsync(partition, [RowOperation.Delete("row")], cancellation);
            Assert.False((await inner.CommitAsync(partition, operations, cancellation)).Succeeded);
            throw new StorageException(StorageFault.Unknown, "no answer");
        }
    }

    /// <summary>Tables whose commits wait until they are let go.</summary>
    private sealed class HeldTables(ITableStore inner) : ITableStore
    {
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _holds;

        /// <summary>Operations of each commit that took effect.</summary>
        public List<int> Sizes { get; } = [];

        public void Hold() => _holds = true;

        public void LetGo() => _gate.SetResult();

        public ValueTask<Row?> GetAsync(string partition, string key, CancellationToken cancellation) =>
            inner.GetAsync(partition, key, cancellation);

        public ValueTask<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation) => inner.ReadAsync(query, cancellation);

        public async ValueTask<CommitResult> CommitAsync(
            string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation)
        {
            if (_holds)
            {
                await _gate.Task;
            }

            var result = await inner.CommitAsync(partition, operations, cancellation);
            if (result.Succeeded)
            {
                Sizes.Add(operations.Count);
            }

            return result;
        }
    }
}
