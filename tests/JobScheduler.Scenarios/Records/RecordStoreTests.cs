using JobScheduler.Shards.Records;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Scenarios.Records;

/// <summary>A feature outside the core adds a kind of definition, with nothing but what is public.</summary>
public sealed class RecordStoreTests : IDisposable
{
    private static readonly Caller Boss = new(Notebook.Me.Tenant, "boss");

    private static readonly string Large = new('x', 30_000);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly MemoryStorage _memory;
    private readonly Notebook _notes;
    private readonly List<Notebook> _others = [];

    public RecordStoreTests()
    {
        _memory = new MemoryStorage(_time);
        _notes = new Notebook(_memory, _time);
    }

    public void Dispose()
    {
        _notes.Dispose();
        _others.ForEach(other => other.Dispose());
    }

    [Fact]
    public async Task Put_then_get_tells_who_made_it_and_who_changed_it()
    {
        var start = _time.GetUtcNow();
        var first = await _notes.PutAsync("a", "one");
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await _notes.PutAsync("a", "two", by: Boss);

        Assert.True(first.Created);
        Assert.False(second.Created);
        Assert.NotEqual(first.Record.ETag, second.Record.ETag);
        var read = await _notes.GetAsync("a");
        Assert.Equal(second.Record, read);
        Assert.Equal(("acme", "a", "two", 2), (read.Tenant, read.Id, read.Text, read.Edition));
        Assert.Equal(("me", start, "boss", _time.GetUtcNow()), (read.CreatedBy, read.CreatedAt, read.ChangedBy, read.ChangedAt));
    }

    [Fact]
    public async Task Put_obeys_its_condition_both_ways()
    {
        await RefusedAsync(
            _notes.PutAsync("a", "x", new WriteCondition(EntityTags.Of("1"))), RefusalKind.Precondition, "note 'a' does not exist");
        var first = await _notes.PutAsync("a", "one", WriteCondition.Absent);
        await RefusedAsync(
            _notes.PutAsync("a", "x", WriteCondition.Absent), RefusalKind.Precondition, "note 'a' exists");
        await _notes.PutAsync("a", "two", new WriteCondition(EntityTags.Of(first.Record.ETag)));
        await RefusedAsync(
            _notes.PutAsync("a", "x", new WriteCondition(EntityTags.Of(first.Record.ETag))),
            RefusalKind.Precondition,
            "note 'a' has changed in the meantime; read it again");
        await RefusedAsync(
            _notes.DeleteAsync("a", new WriteCondition(EntityTags.Of(first.Record.ETag))),
            RefusalKind.Precondition,
            "note 'a' has changed in the meantime; read it again");

        Assert.Equal("two", (await _notes.GetAsync("a")).Text);
    }

    [Fact]
    public async Task Change_and_delete_of_what_is_not_there_are_not_found()
    {
        await RefusedAsync(_notes.AppendAsync("a", "x"), RefusalKind.NotFound, "there is no note 'a'");
        await RefusedAsync(_notes.DeleteAsync("a"), RefusalKind.NotFound, "there is no note 'a'");
        await RefusedAsync(_notes.GetAsync("a"), RefusalKind.NotFound, "there is no note 'a'");
    }

    [Fact]
    public async Task Change_looks_again_when_another_writer_was_faster()
    {
        await _notes.PutAsync("a", "one");

        await Interrupted(times: 1).AppendAsync("a", ", mine");

        Assert.Equal("one, other 1, mine", (await _notes.GetAsync("a")).Text);
    }

    [Fact]
    public async Task Change_that_others_beat_twelve_times_is_made()
    {
        await _notes.PutAsync("a", "one");

        await Interrupted(times: 12).AppendAsync("a", ", mine");

        Assert.EndsWith("other 12, mine", (await _notes.GetAsync("a")).Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Writers_of_one_process_never_collide()
    {
        await _notes.PutAsync("a", "");
        var start = _notes.Storage.Calls.Count;

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => _notes.AppendSlowlyAsync("a", $"{i},")))
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(50, _notes.Storage.Calls.Skip(start).Count(call => call.Name == CallNames.Commit));
        var text = (await _notes.GetAsync("a")).Text;
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), text.TrimEnd(',').Split(','));
    }

    [Fact]
    public async Task Change_gives_up_after_ten_seconds()
    {
        await _notes.PutAsync("a", "one");
        var start = _time.GetUtcNow();

        var refusal = await RefusedAsync(
            Interrupted(times: int.MaxValue).AppendAsync("a", ", mine"),
            RefusalKind.Unavailable,
            "note 'a' is being changed by many requests at once; try again");

        Assert.NotNull(refusal.RetryAfter);
        Assert.Equal(start + TimeSpan.FromSeconds(10), _time.GetUtcNow(), TimeSpan.FromSeconds(1));
        Assert.DoesNotContain("mine", (await _notes.GetAsync("a")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Large_note_of_a_write_that_lost_leaves_no_blob()
    {
        await _notes.PutAsync("a", "one");

        await Interrupted(times: 2).AppendAsync("a", new string('x', 30_000));

        Assert.Single(_memory.BlobNames);
        Assert.Equal("one, other 1, other 2".Length + 30_000, (await _notes.GetAsync("a")).Text.Length);
    }

    [Fact]
    public async Task Deleted_note_is_gone_for_all_and_its_tombstone_counts_on()
    {
        await _notes.PutAsync("a", "one");
        await _notes.DeleteAsync("a", by: Boss);

        await RefusedAsync(_notes.GetAsync("a"), RefusalKind.NotFound, "there is no note 'a'");
        await RefusedAsync(_notes.DeleteAsync("a"), RefusalKind.NotFound, "there is no note 'a'");
        Assert.Empty((await _notes.ListAsync(10)).Items);
        var tombstone = Row("a");
        Assert.True(RecordRow.IsDeleted(tombstone));
        Assert.Equal("boss", tombstone.Columns.Text(RecordRow.ChangedByColumn));

        var again = await _notes.PutAsync("a", "anew", WriteCondition.Absent);
        Assert.True(again.Created);
        Assert.Equal((2, "me"), (again.Record.Edition, again.Record.CreatedBy));
        Assert.False(RecordRow.IsDeleted(Row("a")));
    }

    [Fact]
    public async Task List_is_merged_by_id_over_the_shards_in_pages()
    {
        var ids = Enumerable.Range(0, 25).Select(i => $"n{i:D2}").ToList();
        foreach (var id in Enumerable.Reverse(ids))
        {
            await _notes.PutAsync(id, id);
        }

        Assert.Equal(Notebook.Shards, ids.Select(id => _notes.Rows.KeyOf(Notebook.Me.Tenant, id).Shard).Distinct().Count());
        await _notes.DeleteAsync("n07");

        Assert.Equal(ids.Where(id => id != "n07"), await ListedAsync(null));
        Assert.Equal(ids.Where(id => id != "n07" && id.EndsWith('7')), await ListedAsync(note => note.Text.EndsWith('7')));
    }

    [Fact]
    public async Task Cache_sees_own_writes_at_once_and_those_of_others_after_its_lifetime()
    {
        var other = Other(FaultPlan.None);
        await _notes.PutAsync("a", "one");
        Assert.Equal("one", await CachedAsync());
        await other.PutAsync("a", "two");
        Assert.Equal("one", await CachedAsync());
        _time.Advance(RecordCache<Note>.Lifetime);
        Assert.Equal("two", await CachedAsync());
        await _notes.PutAsync("a", "three");
        Assert.Equal("three", await CachedAsync());

        async Task<string?> CachedAsync() => (await _notes.Cache.GetAsync(Notebook.Me.Tenant, "a", CancellationToken.None)).Record?.Text;
    }

    [Fact]
    public async Task Fault_at_any_call_makes_no_change_twice_and_loses_none()
    {
        var calls = (await LiveAsync(FaultPlan.None)).Calls;
        Assert.Equal(3, calls.Count(call => call.Name == CallNames.Commit));
        foreach (var (call, fault) in calls.SelectMany(call => call.PossibleFaults.Select(fault => (call, fault))))
        {
            try
            {
                await LiveAsync(FaultPlan.At(call.Number, fault));
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{call} {fault}: {error}");
            }
        }
    }

    /// <summary>Creates, changes and deletes a note; whoever gets an error from storage looks what became of it, and asks again.</summary>
    private static async Task<FaultyStorage> LiveAsync(FaultPlan plan)
    {
        var time = new FakeTimeProvider();
        var memory = new MemoryStorage(time);
        using var faulty = new Notebook(memory, time, plan);
        using var sound = new Notebook(memory, time);
        await DoneAsync(
            async notes => Assert.True((await notes.PutAsync("a", "one", WriteCondition.Absent)).Created),
            async () => (await sound.GetAsync("a")).Text == "one");
        Assert.Equal(1, (await sound.GetAsync("a")).Edition);
        var etag = (await sound.GetAsync("a")).ETag;
        await DoneAsync(
            notes => notes.PutAsync("a", "two", new WriteCondition(EntityTags.Of(etag))),
            async () => (await sound.GetAsync("a")).Text == "two");
        Assert.Equal(2, (await sound.GetAsync("a")).Edition);
        await DoneAsync(notes => notes.DeleteAsync("a"), async () => (await sound.ListAsync(1)).Items.Count == 0);
        Assert.Equal(2, memory.Partitions.SelectMany(memory.Rows).Count(row => row.Key.StartsWith("E~", StringComparison.Ordinal)));
        return faulty.Storage;

        async Task DoneAsync(Func<Notebook, Task> act, Func<Task<bool>> isDone)
        {
            try
            {
                await act(faulty);
            }
            catch (Exception error) when (error is StorageException or SimulatedCrashException)
            {
                if (!await IsDoneAsync())
                {
                    await act(sound);
                }
            }

            Assert.True(await isDone());

            async Task<bool> IsDoneAsync()
            {
                try
                {
                    return await isDone();
                }
                catch (RefusalException)
                {
                    return false;
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Commit_with_an_unknown_outcome_is_proved_by_its_stamp(int commits)
    {
        var count = 0;
        var notes = Other(FaultPlan.When(call => call.Name == CallNames.Commit && ++count <= commits ? Fault.FailAfter : Fault.None));

        var put = await notes.PutAsync("a", "one", WriteCondition.Absent);
        Assert.True(put.Created);
        Assert.Equal((await _notes.GetAsync("a")).ETag, put.Record.ETag);
        await notes.DeleteAsync("a", new WriteCondition(EntityTags.Of(put.Record.ETag)));

        Assert.Empty((await _notes.ListAsync(10)).Items);
        Assert.Equal(2, notes.Storage.Calls.Count(call => call.Name == CallNames.Commit));
    }

    [Fact]
    public async Task Blob_of_a_write_that_was_overtaken_before_it_was_proved_stays_for_its_edition()
    {
        var stage = 0;
        var notes = Other(FaultPlan.When(call =>
        {
            if (stage == 0 && call.Name == CallNames.Commit)
            {
                stage = 1;
                return Fault.FailAfter;
            }

            if (stage == 1 && call.Name == CallNames.Get)
            {
                stage = 2;
                Assert.True(_notes.AppendAsync("a", "!").IsCompletedSuccessfully);
            }

            return Fault.None;
        }));

        await notes.PutAsync("a", Large);

        Assert.Equal(2, stage);
        Assert.Empty(_memory.Partitions.SelectMany(_memory.Rows)
            .Where(row => row.Columns.Text(RecordRow.DefinitionBlobColumn) is { Length: > 0 } blob && !_memory.BlobNames.Contains(blob))
            .Select(row => row.Key));
    }

    [Fact]
    public async Task Write_whose_commit_lands_after_it_was_looked_for_is_answered_as_written()
    {
        await _notes.PutAsync("a", "one");
        var before = (await _notes.GetAsync("a")).ETag;
        using var notes = new Notebook(new LateStorage(_memory), _time);

        var put = await notes.PutAsync("a", Large, new WriteCondition(EntityTags.Of(before)));

        Assert.False(put.Created);
        var note = await _notes.GetAsync("a");
        Assert.Equal((Large, 2, put.Record.ETag), (note.Text, note.Edition, note.ETag));
    }

    [Fact]
    public async Task Blob_of_a_definition_that_did_not_change_is_kept()
    {
        await _notes.PutAsync("a", Large);
        var blobs = _memory.BlobNames.ToList();

        await _notes.AppendAsync("a", "");

        Assert.Equal(blobs, _memory.BlobNames);
        Assert.Equal(Large, (await _notes.GetAsync("a")).Text);
    }

    private static async Task<RefusalException> RefusedAsync(Task call, RefusalKind kind, string detail)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => call);
        Assert.Equal((kind, detail), (refusal.Kind, refusal.Message));
        return refusal;
    }

    private async Task<List<string>> ListedAsync(Func<Note, bool>? filter)
    {
        var listed = new List<string>();
        string? continuation = null;
        do
        {
            var page = await _notes.ListAsync(4, continuation, filter);
            listed.AddRange(page.Items.Select(note => note.Id));
            continuation = page.Continuation;
        }
        while (continuation is not null);

        return listed;
    }

    private Row Row(string id)
    {
        var key = _notes.Rows.KeyOf(Notebook.Me.Tenant, id);
        return _memory.Rows(key.Partition).Single(row => row.Key == key.Row);
    }

    private Notebook Other(FaultPlan plan)
    {
        var other = new Notebook(_memory, _time, plan);
        _others.Add(other);
        return other;
    }

    /// <summary>Before each of its first commits, another writer changes the note.</summary>
    private Notebook Interrupted(int times)
    {
        var count = 0;
        return Other(FaultPlan.When(call =>
        {
            if (call.Name == CallNames.Commit && count < times)
            {
                Assert.True(_notes.AppendAsync("a", $", other {++count}").IsCompletedSuccessfully);
            }

            return Fault.None;
        }));
    }
}
